using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>A party writes down what it gave, in its own unit; another party of the cooperation confirms what arrived (requirement G24).</summary>
internal static class RecordContribution
{
    internal sealed record Command(Guid Id, Guid LineId, string? Amount, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.CooperationAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var record = found.Value.Record;
            var line = await db.Contributions.SingleOrDefaultAsync(c => c.Id == cmd.LineId && c.CooperationId == cmd.Id, ct);
            if (line is null)
            {
                return CooperationAccess.Missing;
            }

            var own = CooperationAccess.Works(actor, line.PartyId);
            if (!own && CooperationAccess.Own(actor, found.Value.Parties).Count == 0)
            {
                return new Refusal.Denied("cooperation.not-yours");
            }

            if (cmd.Version != record.Version || CooperationMoves.Ended(record.State))
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (!Amount.TryRead(cmd.Amount, out var amount) || (!own && amount > (line.Given ?? 0)))
            {
                return new Refusal.Invalid(own ? "cooperation.amount-wrong" : "cooperation.amount-above-claim", nameof(cmd.Amount));
            }

            var before = own ? line.Given : line.Confirmed;
            if (own)
            {
                // A smaller claim takes its confirmation down with it.
                (line.Given, line.Confirmed) = (amount, line.Confirmed > amount ? amount : line.Confirmed);
            }
            else
            {
                line.Confirmed = amount;
            }

            var now = clock.GetUtcNow();
            record.Touch(now);
            db.Record(new Change(own ? "cooperation.contribution-given" : "cooperation.contribution-confirmed", "cooperation.cooperation", record.Id)
            {
                OwnerId = line.PartyId,
                Before = new { What = line.WhatZh, Amount = before },
                After = new { What = line.WhatZh, Amount = amount },
            });
            return await db.SaveAsync(ct);
        }
    }
}
