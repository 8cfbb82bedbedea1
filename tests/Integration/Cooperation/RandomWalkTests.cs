using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>Whatever people press, alone or two at once, only listed transitions happen and each leaves an event.</summary>
public sealed class RandomWalkTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Theory]
    [InlineData(20261120, "case-consultation")]
    [InlineData(7, "touring-exhibition")]
    [InlineData(43, "emergency-cooperation")]
    public async Task Random_acts_of_two_people_at_once_keep_the_invariants(int seed, string template)
    {
        var random = new Random(seed);
        var world = await CreateAsync(host);
        var id = await world.RunningAsync(template);
        var refused = 0;
        for (var n = 0; n < 60; n++)
        {
            var tasks = await world.TasksAsync(id);
            var both = await Task.WhenAll(ActAsync(world, id, tasks, random.Next(), random.Next(100)), ActAsync(world, id, tasks, random.Next(), random.Next(100)));
            refused += both.Count(b => b.Refused);
            host.Clock.Advance(TimeSpan.FromHours(random.Next(30)));
            if ((await world.RecordAsync(id)).State == CooperationState.Cancelled)
            {
                break;
            }
        }

        Assert.True(refused > 0, "nothing was refused: the walk proves little");
        await KeepsAsync(world, id);
    }

    [Fact]
    public async Task Of_two_who_decide_the_same_at_once_exactly_one_succeeds()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var task = (await world.TasksAsync(id))[0];
        var handed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.HandInAsync(task.Id)));
        Assert.Single(handed, h => !h.Refused);
        var reviewed = await Task.WhenAll(world.ReviewAsync(task.Id), world.ReviewAsync(task.Id, accept: false), world.ReviewAsync(task.Id));
        Assert.Single(reviewed, r => !r.Refused);
        var version = (await world.RecordAsync(id)).Version;
        var paused = await Task.WhenAll(
            world.MoveAsync(id, Move.Pause, "weather", version: version), world.MoveAsync(id, Move.Cancel, "no-money", version: version), world.MoveAsync(id, Move.Pause, "money", version: version));
        Assert.Single(paused, p => !p.Refused);
    }

    private static async Task<Outcome<Done>> ActAsync(CooperationWorld world, Guid id, List<CooperationTask> tasks, int pick, int act)
    {
        var task = tasks[pick % tasks.Count];
        return act switch
        {
            < 15 => await world.BeginAsync(task.Id),
            < 45 => await world.HandInAsync(task.Id, (DoneBy)(pick % 4)),
            < 65 => await world.ReviewAsync(task.Id),
            < 72 => await world.ReviewAsync(task.Id, accept: false),
            < 80 => await world.ConfirmAsync(task.Id, arrived: pick % 3 > 0),
            < 85 => await world.CallAsync(task.Id, call: pick % 2 == 0),
            < 90 => await world.MoveAsync(id, Move.Pause, "weather"),
            < 95 => await world.MoveAsync(id, Move.Resume),
            < 97 => await world.MoveAsync(id, Move.Deliver),
            < 99 => await world.MoveAsync(id, Move.Close),
            _ => await world.MoveAsync(id, Move.Cancel, "no-money"),
        };
    }

    private static async Task KeepsAsync(CooperationWorld world, Guid id)
    {
        var record = await world.RecordAsync(id);
        var tasks = await world.TasksAsync(id);
        var byId = tasks.ToDictionary(t => t.Id);
        Assert.Equal((tasks.Count(t => t.Counts && t.State == TaskState.Accepted), tasks.Count(t => t.Counts)), (record.Done, record.Total));
        Assert.All(tasks.Where(t => t.State is TaskState.Accepted or TaskState.HandedIn), t => Assert.Empty(TaskMoves.BlockedBy(t, byId)));
        Assert.All(tasks.Where(t => t.Counts && t.BeganOn is null && t.StartOn is not null),
            t => Assert.All(t.After.Select(a => byId[a]).Where(b => b.Counts), b => Assert.True(b.DueOn < t.StartOn, $"{t.Code} starts {t.StartOn}, {b.Code} ends {b.DueOn}")));
        var ids = tasks.Select(t => t.Id).Append(id).ToList();
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => ids.Contains(e.SubjectId)).OrderBy(e => e.At).ToListAsync());
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null && e.PartyId is not null, e.Action));
        Assert.All(events.Where(e => e.Action is "cooperation.task.return" or "cooperation.move.pause" or "cooperation.move.cancel"), e => Assert.NotNull(e.ReasonCode));

        // Every change of a task's state is listed, and as many leave a state as have entered it.
        foreach (var moves in events.Where(e => e.SubjectKind == "cooperation.task" && e.Before?.RootElement.TryGetProperty("state", out _) == true).GroupBy(e => e.SubjectId))
        {
            var steps = moves.Select(e => (From: Read<TaskState>(e.Before!.RootElement.GetProperty("state").GetString()!), To: Read<TaskState>(e.After!.RootElement.GetProperty("state").GetString()!))).ToList();
            Assert.All(steps, s => Assert.Contains(TaskMoves.All, t => t.From == s.From && t.To == s.To));
            Assert.All(Enum.GetValues<TaskState>(), state => Assert.Equal(
                (state == byId[moves.Key].State ? 1 : 0) - (state == TaskState.Open ? 1 : 0), steps.Count(s => s.To == state) - steps.Count(s => s.From == state)));
        }

        var whole = events.Where(e => e.Action.StartsWith("cooperation.move.", StringComparison.Ordinal))
            .Select(e => (From: Read<CooperationState>(e.Before!.RootElement.GetProperty("state").GetString()!), To: Read<CooperationState>(e.After!.RootElement.GetProperty("state").GetString()!))).ToList();
        Assert.All(whole, s => Assert.Contains(CooperationMoves.All, t => t.From == s.From && t.To == s.To));
        Assert.Equal(whole.Count(s => s.To == record.State) - whole.Count(s => s.From == record.State), record.State == CooperationState.Idea ? 0 : 1);
    }

    private static T Read<T>(string word)
        where T : struct, Enum => CodeWords.Read<T>(word)!.Value;
}
