using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sample;

/// <summary>A leader and the county museum that it helps, who acts for them, and what they do as anybody would on the pages.</summary>
internal sealed record SamplePair(SampleWorld World, PartyCard Leader, PartyCard County, CancellationToken Ct)
{
    /// <summary>
    /// Those who work together in the sample: pairs of last year's round whose agreement is in force, first of them the county museum whom
    /// one can sign in as; where there are too few, museums near a leader.
    /// </summary>
    public static async Task<IReadOnlyList<SamplePair>> AllAsync(SampleWorld world, CancellationToken ct)
    {
        var (head, county) = (world.Ids["sample.leader"], world.Ids["sample.county"]);
        var members = (await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(world.Ids["cluster"], ct))).ToDictionary(m => m.Id);
        var papers = await world.AskAsync((IPairs p) => p.OfAsync([head, county], null, ct));
        var pairs = papers.Where(p => p.Standing == PaperStanding.InForce && Leads(members[p.LeaderId])).OrderByDescending(p => p.MuseumId == county).ThenBy(p => p.MuseumId)
            .Select(p => (p.LeaderId, p.MuseumId)).ToList();
        if (pairs.All(p => p.MuseumId != county))
        {
            pairs.Insert(0, (head, county));
        }

        var others = members.Values.Where(m => m is { Kind: PartyKind.Museum, Level: PartyLevel.County, Longitude: not null } && m.Id != county).ToList();
        var near = await world.AskAsync((IPartyDirectory d) => d.DistancesAsync([head], [.. others.Select(o => o.Id)], ct));
        pairs.AddRange(others.OrderBy(o => near.TryGetValue((head, o.Id), out var d) ? d.Kilometres : int.MaxValue).ThenBy(o => o.Code, StringComparer.Ordinal)
            .Select(o => (LeaderId: head, MuseumId: o.Id)).Where(p => !pairs.Contains(p)).Take(3).ToList());
        return [.. pairs.Select(p => new SamplePair(world, members[p.LeaderId], members[p.MuseumId], ct))];

        static bool Leads(PartyCard card) => card is { Grade: Grade.First, Level: PartyLevel.Province or PartyLevel.Prefecture };
    }

    public PartyCard Of(Guid party) => party == Leader.Id ? Leader : County;

    public Task<T> ByAsync<THandler, T>(PartyCard party, Func<THandler, Task<Outcome<T>>> act)
        where THandler : notnull => World.ForAsync(party.Id, party.Name, Roles.Director, act);

    public Task<int> VersionAsync(Guid id) => World.AskAsync((CooperationDb db) => db.Cooperations.Where(c => c.Id == id).Select(c => c.Version).SingleAsync(Ct));

    public Task<CooperationTask> TaskAsync(Guid id) => World.AskAsync((CooperationDb db) => db.Tasks.AsNoTracking().SingleAsync(t => t.Id == id, Ct));

    /// <summary>Begins a cooperation on the world's present day.</summary>
    public Task<Guid> BeginAsync(Template template, DateOnly start)
    {
        var receiver = template.Roles.First(r => r.Receives && !r.Leads);
        var draft = new CooperationDraft
        {
            Title = $"{County.Name}{template.Name.Zh}",
            Aim = "示例：按帮扶协议开展",
            StartOn = start,
            AnchorOn = template.Anchor is null ? null : start.AddDays(150),
            Parties = new() { [template.LeadingRole.Code] = Leader.Code, [receiver.Code] = County.Code },
        };
        return ByAsync(Leader, (StartFromTemplate.Handler h) => h.HandleAsync(new(template.Code, draft), Ct));
    }

    /// <summary>The county agrees, both say what they bring, and the safeguards are answered.</summary>
    public async Task AgreeAsync(Guid id, Template template)
    {
        var receiver = template.Roles.First(r => r.Receives && !r.Leads);
        await ByAsync(County, async (AgreeToTakePart.Handler h) => await h.HandleAsync(
            new(id, County.Id, "示例：" + receiver.Gains.Zh, await PromisesAsync(id, County.Id), true, await VersionAsync(id)), Ct));
        await ByAsync(Leader, async (AgreeToTakePart.Handler h) => await h.HandleAsync(
            new(id, Leader.Id, "示例：" + template.LeadingRole.Gains.Zh, await PromisesAsync(id, Leader.Id), false, await VersionAsync(id)), Ct));
        await ByAsync(Leader, async (AnswerSafeguards.Handler h) => await h.HandleAsync(
            new(id, Enum.GetValues<Safeguard>().ToDictionary(s => s, _ => (string?)"示例：已落实"), "示例：按规定", await VersionAsync(id)), Ct));
    }

    public Task<Done> MoveAsync(Guid id, Move move, string? reason = null, string? text = null) =>
        ByAsync(Leader, async (MoveCooperation.Handler h) => await h.HandleAsync(new(id, move, await VersionAsync(id), reason, text), Ct));

    /// <summary>Tasks are handed in, checked and confirmed one after the other, each on the day on which it was due.</summary>
    /// <param name="write">What is written in a book before the task is handed in.</param>
    public async Task WorkAsync(Guid id, int most, Func<CooperationTask, Task>? write = null)
    {
        for (var n = 0; n < most; n++)
        {
            var open = await World.AskAsync((CooperationDb db) => db.Tasks.AsNoTracking()
                .Where(t => t.CooperationId == id && t.Called && t.State == TaskState.Open).OrderBy(t => t.DueOn).ThenBy(t => t.Sort).FirstOrDefaultAsync(Ct));
            if (open is null)
            {
                return;
            }

            var day = new DateTimeOffset(open.DueOn!.Value, new(2, 0), TimeSpan.Zero);
            World.GoTo(day < World.Now ? day : World.Now);
            if (write is not null)
            {
                await write(open);
            }

            await ByAsync(Of(open.DoesPartyId), async (HandInTask.Handler h) => await h.HandleAsync(
                new(open.Id, open.HelpsPartyId is null ? DoneBy.Alone : DoneBy.Together, await EvidenceAsync(open.Id), open.Version), Ct));
            var handed = await TaskAsync(open.Id);
            await ByAsync(Of(handed.ChecksPartyId), (ReviewTask.Handler h) => h.HandleAsync(new(handed.Id, true, null, null, handed.Version), Ct));
            var accepted = await TaskAsync(open.Id);
            if (accepted is { ConfirmsPartyId: { } receiver, ConfirmedAt: null })
            {
                await ByAsync(Of(receiver), (ConfirmTask.Handler h) => h.HandleAsync(new(accepted.Id, true, null, accepted.Version), Ct));
            }
        }
    }

    /// <summary>Both say what they gave; of what the leader gave, the county confirms a little less.</summary>
    public async Task GiveAsync(Guid id)
    {
        foreach (var line in await World.AskAsync((CooperationDb db) => db.Contributions.AsNoTracking().Where(c => c.CooperationId == id && c.Promised > 0).OrderBy(c => c.Sort).ToListAsync(Ct)))
        {
            await ByAsync(Of(line.PartyId), async (RecordContribution.Handler h) => await h.HandleAsync(new(id, line.Id, "6", await VersionAsync(id)), Ct));
            await ByAsync(line.PartyId == Leader.Id ? County : Leader, async (RecordContribution.Handler h) => await h.HandleAsync(new(id, line.Id, "5", await VersionAsync(id)), Ct));
        }
    }

    public async Task CloseAsync(Guid id, string evaluation)
    {
        await GiveAsync(id);
        await MoveAsync(id, Move.Deliver);
        await MoveAsync(id, Move.Evaluate, text: evaluation);
        await MoveAsync(id, Move.Close);
    }

    private Task<Dictionary<Guid, string?>> PromisesAsync(Guid id, Guid party) => World.AskAsync((CooperationDb db) =>
        db.Contributions.Where(c => c.CooperationId == id && c.PartyId == party).ToDictionaryAsync(c => c.Id, _ => (string?)"6", Ct));

    private async Task<IReadOnlyList<GivenEvidence>> EvidenceAsync(Guid task)
    {
        var today = await World.AskAsync((TimeProvider clock) => Task.FromResult(Dates.InChina(clock.GetUtcNow())));
        var deliverables = await World.AskAsync((CooperationDb db) => db.Deliverables.AsNoTracking().Where(d => d.TaskId == task).ToListAsync(Ct));
        return [.. deliverables.Select(d => new GivenEvidence(
            d.Id,
            d.Evidence.Select(e => CodeWords.Read<EvidenceKind>(e)!.Value).ToDictionary(k => k, k => (string?)(k switch
            {
                EvidenceKind.Number => "12",
                EvidenceKind.Date => today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                EvidenceKind.Link => null,
                _ => "示例：原件存本馆办公室",
            })),
            new Dictionary<EvidenceKind, SentFile>()))];
    }
}
