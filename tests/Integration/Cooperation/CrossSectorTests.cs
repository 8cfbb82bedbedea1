using System.Collections.Concurrent;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>Each cross-sector example runs as the table says: with its parties, through its tasks, to the end.</summary>
public sealed class CrossSectorTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    // A template that several examples share is run once.
    private static readonly ConcurrentDictionary<string, Lazy<Task<Run>>> Runs = new();

    public static TheoryData<string> Examples { get; } = [.. CrossSectorTable.Lines.Select(l => l.Id)];

    [Fact]
    public void Every_example_has_one_line_whose_templates_exist_and_say_themselves_that_they_cover_it()
    {
        Assert.Equal(Enumerable.Range(1, 35).Select(n => $"L{n:00}"), CrossSectorTable.Lines.Select(l => l.Id));
        Assert.All(CrossSectorTable.Lines, line =>
        {
            Assert.True(line.Example.Length > 0 && line.How.Length > 0 && line.ShownBy.Count > 0, line.Id);
            Assert.Equal(
                TemplateBook.Shipped.Values.Where(t => t.Covers.Contains(line.Id)).Select(t => t.Code).Order(StringComparer.Ordinal),
                line.Templates.Order(StringComparer.Ordinal));
            Assert.All(line.ShownBy, s => Assert.Contains(s.Template, line.Templates));
            Assert.Empty(line.Templates.Except(line.ShownBy.Select(s => s.Template)));
        });
    }

    [Theory, MemberData(nameof(Examples))]
    [Trait("Requirement", "L02")]
    [Trait("Requirement", "L04")]
    [Trait("Requirement", "L05")]
    [Trait("Requirement", "L06")]
    [Trait("Requirement", "L07")]
    [Trait("Requirement", "L08")]
    [Trait("Requirement", "L09")]
    [Trait("Requirement", "L10")]
    [Trait("Requirement", "L11")]
    [Trait("Requirement", "L13")]
    [Trait("Requirement", "L15")]
    [Trait("Requirement", "L16")]
    [Trait("Requirement", "L17")]
    [Trait("Requirement", "L18")]
    [Trait("Requirement", "L19")]
    [Trait("Requirement", "L21")]
    [Trait("Requirement", "L23")]
    [Trait("Requirement", "L27")]
    [Trait("Requirement", "L28")]
    [Trait("Requirement", "L29")]
    [Trait("Requirement", "L31")]
    public async Task The_example_runs_to_its_end_with_the_parties_and_tasks_that_the_table_names(string example)
    {
        var line = CrossSectorTable.Lines.Single(l => l.Id == example);
        foreach (var shown in line.ShownBy)
        {
            var run = await Runs.GetOrAdd(shown.Template, code => new(() => RunAsync(code))).Value;
            Assert.Equal(CooperationState.Closed, run.State);
            if (shown.Role is { } role)
            {
                Assert.Contains(run.Parties, p => p.Role == role && p.AgreedAt is not null);
            }

            if (shown.Task is { } task)
            {
                var done = run.Tasks.Where(t => t.Code == task).ToList();
                Assert.NotEmpty(done);
                Assert.All(done, t => Assert.Equal(TaskState.Accepted, t.State));
            }

            if (shown.Indicator is { } indicator)
            {
                Assert.True(run.Measures.Single(m => m.Indicator.Code == indicator).Claimed > 0);
                Assert.Contains(TemplateBook.Shipped[shown.Template].Tasks.Single(t => t.Code == shown.Task).Deliverables, d => d.Measures == indicator);
            }
        }
    }

    [Fact]
    [Trait("Requirement", "G20")]
    public async Task Partners_in_the_trades_around_a_visit_each_do_their_part_and_see_nothing_else()
    {
        var world = await CreateAsync(host);
        Guanlian.Members.Data.Party Of(PartyKind kind, int n) => world.Parties.Where(p => p.Kind == kind).ElementAt(n);
        var house = world.Museum(0);
        var trades = new Dictionary<string, Guanlian.Members.Data.Party>
        {
            ["transport"] = Of(PartyKind.Company, 0),
            ["catering"] = Of(PartyKind.Company, 1),
            ["lodging"] = Of(PartyKind.Tourism, 0),
            ["shops"] = Of(PartyKind.Company, 2),
        };
        var draft = world.Draft(TemplateBook.Shipped["visit-services"]);
        draft.Parties["house"] = house.Code;
        foreach (var (trade, party) in trades)
        {
            draft.Parties[trade] = party.Code;
        }

        var id = await world.BegunAsync("visit-services", draft);
        await world.AgreeAllAsync(id);
        await world.AnswerAsync(id);
        Held(await world.MoveAsync(id, Move.Start));
        foreach (var task in (await world.TasksAsync(id)).OrderBy(t => t.Sort))
        {
            Held(await world.HandInAsync(task.Id));
            Held(await world.ReviewAsync(task.Id));
        }

        // Each trade did its own part, and the museum had it.
        var done = await world.TasksAsync(id);
        foreach (var (trade, code) in new[] { ("transport", "ride"), ("catering", "eat"), ("lodging", "stay"), ("shops", "shop") })
        {
            var task = Assert.Single(done, t => t.Code == code);
            Assert.Equal((trades[trade].Id, house.Id, TaskState.Accepted), (task.DoesPartyId, task.ConfirmsPartyId, task.State));
            Assert.NotNull(task.ConfirmedAt);
        }

        // A partner's own people find this cooperation, and none of others.
        var other = await world.RunningAsync("short-guidance");
        using var driver = await host.SignInAsAsync("partner", trades["transport"].Id);
        foreach (var (address, found) in new[] { ($"cooperations/{id}", true), ($"cooperations/{other}", false), ("catalogue", true), ($"agreements/{Guid.CreateVersion7()}", false) })
        {
            using var answer = await driver.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(found, answer.IsSuccessStatusCode);
        }

        Assert.DoesNotContain($"cooperations/{other}", await driver.GetStringAsync(new Uri("cooperations", UriKind.Relative)), StringComparison.Ordinal);

        // A trade that nobody of the place offers is simply not there.
        draft.Parties["lodging"] = "";
        var less = await world.BegunAsync("visit-services", draft);
        Assert.DoesNotContain(await world.TasksAsync(less), t => t.Code == "stay");
    }

    [Fact]
    [Trait("Requirement", "L20")]
    public async Task The_depth_of_a_cooperation_is_recorded_and_raised_when_it_is_evaluated()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("framework-cooperation");
        var before = (await world.RecordAsync(id)).Depth;
        Assert.Equal(TemplateBook.Shipped["framework-cooperation"].Depth.From, before);
        for (var open = await OpenAsync(world, id); open.Count > 0; open = await OpenAsync(world, id))
        {
            var free = open.First(t => t.After.TrueForAll(a => open.All(o => o.Id != a)));
            Held(await world.HandInAsync(free.Id));
            Held(await world.ReviewAsync(free.Id));
        }

        Held(await world.MoveAsync(id, Move.Deliver));
        var record = await world.RecordAsync(id);
        Task<Guanlian.Platform.Outcomes.Outcome<Guanlian.Platform.Outcomes.Done>> Evaluate(int depth) => world.AsAsync(world.For(record.LeadPartyId), (MoveCooperation.Handler h) =>
            h.HandleAsync(new(id, Move.Evaluate, record.Version, Text: "示例评估", Depth: depth), default));
        Assert.Equal("cooperation.depth-range", (await Evaluate(6)).Refusal!.Code);
        Held(await Evaluate(before + 2));
        Assert.Equal(before + 2, (await world.RecordAsync(id)).Depth);
    }

    private async Task<Run> RunAsync(string code)
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync(code, most: 3);
        foreach (var aside in (await world.TasksAsync(id)).Where(t => !t.Called))
        {
            Held(await world.CallAsync(aside.Id));
        }

        for (var open = await OpenAsync(world, id); open.Count > 0;)
        {
            foreach (var task in open)
            {
                var handed = await world.HandInAsync(task.Id);
                if (handed.Refusal?.Code != "cooperation.task.blocked")
                {
                    Held(handed);
                    Held(await world.ReviewAsync(task.Id));
                }
            }

            var left = await OpenAsync(world, id);
            Assert.True(left.Count < open.Count, $"{code}: nothing goes on");
            open = left;
        }

        await new CaseBooks(world).CloseAsync(id);
        var record = await world.RecordAsync(id);
        var report = await world.AsAsync(world.For(record.LeadPartyId), (SeeCooperation.Handler h) => h.HandleAsync(id, default));
        return new(record.State, await world.ParticipantsAsync(id), await world.TasksAsync(id), report.Value.Measures);
    }

    private static async Task<List<CooperationTask>> OpenAsync(CooperationWorld world, Guid id) => [.. (await world.TasksAsync(id)).Where(t => t.State != TaskState.Accepted)];

    private sealed record Run(CooperationState State, List<Participant> Parties, List<CooperationTask> Tasks, IReadOnlyList<SeeCooperation.Measure> Measures);
}
