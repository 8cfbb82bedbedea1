using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class RunningTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G29")]
    public async Task Nothing_starts_before_all_have_agreed_and_the_seven_safeguards_are_answered()
    {
        var world = await CreateAsync(host);
        var id = await world.BegunAsync("joint-product", world.Draft(TemplateBook.Shipped["joint-product"]));
        Assert.Equal("cooperation.no-such-move", (await world.MoveAsync(id, Move.Start)).Refusal!.Code);
        await world.AgreeAllAsync(id);
        Assert.Equal(CooperationState.Agreed, (await world.RecordAsync(id)).State);
        Assert.Equal("cooperation.safeguards-open", (await world.MoveAsync(id, Move.Start)).Refusal!.Code);
        await world.AnswerAsync(id);
        Held(await world.MoveAsync(id, Move.Start));
    }

    [Fact]
    [Trait("Requirement", "G18")]
    public async Task What_brings_in_money_answers_one_question_more()
    {
        var world = await CreateAsync(host);
        var id = await world.BegunAsync("joint-product", world.Draft(TemplateBook.Shipped["joint-product"]));
        await world.AgreeAllAsync(id);
        var record = await world.RecordAsync(id);
        Held(await world.AsAsync(world.For(record.LeadPartyId), (AnswerSafeguards.Handler h) => h.HandleAsync(
            new(id, Enum.GetValues<Safeguard>().ToDictionary(s => s, _ => (string?)"有"), null, record.Version), default)));
        Assert.Equal("cooperation.earning-open", (await world.MoveAsync(id, Move.Start)).Refusal!.Code);
    }

    [Fact]
    public async Task A_task_waits_for_those_before_it_and_late_acceptance_moves_its_followers_with_the_reason_noted()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var tasks = await world.TasksAsync(id);
        var blocked = await world.HandInAsync(tasks[1].Id);
        Assert.Equal("cooperation.task.blocked", blocked.Refusal!.Code);
        Held(await world.HandInAsync(tasks[0].Id));
        host.Clock.Advance(TimeSpan.FromDays(30));
        Held(await world.ReviewAsync(tasks[0].Id));
        var after = await world.TasksAsync(id);
        Assert.All(tasks.Zip(after).Skip(1), pair => Assert.True(pair.Second.StartOn > pair.First.StartOn));
        var moved = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id && e.Action == "cooperation.dates-moved").ToListAsync());
        Assert.Contains(moved, m => m.After!.RootElement.GetProperty("moved").EnumerateArray().Any(t => t.GetString()!.Contains("（小馆列想解决的问题、定日程）", StringComparison.Ordinal)));
        host.Clock.Advance(TimeSpan.FromDays(-30));
    }

    [Fact]
    public async Task A_pause_moves_what_is_open_by_its_length()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var before = (await world.TasksAsync(id))[0].DueOn!.Value;
        Assert.Equal("cooperation.reason-missing", (await world.MoveAsync(id, Move.Pause, "tired")).Refusal!.Code);
        Held(await world.MoveAsync(id, Move.Pause, "approval"));
        Assert.Equal("cooperation.task.not-running", (await world.BeginAsync((await world.TasksAsync(id))[0].Id)).Refusal!.Code);
        host.Clock.Advance(TimeSpan.FromDays(14));
        Held(await world.MoveAsync(id, Move.Resume));
        Assert.Equal(before.AddDays(14), (await world.TasksAsync(id))[0].DueOn!.Value);
        host.Clock.Advance(TimeSpan.FromDays(-14));
    }

    [Fact]
    public async Task Help_counts_only_once_the_receiver_confirms_it_and_the_gap_is_seen()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("open-laboratory");
        var tasks = await world.TasksAsync(id);
        foreach (var task in tasks.Take(3))
        {
            Held(await world.HandInAsync(task.Id));
            Held(await world.ReviewAsync(task.Id));
        }

        // "Measure" is the laboratory's work with a number; the museum that receives it checks it.
        var measure = tasks[3];
        Held(await world.HandInAsync(measure.Id, DoneBy.Leader, number: 30));
        var gap = await SeenAsync(world, id);
        Assert.Equal((30m, 0m), (gap.Claimed, gap.Confirmed));
        Held(await world.ConfirmAsync(measure.Id, arrived: false));
        Assert.Equal("没有收到", (await world.TaskAsync(measure.Id)).DisputedWhy);
        Held(await world.ReviewAsync(measure.Id));
        var sure = await SeenAsync(world, id);
        Assert.Equal((30m, 30m), (sure.Claimed, sure.Confirmed));
        Assert.Equal("cooperation.task.not-yours-to-confirm", (await world.ConfirmAsync(measure.Id, actor: world.For(measure.DoesPartyId))).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "L12")]
    public async Task An_emergency_begins_at_once_and_cannot_be_closed_before_it_is_ratified()
    {
        var world = await CreateAsync(host);
        var draft = world.Draft(TemplateBook.Shipped["emergency-cooperation"]);
        draft.Emergency = "示例：库房进水";
        var id = await world.BegunAsync("emergency-cooperation", draft);
        Held(await world.MoveAsync(id, Move.StartAtOnce));
        var record = await world.RecordAsync(id);
        Assert.Equal(world.Today.AddDays(30), record.RatifyBy);
        Assert.IsType<Refusal.Denied>((await RatifyAsync(world, id, world.For(record.LeadPartyId))).Refusal);
        Held(await RatifyAsync(world, id, world.Secretariat()));
        Assert.NotNull((await world.RecordAsync(id)).RatifiedAt);
    }

    [Fact]
    [Trait("Requirement", "L34")]
    [Trait("Requirement", "G24")]
    public async Task Each_party_states_its_gain_and_its_contributions_in_own_units_and_the_other_side_confirms_what_arrived()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("service-point", most: 3);
        var line = (await world.DbAsync(db => db.Contributions.AsNoTracking().Where(c => c.CooperationId == id && c.Unit == "metres").ToListAsync()))[0];
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        Held(await GiveAsync(world, id, line.Id, "120.5", world.For(line.PartyId)));
        Assert.Equal("cooperation.amount-above-claim", (await GiveAsync(world, id, line.Id, "200", world.For(lead))).Refusal!.Code);
        Held(await GiveAsync(world, id, line.Id, "１００", world.For(lead)));
        Assert.Equal("cooperation.amount-wrong", (await GiveAsync(world, id, line.Id, "-1", world.For(line.PartyId))).Refusal!.Code);
        var stands = await world.DbAsync(db => db.Contributions.AsNoTracking().SingleAsync(c => c.Id == line.Id));
        Assert.Equal((120.5m, 100m), (stands.Given, stands.Confirmed));
    }

    [Fact]
    public async Task Evidence_is_told_by_its_content_and_what_measures_needs_its_number()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("conservation-treatment");
        var task = (await world.TasksAsync(id))[0];
        var deliverable = await world.DbAsync(db => db.Deliverables.AsNoTracking().FirstAsync(d => d.TaskId == task.Id));
        Task<Outcome<Done>> Send(byte[] content, string name) => world.AsAsync(world.For(task.DoesPartyId), (HandInTask.Handler h) => h.HandleAsync(new(
            task.Id, DoneBy.Leader, [new(deliverable.Id, new Dictionary<EvidenceKind, string?>(), new Dictionary<EvidenceKind, SentFile> { [EvidenceKind.Document] = new(name, content) })], task.Version), default));
        Assert.Equal("cooperation.evidence.file-kind", (await Send("<html>"u8.ToArray(), "报告.pdf")).Refusal!.Code);
        Assert.Equal("cooperation.evidence.file-size", (await Send(new byte[EvidenceReading.LargestFile + 1], "报告.pdf")).Refusal!.Code);
        Held(await Send("%PDF-1.7 示例"u8.ToArray(), "../报告<1>.exe"));
        var file = await world.DbAsync(db => db.Attachments.AsNoTracking().SingleAsync(a => a.CooperationId == id));
        Assert.Equal("..报告1.pdf".TrimStart('.'), file.Name);
    }

    [Fact]
    [Trait("Requirement", "L30")]
    public async Task A_cooperation_changes_its_form_and_what_was_done_stays_with_its_history()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var done = (await world.TasksAsync(id))[0];
        Held(await world.HandInAsync(done.Id));
        Held(await world.ReviewAsync(done.Id));
        var lead = world.For((await world.RecordAsync(id)).LeadPartyId);
        var shown = Held(await world.AsAsync(lead, (ChangeForm.Handler h) => h.PreviewAsync(new(id, "open-laboratory", null, 0), default)));
        Assert.Equal(done.Id, Assert.Single(shown.Stay).Id);
        Assert.Equal(4, shown.Dropped.Count);
        var version = (await world.RecordAsync(id)).Version;
        Held(await world.AsAsync(lead, (ChangeForm.Handler h) => h.HandleAsync(new(id, "open-laboratory", "示例：改为检测", version), default)));
        var record = await world.RecordAsync(id);
        var tasks = await world.TasksAsync(id);
        Assert.Equal(("open-laboratory", 1), (record.Template, record.Done));
        Assert.Equal(TemplateBook.Shipped["open-laboratory"].Tasks.Count() + 1, tasks.Count(t => t.DroppedAt is null));
        Assert.Equal(TaskState.Accepted, tasks.Single(t => t.Id == done.Id).State);
        Assert.Equal("cooperation.form.role-open", (await world.AsAsync(lead, (ChangeForm.Handler h) => h.PreviewAsync(new(id, "school-design-course", null, 0), default))).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "L35")]
    public async Task A_standing_cooperation_splits_off_one_of_its_areas_unless_others_wait_for_it()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("framework-cooperation");
        var lead = world.For((await world.RecordAsync(id)).LeadPartyId);
        var tasks = await world.TasksAsync(id);
        foreach (var first in tasks.Take(2))
        {
            Held(await world.HandInAsync(first.Id));
            Held(await world.ReviewAsync(first.Id));
        }

        Task<Outcome<Guid>> Split(params string[] codes) => SplitAsync(world, lead, id, [.. tasks.Where(t => codes.Contains(t.Code)).Select(t => t.Id)]);
        Assert.Equal("cooperation.split.torn", (await Split("digital")).Refusal!.Code);
        var template = await world.RunningAsync("theme-day");
        Assert.Equal("cooperation.split.some-of-them", (await SplitAsync(world, lead, id, [.. (await world.TasksAsync(template)).Select(t => t.Id)])).Refusal!.Code);
        var part = Held(await Split("digital", "people", "publicity", "tradition", "review"));
        Assert.Equal((id, 5), ((await world.RecordAsync(part)).ParentId!.Value, (await world.RecordAsync(part)).Total));
        Assert.Equal((2, 2), ((await world.RecordAsync(id)).Done, (await world.RecordAsync(id)).Total));
    }

    [Fact]
    public async Task A_recurring_one_begins_its_next_a_period_later_and_only_once()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("theme-day");
        var record = await world.RecordAsync(id);
        Task<Outcome<Guid>> Next() => world.AsAsync(world.For(record.LeadPartyId), (BeginNext.Handler h) => h.HandleAsync(new(id, record.Version), default));
        var next = await world.RecordAsync(Held(await Next()));
        Assert.Equal((id, record.StartOn.AddYears(1), record.AnchorOn!.Value.AddYears(1)), (next.PreviousId!.Value, next.StartOn, next.AnchorOn!.Value));
        Assert.IsType<Refusal.Stale>((await Next()).Refusal);
    }

    [Fact]
    public async Task The_alliance_edits_a_copy_of_a_template_and_running_cooperations_keep_theirs()
    {
        var world = await CreateAsync(host);
        var running = await world.RunningAsync("short-guidance");
        var office = world.As(Roles.Secretariat, world.Cluster);
        var text = TemplateBook.TextOf("short-guidance.yaml");
        var broken = Held(await world.AsAsync(office, (EditTemplate.Handler h) => h.SaveAsync(new("short-guidance", text.Replace("days: 3", "days: three", StringComparison.Ordinal), 0), default)));
        Assert.All(broken, p => Assert.True(p.Code == "not-a-number" && p.Line > 1));
        Assert.IsType<Refusal.Invalid>((await world.AsAsync(office, (EditTemplate.Handler h) => h.PutInForceAsync("short-guidance", 1, default))).Refusal);
        Assert.Empty(Held(await world.AsAsync(office, (EditTemplate.Handler h) => h.SaveAsync(new("short-guidance", text.Replace("days: 20", "days: 40", StringComparison.Ordinal), 1), default))));
        Held(await world.AsAsync(office, (EditTemplate.Handler h) => h.PutInForceAsync("short-guidance", 2, default)));

        var newer = await world.BegunAsync("short-guidance", world.Draft(TemplateBook.Shipped["short-guidance"]));
        Assert.Equal((20, 40), ((await world.TasksAsync(running))[3].Days, (await world.TasksAsync(newer))[3].Days));
        var lead = world.For((await world.RecordAsync(running)).LeadPartyId);
        var version = (await world.RecordAsync(running)).Version;
        Held(await world.AsAsync(lead, (ChangeForm.Handler h) => h.HandleAsync(new(running, "short-guidance", "换到新版", version), default)));
        Assert.Equal(40, (await world.TasksAsync(running))[3].Days);
    }

    [Fact]
    [Trait("Requirement", "P10")]
    public async Task A_partner_sees_its_own_cooperations_and_nothing_else()
    {
        var world = await CreateAsync(host);
        var (own, other) = (await world.RunningAsync("publisher-programme", most: 1), await world.RunningAsync("short-guidance"));
        var company = (await world.ParticipantsAsync(own)).Single(p => p.Role == "publisher").PartyId;
        var partner = world.As(Roles.Partner, company);
        var list = await world.AsAsync(partner, (FindCooperations.Handler h) => h.HandleAsync(new(null, null, null, null, null, false, world.Today, 1, 50), default));
        Assert.Equal(own, Assert.Single(list.Items).Record.Id);
        Assert.IsType<Refusal.Missing>((await world.AsAsync(partner, (SeeCooperation.Handler h) => h.HandleAsync(other, default))).Refusal);
        var task = (await world.TasksAsync(other))[0];
        Assert.IsType<Refusal.Missing>((await world.HandInAsync(task.Id, actor: partner)).Refusal);
        Assert.IsType<Refusal.Missing>((await world.MoveAsync(other, Move.Cancel, "no-money", actor: partner)).Refusal);
        var office = await world.AsAsync(world.Secretariat(), (FindCooperations.Handler h) => h.HandleAsync(new(null, null, null, null, null, false, world.Today, 1, 50), default));
        Assert.Equal(2, office.Total);
        Assert.Equal("cooperation.task.not-yours-to-do", (await world.HandInAsync(task.Id, actor: world.Secretariat())).Refusal!.Code);
    }

    private static async Task<SeeCooperation.Measure> SeenAsync(CooperationWorld world, Guid id)
    {
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        return Assert.Single(Held(await world.AsAsync(world.For(lead), (SeeCooperation.Handler h) => h.HandleAsync(id, default))).Measures);
    }

    private static async Task<Outcome<Done>> RatifyAsync(CooperationWorld world, Guid id, Actor actor)
    {
        var version = (await world.RecordAsync(id)).Version;
        return await world.AsAsync(actor, (RatifyCooperation.Handler h) => h.HandleAsync(new(id, "示例：理事会追认", version), default));
    }

    private static async Task<Outcome<Done>> GiveAsync(CooperationWorld world, Guid id, Guid line, string amount, Actor actor)
    {
        var version = (await world.RecordAsync(id)).Version;
        return await world.AsAsync(actor, (RecordContribution.Handler h) => h.HandleAsync(new(id, line, amount, version), default));
    }

    private static async Task<Outcome<Guid>> SplitAsync(CooperationWorld world, Actor actor, Guid id, Guid[] tasks)
    {
        var version = (await world.RecordAsync(id)).Version;
        return await world.AsAsync(actor, (SplitCooperation.Handler h) => h.HandleAsync(new(id, "示例分计划", tasks, version), default));
    }
}
