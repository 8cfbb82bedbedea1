using Guanlian.Members.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Members.Memberships;

/// <summary>What the database refuses about memberships, in words.</summary>
internal static class SaveMembership
{
    /// <returns>Null where it was saved.</returns>
    public static async Task<Refusal?> SaveMembershipAsync(this MembersDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.Stale("members.membership.stale");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: { } constraint } && Of(constraint) is { } refusal)
        {
            return refusal;
        }
    }

    private static Refusal? Of(string constraint) => constraint switch
    {
        "membership_once" => new Refusal.Stale("members.membership.already"),
        "membership_one_head" => new Refusal.Stale("members.membership.head-taken"),
        "membership_no_ring" or "membership_not_in_itself" => new Refusal.Invalid("members.membership.ring"),
        _ => null,
    };
}
