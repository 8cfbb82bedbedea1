using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>Finds the templates by itself: a new file is run here without a line of code.</summary>
public sealed class EveryTemplateTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G17")]
    [Trait("Requirement", "P03")]
    public async Task Every_shipped_template_starts_runs_to_its_end_and_reports()
    {
        var world = await CreateAsync(host);
        foreach (var template in TemplateBook.Shipped.Values)
        {
            var id = await world.RunningAsync(template.Code);
            var planned = await world.TasksAsync(id);
            Assert.All(planned.Where(t => t.Called), t => Assert.True(t.StartOn >= world.Today && t.DueOn >= t.StartOn, $"{template.Code} {t.Code}"));
            foreach (var aside in planned.Where(t => !t.Called))
            {
                Held(await world.CallAsync(aside.Id));
            }

            var rounds = 0;
            while ((await world.TasksAsync(id)).Where(t => t.State != TaskState.Accepted).ToList() is { Count: > 0 } open)
            {
                var done = 0;
                foreach (var task in open)
                {
                    var handed = await world.HandInAsync(task.Id);
                    if (handed.Refusal?.Code == "cooperation.task.blocked")
                    {
                        continue;
                    }

                    Held(handed);
                    Held(await world.ReviewAsync(task.Id));
                    if ((await world.TaskAsync(task.Id)) is { ConfirmsPartyId: not null, ConfirmedAt: null })
                    {
                        Held(await world.ConfirmAsync(task.Id));
                    }

                    done++;
                }

                Assert.True(done > 0 && ++rounds < 100, $"{template.Code}: nothing goes on");
            }

            Held(await world.MoveAsync(id, Move.Deliver));
            Held(await world.MoveAsync(id, Move.Evaluate, text: "示例评估"));
            Held(await world.MoveAsync(id, Move.Close));
            await ReportsAsync(world, template, id);
        }
    }

    private static async Task ReportsAsync(CooperationWorld world, Template template, Guid id)
    {
        var record = await world.RecordAsync(id);
        Assert.Equal(CooperationState.Closed, record.State);
        Assert.Equal(record.Total, record.Done);
        var report = await world.AsAsync(world.For(record.LeadPartyId), (SeeCooperation.Handler h) => h.HandleAsync(id, default));
        Assert.Equal(template.Indicators.Select(i => i.Code), report.Value.Measures.Select(m => m.Indicator.Code));
        Assert.All(report.Value.Measures, m => Assert.True(m.Claimed > 0, $"{template.Code} {m.Indicator.Code}"));
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id).ToListAsync());
        Assert.Equal(
            ["cooperation.begun", "cooperation.move.agree", "cooperation.move.close", "cooperation.move.deliver", "cooperation.move.evaluate", "cooperation.move.start"],
            events.Select(e => e.Action).Where(a => a == "cooperation.begun" || a.StartsWith("cooperation.move.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null));
    }
}
