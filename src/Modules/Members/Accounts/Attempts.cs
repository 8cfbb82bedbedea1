using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>
/// Counts tries on an account. A try is counted before it is looked at, in one statement, so that a hundred tries at the same moment
/// are a hundred tries. From the fifth on each one locks the account for twice as long, up to an hour.
/// </summary>
internal sealed class Attempts(MembersDb db, TimeProvider clock)
{
    /// <summary>Tries without a pause.</summary>
    public const int Free = 5;

    /// <returns>False while the account is locked.</returns>
    public async Task<bool> TakeAsync(Guid personId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var taken = await db.Database.SqlQuery<int>($"""
            update members.account set failures = failures + 1, locked_until = case when failures + 1 >= {Free}
                   then {now} + least(interval '1 minute' * 2 ^ least(failures + 1 - {Free}, 10), interval '1 hour') end
             where person_id = {personId} and (locked_until is null or locked_until <= {now})
            returning failures as "Value"
            """).ToListAsync(ct);
        if (taken is [Free])
        {
            // Written once, at the first lock; a try that succeeds after all leaves it as what it is: the fifth in a row.
            db.Record(new Change("members.account.locked", "members.account", personId));
            await db.SaveChangesAsync(ct);
        }

        return taken.Count == 1;
    }

    /// <summary>The whole sign-in succeeded.</summary>
    public Task ForgetAsync(Guid personId, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"update members.account set failures = 0, locked_until = null where person_id = {personId}", ct);

    /// <summary>The password was right, but the second factor is still to come: only this one try is given back.</summary>
    public Task GiveBackAsync(Guid personId, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"update members.account set failures = greatest(failures - 1, 0), locked_until = null where person_id = {personId}", ct);
}
