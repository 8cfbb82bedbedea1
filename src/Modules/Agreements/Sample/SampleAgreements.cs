using Guanlian.Agreements.Data;
using Guanlian.Agreements.Drafting;
using Guanlian.Agreements.Sealing;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Sample;

/// <summary>Two agreements of the sample province: one sealed half a year ago, one out for sealing and half sealed.</summary>
internal sealed class SampleAgreements : ISampleStep
{
    public int Order => 440;

    public string Title => "agreements.sample.title";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var members = await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(world.Ids["cluster"], ct));
        var leaders = members.Where(m => m is { Kind: PartyKind.Museum, Grade: Grade.First, Level: PartyLevel.Province or PartyLevel.Prefecture }).Take(2).ToList();
        var counties = members.Where(m => m is { Kind: PartyKind.Museum, Level: PartyLevel.County }).Take(2).ToList();
        if (leaders.Count < 2 || counties.Count < 2)
        {
            return;
        }

        world.GoTo(world.Now.AddDays(-185));
        var first = await OutAsync(world, "head-and-branch", leaders[1], counties[1], ct);
        await SealAsync(world, first, leaders[1], ct);
        world.GoTo(world.Now.AddDays(-180));
        await SealAsync(world, first, counties[1], ct);
        world.GoTo(world.Now.AddDays(-6));
        var second = await OutAsync(world, "joint-exhibition", leaders[0], counties[0], ct);
        await SealAsync(world, second, leaders[0], ct);
        world.GoTo(world.Now);
    }

    private static async Task<Guid> OutAsync(SampleWorld world, string template, PartyCard leader, PartyCard county, CancellationToken ct)
    {
        var title = $"{leader.Name}—{county.Name}{Templates.AgreementTemplates.Shipped[template].Name.Zh}";
        var from = await world.AskAsync((TimeProvider clock) => Task.FromResult(Dates.InChina(clock.GetUtcNow())));
        var id = await ByAsync(world, leader, (StartAgreement.Handler h) => h.HandleAsync(new(template, title, $"{leader.Code}\n{county.Code}", from, null), ct));
        var version = await world.AskAsync((AgreementsDb db) => db.Texts.Where(t => t.AgreementId == id).Select(t => t.Version).SingleAsync(ct));
        await ByAsync(world, leader, (SendForSealing.Handler h) => h.HandleAsync(new(id, from.AddDays(30), version), ct));
        return id;
    }

    private static Task<Done> SealAsync(SampleWorld world, Guid id, PartyCard party, CancellationToken ct) => ByAsync(world, party, (PutSeal.Handler h) =>
        h.HandleAsync(new(id, party.Id, 1, "示例代表", null, null, null, Electronic: true), ct));

    private static Task<T> ByAsync<THandler, T>(SampleWorld world, PartyCard party, Func<THandler, Task<Outcome<T>>> act)
        where THandler : notnull => world.ForAsync(party.Id, party.Name, Roles.Director, act);
}
