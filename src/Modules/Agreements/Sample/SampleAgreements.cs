using Guanlian.Agreements.Data;
using Guanlian.Agreements.Drafting;
using Guanlian.Agreements.Sealing;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Sample;

/// <summary>
/// Agreements of the sample province: some pairs of last year's round have one in force, one is half sealed; besides, two museums that are
/// no pair, and a loan with which a van is set aside. Most pairs have none yet: the programme shows it.
/// </summary>
internal sealed class SampleAgreements : ISampleStep
{
    private const int MostPairs = 4;
    private const int DaysOut = 8;

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
        await PairsAsync(world, members, ct);
        await LoanAsync(world, members.Single(m => m.Id == world.Ids["sample.leader"]), members.Single(m => m.Id == world.Ids["sample.county"]), ct);
        world.GoTo(world.Now);
        await world.DeliverAsync(ct);
    }

    /// <summary>Pairs of those whom one can sign in as come first.</summary>
    private static async Task PairsAsync(SampleWorld world, IReadOnlyList<PartyCard> members, CancellationToken ct)
    {
        var (leader, county, parties) = (world.Ids["sample.leader"], world.Ids["sample.county"], members.ToDictionary(m => m.Id));
        var pairs = await world.AskAsync((AgreementsDb db) => db.Pairs.AsNoTracking().Where(p => p.LeaderId == leader || p.MuseumId == county)
            .OrderByDescending(p => p.MuseumId == county).ThenBy(p => p.MuseumId).Take(MostPairs).ToListAsync(ct));
        for (var n = 0; n < pairs.Count; n++)
        {
            var (pair, halfSealed) = (pairs[n], n > 0 && n == pairs.Count - 1);
            world.GoTo(halfSealed ? world.Now.AddDays(-DaysOut) : pair.AdoptedAt.AddDays(30 + (10 * n)));
            var id = await OutAsync(world, "pairing", parties[pair.LeaderId], parties[pair.MuseumId], ct, pair.Id);
            await SealAsync(world, id, parties[pair.LeaderId], ct);
            if (!halfSealed)
            {
                await SealAsync(world, id, parties[pair.MuseumId], ct);
                await world.DeliverAsync(ct);
            }
        }
    }

    /// <summary>What it promises of a resource is booked with its last seal.</summary>
    private static async Task LoanAsync(SampleWorld world, PartyCard leader, PartyCard county, CancellationToken ct)
    {
        var van = (await world.AskAsync((IBookableResources r) => r.OfAsync([leader.Id], ct))).First(r => r.Unit == "vehicles");
        world.GoTo(world.Now.AddDays(-12));
        var id = await OutAsync(world, "loan", leader, county, ct, write: text => text with
        {
            Gives =
            [
                .. text.Gives,
                BookedLines.Filled(new("c9", leader.Id, "接送展品", "1", null) { Resource = van.Id, For = county.Id, From = text.From?.AddDays(40), Until = text.From?.AddDays(42) }, van, text.Language),
            ],
        });
        await SealAsync(world, id, leader, ct);
        world.GoTo(world.Now.AddDays(-9));
        await SealAsync(world, id, county, ct);
    }

    private static async Task<Guid> OutAsync(
        SampleWorld world, string template, PartyCard leader, PartyCard county, CancellationToken ct, Guid? pair = null, Func<AgreementText, AgreementText>? write = null)
    {
        var title = $"{leader.Name}—{county.Name}{Templates.AgreementTemplates.Shipped[template].Name.Zh}";
        var from = await world.AskAsync((TimeProvider clock) => Task.FromResult(Dates.InChina(clock.GetUtcNow())));
        var id = await ByAsync(world, leader, (StartAgreement.Handler h) => h.HandleAsync(new(template, title, $"{leader.Code}\n{county.Code}", from, pair), ct));
        if (write is not null)
        {
            await world.AskAsync(async (AgreementsDb db) =>
            {
                var (record, row) = (await db.Agreements.SingleAsync(a => a.Id == id, ct), await db.Texts.SingleAsync(t => t.AgreementId == id, ct));
                await db.WriteAsync(record, row, write(Loading.Read(row)), Actor.Program, row.MadeAt, ct);
                db.Record(new Change("agreements.text-written", "agreements.agreement", id) { OwnerId = leader.Id, After = new { Text = row.Number } });
                return await db.SaveChangesAsync(ct);
            });
        }

        var version = await world.AskAsync((AgreementsDb db) => db.Texts.Where(t => t.AgreementId == id).Select(t => t.Version).SingleAsync(ct));
        await ByAsync(world, leader, (SendForSealing.Handler h) => h.HandleAsync(new(id, from.AddDays(30), version), ct));
        return id;
    }

    private static Task<Done> SealAsync(SampleWorld world, Guid id, PartyCard party, CancellationToken ct) => ByAsync(world, party, (PutSeal.Handler h) =>
        h.HandleAsync(new(id, party.Id, 1, "示例代表", null, null, null, Electronic: true), ct));

    private static Task<T> ByAsync<THandler, T>(SampleWorld world, PartyCard party, Func<THandler, Task<Outcome<T>>> act)
        where THandler : notnull => world.ForAsync(party.Id, party.Name, Roles.Director, act);
}
