using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>A mandate ends before its time: whoever may give it takes it back, or its holder lays it down. It counts from the next request on.</summary>
internal static class EndMandate
{
    internal sealed record Command(Guid MandateId, string? Reason, int ExpectedVersion);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command command, CancellationToken ct)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);

            // One after the other: two administrators who dismiss each other at the same moment must not leave none.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('members.mandate-ends', 0))", ct);
            var mandate = await db.Mandates.SingleOrDefaultAsync(m => m.Id == command.MandateId, ct);
            var kind = mandate is null ? default : await db.Parties.Where(p => p.Id == mandate.PartyId).Select(p => p.Kind).SingleAsync(ct);
            var actor = current.Value;
            if (mandate is null || (mandate.PersonId != actor.PersonId && !MandateLimits.RolesFor(actor, mandate.PartyId, kind).Contains(mandate.Role)))
            {
                return new Refusal.Missing("members.mandate.missing");
            }

            if (mandate.EndedAt is not null || mandate.Version != command.ExpectedVersion)
            {
                return new Refusal.Stale("members.mandate.stale");
            }

            if (command.Reason?.Trim() is not { Length: > 0 and <= 500 } reason)
            {
                return new Refusal.Invalid("members.mandate.reason-needed", nameof(command.Reason));
            }

            var today = Dates.InChina(clock.GetUtcNow());
            if (mandate.Role == Roles.Administrator && mandate.ValidOn(today) && !await db.Mandates.AnyAsync(
                m => m.Id != mandate.Id && m.Role == Roles.Administrator && m.EndedAt == null && m.FromOn <= today && m.ToOn == null, ct))
            {
                return new Refusal.Invalid("members.mandate.last-administrator");
            }

            mandate.EndedAt = clock.GetUtcNow();
            (mandate.EndedBy, mandate.EndedUnder, mandate.EndReason) = (actor.PersonId, actor.Mandate?.Id, reason);
            mandate.Version++;
            db.Record(new Change("members.mandate.ended", "members.mandate", mandate.Id)
            {
                OwnerId = mandate.PartyId,
                Reason = reason,
                Before = new { mandate.PersonId, mandate.Role, mandate.FromOn, mandate.ToOn },
            });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return Done.It;
        }
    }
}
