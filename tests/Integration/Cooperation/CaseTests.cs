using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.Steps;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class CaseTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "C02")]
    [Trait("Requirement", "C03")]
    public async Task A_case_goes_from_the_question_over_a_signed_opinion_to_the_review_ninety_days_later_and_is_remembered_without_names()
    {
        var (world, books) = await WorldAsync();
        var id = await world.RunningAsync("case-consultation");
        var museum = await RoleAsync(world, id, "museum");
        var own = world.Parties.First(p => p.Id == museum).Name;

        // Only the museum writes its case; what is missing is told field by field.
        Assert.Equal("cooperation.book.not-yours", (await books.SheetAsync(id, (await world.RecordAsync(id)).LeadPartyId)).Refusal!.Code);
        var empty = Assert.IsType<Refusal.Invalid>((await books.SheetAsync(id, museum, s => s with { Material = null, Question = " " })).Refusal);
        Assert.Equal(("cooperation.case.material-missing", "cooperation.case.question-missing"), (empty.Code, empty.Also.Single().Code));
        Held(await books.SheetAsync(id, museum, s => s with { Description = $"{own}藏北魏石造像，起甲酥粉，示例director去年看过，总登记号00217", Question = "石造像表面起甲酥粉如何加固" }));
        Assert.IsType<Refusal.Stale>((await books.SheetAsync(id, museum)).Refusal);

        // Described, looked at, the supplement called for and brought, the panel set and met.
        await DoAsync(world, id, "describe");
        await DoAsync(world, id, "pre-review");
        var supplement = await TaskAsync(world, id, "add-material");
        Assert.False(supplement.Called);
        Held(await world.CallAsync(supplement.Id));
        await DoAsync(world, id, "add-material");
        await DoAsync(world, id, "set-panel");
        await DoAsync(world, id, "meet");

        // The opinion cannot be handed in before every expert has signed the same text.
        var issue = await TaskAsync(world, id, "issue");
        await books.DraftAsync(issue, "表面盐析导致起甲", "先除盐\n再以低浓度材料加固\n每月量一次温湿度");
        Assert.Equal("cooperation.book.opinion-open", (await world.HandInAsync(issue.Id)).Refusal!.Code);
        Held(await books.ActAsync(issue, SignOpinion.Act.Send, issue.DoesPartyId));
        var places = await books.PlacesAsync(issue.Id);
        Assert.Equal(3, places.Count);
        Assert.IsType<Refusal.Denied>((await books.ActAsync(issue, SignOpinion.Act.Sign, museum, places[0].Id)).Refusal);
        foreach (var place in places)
        {
            Assert.Equal("cooperation.book.opinion-open", (await world.HandInAsync(issue.Id)).Refusal!.Code);
            Held(await books.ActAsync(issue, SignOpinion.Act.Sign, place.PartyId, place.Id));
        }

        await DoAsync(world, id, "issue");
        var paper = Assert.Single(await EvidenceAsync(world, issue.Id));
        Assert.Matches(@"^HZ-\d{4,}-Y1 · [0-9A-F]{4}-[0-9A-F]{4}$", paper.Text);

        // Every piece of advice is answered; what was done is counted, not typed.
        var follow = await TaskAsync(world, id, "follow");
        Assert.Equal("cooperation.book.advice-open", (await world.HandInAsync(follow.Id, number: 99)).Refusal!.Code);
        Assert.Equal("cooperation.advice.why-missing", (await books.AnswerAsync(id, museum, ("done", null), ("not", null), ("done", null))).Refusal!.Code);
        Held(await books.AnswerAsync(id, museum, ("done", null), ("partly", "示例：等材料"), ("done", null)));
        await DoAsync(world, id, "follow");
        var report = await world.AsAsync(world.For(museum), (SeeCooperation.Handler h) => h.HandleAsync(id, default));
        Assert.Equal(2m, report.Value.Measures.Single().Claimed);

        // The review is due ninety days after the opinion, on both sides' calendar.
        var issued = (await TaskAsync(world, id, "issue")).EndedOn!.Value;
        var review = await TaskAsync(world, id, "look-again");
        Assert.True(review.StartOn!.Value.DayNumber - issued.DayNumber >= 90, $"{issued} {review.StartOn}");
        host.Clock.Advance(TimeSpan.FromDays(91));
        var due = await world.AsAsync(world.For(review.DoesPartyId), (IEnumerable<Guanlian.Platform.Modules.IDueItems> all) =>
            all.OfType<TaskDueItems>().Single().ForAsync(world.For(review.DoesPartyId), default));
        Assert.Contains(due, d => d.Href == $"cooperations/tasks/{review.Id}");
        Held(await books.OutcomeAsync(id, review.DoesPartyId, "better", "起甲停止发展"));
        await DoAsync(world, id, "look-again");
        await books.CloseAsync(id);
        host.Clock.Advance(TimeSpan.FromDays(-91));

        var memory = await world.DbAsync(db => db.Set<CaseMemory>().AsNoTracking().SingleAsync(m => m.CooperationId == id));
        var all = string.Join('\n', memory.Description, memory.Question, memory.Findings, memory.Advice, memory.Outcome);
        Assert.Contains("石造像", all, StringComparison.Ordinal);
        Assert.Contains("除盐", all, StringComparison.Ordinal);
        Assert.DoesNotContain("示例", all, StringComparison.Ordinal);
        Assert.DoesNotContain("00217", all, StringComparison.Ordinal);
        await EventsAsync(world, id, issue.Id);
    }

    [Fact]
    public async Task Three_like_cases_are_offered_before_a_new_one_and_a_withdrawn_one_never()
    {
        var (world, books) = await WorldAsync();
        var closed = new List<Guid>();
        foreach (var question in new[] { "壁画空鼓开裂如何灌浆回贴", "壁画空鼓怎样回贴", "壁画起甲回贴用什么胶", "古籍霉变如何除霉", "壁画空鼓灌浆材料" })
        {
            var id = await world.RunningAsync("case-consultation");
            Held(await books.SheetAsync(id, await RoleAsync(world, id, "museum"), s => s with { Material = "mural", Description = "病害如题", Question = question }));
            await FinishAsync(world, id);
            closed.Add(id);
        }

        var offered = await OfferAsync(world, "壁画空鼓，想请教灌浆回贴");
        Assert.Equal(3, offered.Count);
        Assert.Equal(closed[0], offered[0].CooperationId);
        Assert.DoesNotContain(offered, o => o.CooperationId == closed[3]);
        Assert.Empty(await OfferAsync(world, "青铜器有害锈"));
        Assert.Equal(closed[3], Assert.Single((await world.AsAsync(world.For(world.Museum(2).Id), (FindCases.Handler h) => h.HandleAsync(new("霉变", null, null, null), default))).Items).CooperationId);

        // A page that is not there is the last one, with and without words; the order holds across pages.
        foreach (var words in new[] { "壁画空鼓灌浆回贴", null })
        {
            Task<FindCases.Found> PageAsync(int page) => world.AsAsync(world.For(world.Museum(2).Id), (FindCases.Handler h) => h.HandleAsync(new(words, null, null, null, page, 2), default));
            var (one, two, far) = (await PageAsync(1), await PageAsync(2), await PageAsync(100_000_000));
            var last = await PageAsync((one.Total + 1) / 2);
            Assert.Equal(2, one.Items.Count);
            Assert.Empty(one.Items.Select(i => i.CooperationId).Intersect(two.Items.Select(i => i.CooperationId)));
            Assert.Equal(last.Items.Select(i => i.CooperationId), far.Items.Select(i => i.CooperationId));
        }

        // A partner that is no museum reads none of it.
        Assert.Empty(await world.AsAsync(world.As(Roles.Partner, world.Museum(2).Id), (FindCases.Handler h) => h.OfferAsync("壁画空鼓灌浆", default)));

        // Either side mends the words, through the same sieve, or takes the case out with a reason.
        var museum = await RoleAsync(world, closed[0], "museum");
        Held(await books.MendAsync(closed[0], museum, world.Parties.First(p => p.Id == museum).Name + "的壁画空鼓"));
        Assert.DoesNotContain("示例", (await world.DbAsync(db => db.Set<CaseMemory>().AsNoTracking().SingleAsync(m => m.CooperationId == closed[0]))).Question, StringComparison.Ordinal);
        Assert.Equal("cooperation.reason-in-words", (await books.WithdrawAsync(closed[0], museum, " ")).Refusal!.Code);
        using (var client = await host.SignInAsAsync("director", museum))
        {
            // A refused form keeps what was typed, not what stands.
            var form = await FormOnPage.OpenAsync(client, $"cooperations/{closed[0]}/case", "mend");
            using var refused = await form.SendAsync(client, new() { ["Description"] = new string('长', 10_001), ["Question"] = "示例：改过的问题", ["Findings"] = "", ["Advice"] = "", ["Words"] = "" });
            Assert.Contains("示例：改过的问题", System.Net.WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }

        Assert.IsType<Refusal.Missing>((await books.WithdrawAsync(closed[0], world.Parties[^1].Id, "示例")).Refusal);
        Held(await books.WithdrawAsync(closed[0], museum, "示例：器物太特别"));
        Assert.DoesNotContain(await OfferAsync(world, "壁画空鼓，想请教灌浆回贴"), o => o.CooperationId == closed[0]);
    }

    [Fact]
    public async Task An_opinion_sent_back_loses_its_signatures_and_an_issued_one_never_changes()
    {
        var (world, books) = await WorldAsync();
        var id = await world.RunningAsync("case-consultation");
        foreach (var code in new[] { "describe", "pre-review", "set-panel", "meet" })
        {
            await DoAsync(world, id, code);
        }

        var issue = await TaskAsync(world, id, "issue");
        var museum = await RoleAsync(world, id, "museum");
        Assert.Equal("cooperation.opinion.panel-helped", (await books.DraftedAsync(issue, "示例诊断", "示例意见", besides: museum)).Refusal!.Code);
        Assert.Equal("cooperation.opinion.panel-long", (await books.DraftedAsync(issue, "示例诊断", "示例意见", new string('长', 4000))).Refusal!.Code);
        await books.DraftAsync(issue, "示例诊断", "示例意见");
        Held(await books.ActAsync(issue, SignOpinion.Act.Send, issue.DoesPartyId));
        var first = await books.PlacesAsync(issue.Id);
        Held(await books.ActAsync(issue, SignOpinion.Act.Sign, first[0].PartyId, first[0].Id));
        Assert.Equal("cooperation.opinion.signed-already", (await books.ActAsync(issue, SignOpinion.Act.Sign, first[0].PartyId, first[0].Id)).Refusal!.Code);
        Assert.Equal("cooperation.opinion.not-draft", (await books.DraftedAsync(issue, "改", "改")).Refusal!.Code);
        Assert.Equal("cooperation.reason-in-words", (await books.ActAsync(issue, SignOpinion.Act.Return, first[1].PartyId)).Refusal!.Code);
        Held(await books.ActAsync(issue, SignOpinion.Act.Return, first[1].PartyId, why: "示例：浓度写错"));
        Assert.Empty(await books.PlacesAsync(issue.Id));
        await books.DraftAsync(issue, "示例诊断", "示例意见（改）");
        Held(await books.ActAsync(issue, SignOpinion.Act.Send, issue.DoesPartyId));

        // Two who sign for the same expert at once: one of them is told.
        var places = await books.PlacesAsync(issue.Id);
        Assert.NotEqual(first[0].Hash, places[0].Hash);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => books.ActAsync(issue, SignOpinion.Act.Sign, places[0].PartyId, places[0].Id)));
        Assert.Single(both, b => !b.Refused);
        foreach (var place in places.Skip(1))
        {
            Held(await books.ActAsync(issue, SignOpinion.Act.Sign, place.PartyId, place.Id));
        }

        var opinion = await world.DbAsync(db => db.Set<OpinionRecord>().AsNoTracking().SingleAsync(o => o.TaskId == issue.Id));
        Assert.Equal(OpinionState.Issued, opinion.State);
        var kept = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"update cooperation.opinion set body = replace(body, '示例', '伪') where id = '{opinion.Id}'"));
        Assert.Equal("opinion_is_kept", kept.ConstraintName);
        Assert.True((await CheckAsync(world, opinion.CheckCode)).Holds);

        // A signature under another name, or one that is gone, is seen as well as another text.
        await host.ExecuteAsync($"update cooperation.opinion_signature set name = '伪' where id = '{places[0].Id}'");
        Assert.False((await CheckAsync(world, opinion.CheckCode)).Holds);
        await host.ExecuteAsync($"update cooperation.opinion_signature set name = '{places[0].Name}' where id = '{places[0].Id}'");
        Assert.True((await CheckAsync(world, opinion.CheckCode)).Holds);
        await host.ExecuteAsync($"delete from cooperation.opinion_signature where opinion_id = '{opinion.Id}' and void_at is null");
        Assert.False((await CheckAsync(world, opinion.CheckCode)).Holds);
        foreach (var place in places)
        {
            await host.ExecuteAsync($"""
                insert into cooperation.opinion_signature (id, opinion_id, sort, party_id, name, title, hash, signed_at, by_name)
                values ('{place.Id}', '{opinion.Id}', {place.Sort}, '{place.PartyId}', '{place.Name}', '{place.Title}', '{place.Hash}', now(), '示例')
                """);
        }

        Assert.True((await CheckAsync(world, opinion.CheckCode)).Holds);

        // Whoever entered a signature for the expert is named beside him, on the page as on the paper.
        using (var visitor = host.NewClient())
        {
            Assert.Contains("经办：示例<", await visitor.GetStringAsync(new Uri($"opinions/check/{opinion.CheckCode}", UriKind.Relative)), StringComparison.Ordinal);
        }

        await host.ExecuteAsync($"alter table cooperation.opinion disable trigger keep_opinion; update cooperation.opinion set body = replace(body, '示例', '伪') where id = '{opinion.Id}'; alter table cooperation.opinion enable trigger keep_opinion");
        Assert.False((await CheckAsync(world, opinion.CheckCode)).Holds);
    }

    private async Task<(CooperationWorld World, CaseBooks Books)> WorldAsync()
    {
        var world = await CreateAsync(host);
        return (world, new(world));
    }

    private static async Task<SeeOpinion.Checked> CheckAsync(CooperationWorld world, string code) =>
        (await world.AsAsync(Actor.Visitor, (SeeOpinion.Handler h) => h.CheckAsync(code, default))).Value;

    private static Task<IReadOnlyList<CaseMemory>> OfferAsync(CooperationWorld world, string text) =>
        world.AsAsync(world.For(world.Museum(2).Id), (FindCases.Handler h) => h.OfferAsync(text, default));

    private static async Task<Guid> RoleAsync(CooperationWorld world, Guid id, string role) => (await world.ParticipantsAsync(id)).First(p => p.Role == role).PartyId;

    private static async Task<CooperationTask> TaskAsync(CooperationWorld world, Guid id, string code) => (await world.TasksAsync(id)).First(t => t.Code == code);

    private static Task<List<EvidenceRow>> EvidenceAsync(CooperationWorld world, Guid task) => world.DbAsync(db => db.Evidence.AsNoTracking()
        .Where(e => e.TakenBackAt == null && db.Deliverables.Any(d => d.Id == e.DeliverableId && d.TaskId == task) && e.Text!.StartsWith("HZ-")).ToListAsync());

    private static async Task DoAsync(CooperationWorld world, Guid id, string code)
    {
        var task = await TaskAsync(world, id, code);
        Held(await world.HandInAsync(task.Id, number: 99));
        Held(await world.ReviewAsync(task.Id));
    }

    private static async Task FinishAsync(CooperationWorld world, Guid id)
    {
        foreach (var task in (await world.TasksAsync(id)).Where(t => t.Called))
        {
            Held(await world.HandInAsync(task.Id));
            Held(await world.ReviewAsync(task.Id));
        }

        await new CaseBooks(world).CloseAsync(id);
    }

    private static async Task EventsAsync(CooperationWorld world, Guid id, Guid issue)
    {
        var opinion = await world.DbAsync(db => db.Set<OpinionRecord>().AsNoTracking().Where(o => o.TaskId == issue).Select(o => o.Id).SingleAsync());
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id || e.SubjectId == opinion).ToListAsync());
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null, e.Action));
        Assert.Superset(
            new HashSet<string> { "cooperation.case.sheet-written", "cooperation.opinion.drafted", "cooperation.opinion.sent", "cooperation.opinion.signed", "cooperation.opinion.issued", "cooperation.advice.answered", "cooperation.case.outcome-said", "cooperation.case.remembered" },
            events.Select(e => e.Action).ToHashSet());
    }
}
