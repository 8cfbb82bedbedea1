using Guanlian.Cooperation.Data;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Cooperation;

/// <summary>Tasks done as their parties do them: handed in, accepted, and confirmed where somebody else receives.</summary>
internal static class Doing
{
    /// <summary>Every task of this code, one site after the other.</summary>
    public static async Task DoAsync(this CooperationWorld world, Guid id, string code, decimal number = 12)
    {
        foreach (var task in (await world.TasksAsync(id)).Where(t => t.Code == code && t.State != TaskState.Accepted))
        {
            Held(await world.HandInAsync(task.Id, number: number));
            Held(await world.ReviewAsync(task.Id));
            if (await world.TaskAsync(task.Id) is { ConfirmsPartyId: not null, ConfirmedAt: null })
            {
                Held(await world.ConfirmAsync(task.Id));
            }
        }
    }

    /// <summary>All that is open and called for, in the order in which tasks wait for each other, and then to the end of the cooperation.</summary>
    public static async Task DoAllAsync(this CooperationWorld world, Guid id, decimal number = 12)
    {
        while ((await world.TasksAsync(id)).Where(t => t.Counts && t.State != TaskState.Accepted).ToList() is { Count: > 0 } open)
        {
            var before = open.Count;
            foreach (var code in open.Where(t => t.After.TrueForAll(a => open.TrueForAll(o => o.Id != a))).Select(t => t.Code).Distinct())
            {
                foreach (var task in (await world.TasksAsync(id)).Where(t => t.Code == code && t.Counts && t.State != TaskState.Accepted))
                {
                    if ((await world.HandInAsync(task.Id, number: number)) is { Refused: true } refused)
                    {
                        Assert.Equal("cooperation.task.blocked", refused.Refusal!.Code);
                        continue;
                    }

                    Held(await world.ReviewAsync(task.Id));
                    if (await world.TaskAsync(task.Id) is { ConfirmsPartyId: not null, ConfirmedAt: null })
                    {
                        Held(await world.ConfirmAsync(task.Id));
                    }
                }
            }

            Assert.True((await world.TasksAsync(id)).Count(t => t.Counts && t.State != TaskState.Accepted) < before, "nothing goes on");
        }

        await new CaseBooks(world).CloseAsync(id);
    }

    /// <summary>Who takes part in this role.</summary>
    public static async Task<List<Guid>> InRoleAsync(this CooperationWorld world, Guid id, string role) =>
        [.. (await world.ParticipantsAsync(id)).Where(p => p.Role == role).OrderBy(p => p.Sort).Select(p => p.PartyId)];
}
