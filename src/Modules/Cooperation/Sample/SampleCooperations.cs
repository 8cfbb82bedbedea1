using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sample;

/// <summary>A handful of cooperations between leaders and the county museums near them, in every state, begun half a year ago.</summary>
internal sealed class SampleCooperations : ISampleStep
{
    private const int DaysAgo = 180;

    /// <summary>The kind, how many of its tasks are done, and the state that it is left in.</summary>
    private static readonly (string Template, int Tasks, CooperationState State)[] Plan =
    [
        ("short-guidance", int.MaxValue, CooperationState.Closed),
        ("case-consultation", 4, CooperationState.Running),
        ("joint-exhibition", 5, CooperationState.Running),
        ("course-adoption", 2, CooperationState.Paused),
        ("secondment", 0, CooperationState.Agreed),
        ("training-course", 0, CooperationState.Idea),
    ];

    public int Order => 450;

    public string Title => "cooperation.sample.title";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var members = await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(world.Ids["cluster"], ct));
        var leaders = members.Where(m => m is { Kind: PartyKind.Museum, Grade: Grade.First, Level: PartyLevel.Province or PartyLevel.Prefecture }).ToList();
        var counties = members.Where(m => m is { Kind: PartyKind.Museum, Level: PartyLevel.County, Longitude: not null }).ToList();
        if (leaders.Count == 0 || counties.Count < Plan.Length)
        {
            return;
        }

        var near = await world.AskAsync((IPartyDirectory d) => d.DistancesAsync([.. leaders.Select(l => l.Id)], [.. counties.Select(c => c.Id)], ct));
        for (var n = 0; n < Plan.Length; n++)
        {
            var leader = leaders[n % leaders.Count];
            var county = counties.OrderBy(c => near.TryGetValue((leader.Id, c.Id), out var d) ? d.Kilometres : int.MaxValue).ThenBy(c => c.Code, StringComparer.Ordinal).ElementAt(n);
            world.GoTo(world.Now.AddDays(-DaysAgo + (n * 7)));
            await OneAsync(new(world, leader, county, ct), Plan[n].Template, Plan[n].Tasks, Plan[n].State);
        }

        world.GoTo(world.Now);
    }

    private static async Task OneAsync(Pair pair, string code, int tasks, CooperationState leftIn)
    {
        var template = TemplateBook.Shipped[code];
        var start = Dates.InChina(pair.World.Now.AddDays(-DaysAgo));
        var receiver = template.Roles.First(r => r.Receives && !r.Leads);
        var draft = new CooperationDraft
        {
            Title = $"{pair.County.Name}{template.Name.Zh}",
            Aim = "示例：按帮扶协议开展",
            StartOn = start,
            AnchorOn = template.Anchor is null ? null : start.AddDays(150),
            Parties = new() { [template.LeadingRole.Code] = pair.Leader.Code, [receiver.Code] = pair.County.Code },
        };
        var id = await pair.ByAsync(pair.Leader, (StartFromTemplate.Handler h) => h.HandleAsync(new(code, draft), pair.Ct));
        if (leftIn == CooperationState.Idea)
        {
            return;
        }

        await pair.ByAsync(pair.County, async (AgreeToTakePart.Handler h) => await h.HandleAsync(
            new(id, pair.County.Id, "示例：" + receiver.Gains.Zh, new Dictionary<Guid, string?>(), true, await pair.VersionAsync(id)), pair.Ct));
        await pair.ByAsync(pair.Leader, async (AnswerSafeguards.Handler h) => await h.HandleAsync(
            new(id, Enum.GetValues<Safeguard>().ToDictionary(s => s, _ => (string?)"示例：已落实"), "示例：按规定", await pair.VersionAsync(id)), pair.Ct));
        if (leftIn == CooperationState.Agreed)
        {
            return;
        }

        await MoveAsync(pair, id, Move.Start);
        await WorkAsync(pair, id, tasks);
        if (leftIn == CooperationState.Paused)
        {
            await MoveAsync(pair, id, Move.Pause, "venue");
        }
        else if (leftIn == CooperationState.Closed)
        {
            await MoveAsync(pair, id, Move.Deliver);
            await MoveAsync(pair, id, Move.Evaluate, text: "示例：问题逐条解决，小馆已能自己复查");
            await MoveAsync(pair, id, Move.Close);
        }
    }

    /// <summary>Tasks are handed in, checked and confirmed one after the other, each on the day on which it was due.</summary>
    private static async Task WorkAsync(Pair pair, Guid id, int most)
    {
        for (var n = 0; n < most; n++)
        {
            var open = await pair.World.AskAsync((CooperationDb db) => db.Tasks.AsNoTracking()
                .Where(t => t.CooperationId == id && t.Called && t.State == TaskState.Open).OrderBy(t => t.DueOn).ThenBy(t => t.Sort).FirstOrDefaultAsync(pair.Ct));
            if (open is null)
            {
                return;
            }

            var day = new DateTimeOffset(open.DueOn!.Value, new(2, 0), TimeSpan.Zero);
            pair.World.GoTo(day < pair.World.Now ? day : pair.World.Now);
            await pair.ByAsync(pair.Of(open.DoesPartyId), async (HandInTask.Handler h) => await h.HandleAsync(
                new(open.Id, open.HelpsPartyId is null ? DoneBy.Alone : DoneBy.Together, await EvidenceAsync(pair, open.Id), open.Version), pair.Ct));
            var handed = await TaskAsync(pair, open.Id);
            await pair.ByAsync(pair.Of(handed.ChecksPartyId), (ReviewTask.Handler h) => h.HandleAsync(new(handed.Id, true, null, null, handed.Version), pair.Ct));
            var accepted = await TaskAsync(pair, open.Id);
            if (accepted is { ConfirmsPartyId: { } receiver, ConfirmedAt: null })
            {
                await pair.ByAsync(pair.Of(receiver), (ConfirmTask.Handler h) => h.HandleAsync(new(accepted.Id, true, null, accepted.Version), pair.Ct));
            }
        }
    }

    private static async Task<IReadOnlyList<GivenEvidence>> EvidenceAsync(Pair pair, Guid task)
    {
        var deliverables = await pair.World.AskAsync((CooperationDb db) => db.Deliverables.AsNoTracking().Where(d => d.TaskId == task).ToListAsync(pair.Ct));
        return [.. deliverables.Select(d => new GivenEvidence(
            d.Id,
            d.Evidence.Select(e => CodeWords.Read<EvidenceKind>(e)!.Value).ToDictionary(k => k, k => (string?)(k switch
            {
                EvidenceKind.Number => "12",
                EvidenceKind.Date => Dates.InChina(pair.World.Now).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                EvidenceKind.Link => null,
                _ => "示例：原件存本馆办公室",
            })),
            new Dictionary<EvidenceKind, SentFile>()))];
    }

    private static Task<CooperationTask> TaskAsync(Pair pair, Guid id) => pair.World.AskAsync((CooperationDb db) => db.Tasks.AsNoTracking().SingleAsync(t => t.Id == id, pair.Ct));

    private static Task<Platform.Outcomes.Done> MoveAsync(Pair pair, Guid id, Move move, string? reason = null, string? text = null) =>
        pair.ByAsync(pair.Leader, async (MoveCooperation.Handler h) => await h.HandleAsync(new(id, move, await pair.VersionAsync(id), reason, text), pair.Ct));

    /// <summary>A leader and the county museum that it helps, and who acts for them.</summary>
    private sealed record Pair(SampleWorld World, PartyCard Leader, PartyCard County, CancellationToken Ct)
    {
        public PartyCard Of(Guid party) => party == Leader.Id ? Leader : County;

        public Task<T> ByAsync<THandler, T>(PartyCard party, Func<THandler, Task<Platform.Outcomes.Outcome<T>>> act)
            where THandler : notnull => World.ForAsync(party.Id, party.Name, Roles.Director, act);

        public Task<int> VersionAsync(Guid id) => World.AskAsync((CooperationDb db) => db.Cooperations.Where(c => c.Id == id).Select(c => c.Version).SingleAsync(Ct));
    }
}
