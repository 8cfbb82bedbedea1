using Guanlian.Contracts.Catalogue;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Showcase;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sample;

/// <summary>What the public sees of the sample province: one result that both sides have released, with objects of the county museum, and one honour.</summary>
internal sealed class SampleResults : ISampleStep
{
    private static readonly string[] Pictured = ["示例3001", "示例3002"];

    public int Order => 470;

    public string Title => "cooperation.sample.results";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var (pair, id, county) = ((await SamplePair.AllAsync(world, ct))[0], world.Ids["sample.closed"], world.Ids["sample.county"]);
        var code = await world.AskAsync((Contracts.Members.IPartyDirectory d) => d.FindAsync(county, ct));
        var objects = await world.AskAsync((IObjectBook book) => book.ByNumberAsync(county, Pictured, ct));
        await pair.ByAsync(pair.County, (WriteShowcase.Handler h) => h.HandleAsync(
            new(id, $"{pair.County.Name}藏品影像从不会拍到自己拍（示例）",
                "示例：牵头馆到馆指导，先列出想解决的问题，再一件一件拍、一件一件核对；回访时，县馆已能自己拍摄、编号、入库。",
                "示例：到馆之前请小馆先挑出十件；现场只带一盏灯、一块灰布；每件拍完当场核对登记号；三十日后回访。",
                [], 0, string.Join('\n', objects.Values.Select(o => $"{code!.Code}/{o.Serial}"))),
            ct));
        foreach (var party in new[] { pair.County, pair.Leader })
        {
            var version = await world.AskAsync((CooperationDb db) => db.Showcases.Where(s => s.CooperationId == id).Select(s => s.Version).SingleAsync(ct));
            await pair.ByAsync(party, (ReleaseShowcase.Handler h) => h.HandleAsync(new(id, true, null, version), ct));
        }

        await world.AsAsync("secretariat", (GiveHonour.Handler h) => h.HandleAsync(
            new GiveHonour.Command(pair.Leader.Code, Dates.InChina(world.Now).Year, "帮扶工作先进单位（示例）", "示例：一年里受援馆确认的成果最多"), ct));
    }
}
