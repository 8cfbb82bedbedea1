using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Catalogue.Import;

/// <summary>The workbook goes back out with what has changed since an import or a day, and programs ask for what has changed since a time.</summary>
public sealed class WorkbookSinceAnAct(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);

    [Fact]
    public async Task What_the_import_wrote_is_not_marked_and_what_was_changed_after_it_is()
    {
        var museum = await world.MuseumAsync();
        var desk = new ImportDesk(world, world.Actor(museum, Roles.Coordinator));
        var code = (await host.WithAsync<IPartyDirectory, PartyCard?>(d => d.FindAsync(museum, default)))!.Code;
        var act = await desk.ImportAsync(Encoding.UTF8.GetBytes("总登记号,藏品名称,备注\n1,碗,旧\n2,瓶,旧\n"), shown: "Public");
        host.Clock.Advance(TimeSpan.FromHours(1));
        var bowl = (await desk.ObjectsAsync()).Single(o => o.Number == "1");
        await desk.ImportAsync(Encoding.UTF8.GetBytes("总登记号,备注,藏品名称\n1,新,碗\n"));

        using var client = await host.SignInAsAsync(Roles.Coordinator, museum);
        var page = await client.GetStringAsync("collections/import");
        Assert.Contains($"collections/{code}/census.xlsx?act={act.Id}", page, StringComparison.Ordinal);
        Assert.Contains("name=\"since\"", page, StringComparison.Ordinal);
        Assert.Equal(["原值：旧"], await NotesAsync(client, $"collections/{code}/census.xlsx?act={act.Id}"));
        Assert.Empty(await NotesAsync(client, $"collections/{code}/census.xlsx?since={host.Clock.Now.AddDays(2):yyyy-MM-dd}"));

        // A comparison that nobody has written, an act of another museum, an invented one, no day.
        var waiting = await desk.CompareAsync(Encoding.UTF8.GetBytes("总登记号,藏品名称\n3,罐\n"));
        var other = new ImportDesk(world, world.Actor(await world.MuseumAsync(), Roles.Coordinator));
        var theirs = await other.ImportAsync(Encoding.UTF8.GetBytes("总登记号,藏品名称\n1,碗\n"));
        foreach (var (asked, status, why) in new[]
        {
            ($"act={waiting.Id}", HttpStatusCode.UnprocessableEntity, "catalogue.import.act-not-applied"), ($"act={theirs.Id}", HttpStatusCode.NotFound, "catalogue.import.act-missing"),
            ($"act={Guid.CreateVersion7()}", HttpStatusCode.NotFound, "catalogue.import.act-missing"), ("act='%20or%201=1", HttpStatusCode.NotFound, "catalogue.import.act-missing"),
            ("since=2026-13-40", HttpStatusCode.UnprocessableEntity, "catalogue.import.since-unreadable"),
        })
        {
            using var answer = await client.GetAsync($"collections/{code}/census.xlsx?{asked}");
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal((asked, status, why), (asked, answer.StatusCode, problem.RootElement.GetProperty("code").GetString()));
        }

        var since = Uri.EscapeDataString(bowl.ChangedAt.AddMinutes(1).UtcDateTime.ToString("O"));
        Assert.Equal(2, Lines(await client.GetStringAsync($"api/export/object.jsonl?institution={code}")));
        Assert.Equal(1, Lines(await client.GetStringAsync($"api/export/object.jsonl?institution={code}&changedSince={since}")));

        static int Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private static async Task<List<string>> NotesAsync(HttpClient client, string address)
    {
        using var workbook = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync(address)));
        if (workbook.GetEntry("xl/comments1.xml") is not { } entry)
        {
            return [];
        }

        await using var notes = entry.Open();
        return [.. XDocument.Load(notes).Descendants().Where(e => e.Name.LocalName == "comment").Select(e => e.Value)];
    }
}
