using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>From the idea to the end and at every door, two at once: only the listed moves, each with who, by which mandate, and why.</summary>
public sealed class LifeWalkTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Theory]
    [InlineData(1, "short-guidance", false)]
    [InlineData(20261120, "paper-mentoring", false)]
    [InlineData(5, "emergency-cooperation", true)]
    [InlineData(88, "open-laboratory", false)]
    public async Task From_the_idea_on_only_listed_moves_happen_whatever_two_people_press(int seed, string template, bool emergency)
    {
        var random = new Random(seed);
        var world = await CreateAsync(host);
        var draft = world.Draft(TemplateBook.Shipped[template]);
        draft.Emergency = emergency ? "示例：险情" : null;
        var id = await world.BegunAsync(template, draft);
        var parties = (await world.ParticipantsAsync(id)).Select(p => p.PartyId).Distinct().ToList();
        var (refused, done) = (0, 0);
        for (var n = 0; n < 90; n++)
        {
            var tasks = await world.TasksAsync(id);
            var both = await Task.WhenAll(ActAsync(world, id, tasks, parties, random.Next(), random.Next(100)), ActAsync(world, id, tasks, parties, random.Next(), random.Next(100)));
            refused += both.Count(b => b.Refused);
            done += both.Count(b => !b.Refused);
            host.Clock.Advance(TimeSpan.FromHours(random.Next(20)));
        }

        Assert.True(refused > 10 && done > 10, $"{refused} refused, {done} done: the walk proves little");
        await KeepsAsync(world, id);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(77)]
    public async Task An_opinion_goes_only_the_listed_ways_and_every_signature_is_on_the_text_that_stands(int seed)
    {
        var random = new Random(seed);
        var world = await CreateAsync(host);
        var books = new CaseBooks(world);
        var id = await world.RunningAsync("case-consultation");
        foreach (var code in new[] { "describe", "pre-review", "set-panel", "meet" })
        {
            var task = (await world.TasksAsync(id)).First(t => t.Code == code);
            Held(await world.HandInAsync(task.Id));
            Held(await world.ReviewAsync(task.Id));
        }

        var issue = (await world.TasksAsync(id)).First(t => t.Code == "issue");
        await books.DraftAsync(issue, "示例诊断", "示例意见");
        var experts = (await world.ParticipantsAsync(id)).Where(p => p.Role != "museum").Select(p => p.PartyId).Distinct().ToList();
        for (var n = 0; n < 60; n++)
        {
            await Task.WhenAll(OpineAsync(world, books, issue, experts[random.Next(experts.Count)], random.Next(100), n), OpineAsync(world, books, issue, experts[random.Next(experts.Count)], random.Next(100), n));
            var (opinion, places) = await StandsAsync(world, books, issue);
            Assert.Equal(opinion.State == OpinionState.Draft, opinion.Body is null);
            Assert.Equal(opinion.State == OpinionState.Draft ? 0 : experts.Count, places.Count);
            Assert.All(places, p => Assert.Equal(opinion.Hash, p.Hash));
            Assert.Equal(opinion.State == OpinionState.Issued, places.Count > 0 && places.TrueForAll(p => p.SignedAt is not null));
        }

        var (last, _) = await StandsAsync(world, books, issue);
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == last.Id).ToListAsync());
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null && e.PartyId is not null, e.Action));
        Assert.All(events.Where(e => e.Action == "cooperation.opinion.returned"), e => Assert.NotNull(e.Reason));

        // As often as it was sent it was returned or issued, or it is still out.
        int Count(string action) => events.Count(e => e.Action == action);
        Assert.Equal(Count("cooperation.opinion.sent"), Count("cooperation.opinion.returned") + Count("cooperation.opinion.issued") + (last.State == OpinionState.Signing ? 1 : 0));
        Assert.True(Count("cooperation.opinion.issued") <= 1);
    }

    private static async Task OpineAsync(CooperationWorld world, CaseBooks books, CooperationTask issue, Guid expert, int act, int n)
    {
        var (_, places) = await StandsAsync(world, books, issue);
        var place = places.Find(p => p.PartyId == expert)?.Id ?? Guid.CreateVersion7();
        _ = act switch
        {
            < 20 => await books.DraftedAsync(issue, $"示例诊断{n}", "示例意见"),
            < 45 => await books.ActAsync(issue, SignOpinion.Act.Send, issue.DoesPartyId),
            < 85 => await books.ActAsync(issue, SignOpinion.Act.Sign, expert, place),
            _ => await books.ActAsync(issue, SignOpinion.Act.Return, expert, why: "示例"),
        };
    }

    private static async Task<(OpinionRecord Opinion, List<OpinionSignature> Places)> StandsAsync(CooperationWorld world, CaseBooks books, CooperationTask issue) =>
        (await world.DbAsync(db => db.Set<OpinionRecord>().AsNoTracking().SingleAsync(o => o.TaskId == issue.Id)), await books.PlacesAsync(issue.Id));

    private static async Task<Outcome<Done>> ActAsync(CooperationWorld world, Guid id, List<CooperationTask> tasks, List<Guid> parties, int pick, int act)
    {
        var task = tasks[pick % tasks.Count];
        var party = world.For(parties[pick % parties.Count]);
        var record = await world.RecordAsync(id);
        return act switch
        {
            < 12 => await world.AsAsync(party, (AgreeToTakePart.Handler h) => h.HandleAsync(new(id, party.PartyId!.Value, "示例收益", new Dictionary<Guid, string?>(), true, record.Version), default)),
            < 18 => await world.AsAsync(world.For(record.LeadPartyId), (AnswerSafeguards.Handler h) => h.HandleAsync(
                new(id, Enum.GetValues<Safeguard>().ToDictionary(s => s, _ => (string?)"已落实"), "已按规定", record.Version), default)),
            < 26 => await world.MoveAsync(id, Move.Start, actor: party),
            < 32 => await world.MoveAsync(id, Move.Start),
            < 36 => await world.MoveAsync(id, Move.StartAtOnce),
            < 58 => await world.HandInAsync(task.Id),
            < 76 => await world.ReviewAsync(task.Id),
            < 80 => await world.ReviewAsync(task.Id, accept: false),
            < 83 => await world.MoveAsync(id, Move.Pause, pick % 2 == 0 ? "money" : "tired"),
            < 87 => await world.MoveAsync(id, Move.Resume),
            < 91 => await world.MoveAsync(id, Move.Deliver),
            < 94 => await world.MoveAsync(id, Move.Evaluate, text: pick % 3 == 0 ? null : "示例评估"),
            < 97 => await world.MoveAsync(id, Move.Close),
            < 98 => await world.MoveAsync(id, Move.Agree),
            _ => await world.AsAsync(world.Secretariat(), (RatifyCooperation.Handler h) => h.HandleAsync(new(id, "示例追认", record.Version), default)),
        };
    }

    private static async Task KeepsAsync(CooperationWorld world, Guid id)
    {
        var record = await world.RecordAsync(id);
        var ids = (await world.TasksAsync(id)).Select(t => t.Id).Append(id).ToList();
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => ids.Contains(e.SubjectId)).OrderBy(e => e.At).ToListAsync());
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null && e.PartyId is not null, e.Action));
        Assert.All(events.Where(e => e.Action is "cooperation.task.return" or "cooperation.move.pause" or "cooperation.move.cancel"), e => Assert.NotNull(e.ReasonCode));

        // Every way taken is listed, and the moves together lead from the idea to where it stands.
        var moves = events.Where(e => e.Action.StartsWith("cooperation.move.", StringComparison.Ordinal)).ToList();
        var steps = moves.Select(e => (From: State(e.Before!), To: State(e.After!))).ToList();
        Assert.All(moves.Zip(steps), m => Assert.Contains(CooperationMoves.All, t =>
            (t.From, t.To) == m.Second && m.First.Action == $"cooperation.move.{CodeWords.Write(t.Move)}"));
        Assert.All(Enum.GetValues<CooperationState>(), state => Assert.Equal(
            (state == record.State ? 1 : 0) - (state == CooperationState.Idea ? 1 : 0), steps.Count(s => s.To == state) - steps.Count(s => s.From == state)));

        // What must hold in each state.
        var agreed = (await world.ParticipantsAsync(id)).All(p => p.AgreedAt is not null);
        Assert.True(record.State is CooperationState.Idea or CooperationState.Cancelled || agreed || record.EmergencyReason is not null);
        Assert.True(record.State != CooperationState.Closed || record.Done == record.Total);
        Assert.True(record.State != CooperationState.Closed || record.RatifyBy is null || record.RatifiedAt is not null);
        Assert.Equal(record.State == CooperationState.Paused ? 1 : 0, await world.DbAsync(db => db.Pauses.CountAsync(p => p.CooperationId == id && p.UntilOn == null)));
    }

    private static CooperationState State(System.Text.Json.JsonDocument json) => CodeWords.Read<CooperationState>(json.RootElement.GetProperty("state").GetString()!)!.Value;
}
