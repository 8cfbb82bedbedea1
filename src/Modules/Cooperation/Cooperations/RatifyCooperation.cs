using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>The alliance ratifies what began by the short form (requirement L12).</summary>
internal static class RatifyCooperation
{
    internal sealed record Command(Guid Id, string? Text, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var record = found.Value.Record;
            if (!CooperationAccess.Ratifies(current.Value, found.Value.Parties))
            {
                return new Refusal.Denied("cooperation.not-yours-to-ratify");
            }

            if (cmd.Version != record.Version || record.RatifyBy is null || record.RatifiedAt is not null)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (string.IsNullOrWhiteSpace(cmd.Text) || cmd.Text.Length > 2000)
            {
                return new Refusal.Invalid("cooperation.ratification-words", nameof(cmd.Text));
            }

            var now = clock.GetUtcNow();
            record.RatifiedAt = now;
            record.Touch(now);
            db.Record(new Change("cooperation.ratified", "cooperation.cooperation", record.Id) { OwnerId = record.LeadPartyId, Reason = cmd.Text.Trim() });
            return await db.SaveAsync(ct);
        }
    }
}
