using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Sealing;
using Guanlian.Contracts.Agreements;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>An agreement ends: fulfilled, early, or, never having been in force, dropped. An amendment under way is dropped on its own.</summary>
internal static class EndAgreement
{
    /// <summary>How it ends.</summary>
    internal enum Way
    {
        /// <summary>履行完毕</summary>
        Complete,

        /// <summary>提前终止</summary>
        Early,

        /// <summary>作废: the agreement, or its open amendment.</summary>
        Drop,
    }

    /// <param name="ReasonCode">Of an early end or a drop.</param>
    internal sealed record Command(Guid Id, Way Way, string? ReasonCode, string? Reason, int Version);

    internal sealed class Handler(AgreementsDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.AgreementAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (Check(cmd, found.Value, actor) is { } refusal)
            {
                return refusal;
            }

            var (record, open, _) = found.Value;
            var now = clock.GetUtcNow();
            if (open is not null)
            {
                open.State = TextState.Dropped;
                open.Version++;
            }

            if (cmd.Way != Way.Drop || record.State == AgreementState.Draft)
            {
                End(record, cmd, now);
            }
            else
            {
                record.Version++;
                db.Record(new Change("agreements.amendment-dropped", "agreements.agreement", record.Id)
                {
                    OwnerId = record.LeadPartyId,
                    ReasonCode = $"agreements.reason.{cmd.ReasonCode}",
                    Reason = cmd.Reason?.Trim(),
                    Before = new { Text = open!.Number },
                });
            }

            return await db.SaveAsync(ct);
        }

        private void End(AgreementRecord record, Command cmd, DateTimeOffset now)
        {
            var (to, action) = cmd.Way switch
            {
                Way.Complete => (AgreementState.Completed, "agreements.completed"),
                Way.Early => (AgreementState.EndedEarly, "agreements.ended-early"),
                _ => (AgreementState.Dropped, "agreements.dropped"),
            };
            var before = record.State;
            (record.ReasonCode, record.Reason) = (cmd.ReasonCode, string.IsNullOrWhiteSpace(cmd.Reason) ? null : cmd.Reason.Trim());
            record.EndedOn = to == AgreementState.Dropped ? null : Dates.InChina(now);
            record.Turn(to, now);
            db.Record(new Change(action, "agreements.agreement", record.Id)
            {
                OwnerId = record.LeadPartyId,
                ReasonCode = cmd.ReasonCode is null ? null : $"agreements.reason.{cmd.ReasonCode}",
                Reason = record.Reason,
                Before = new { State = before },
                After = new { State = to },
            });
            if (to != AgreementState.Dropped)
            {
                db.Announce(new AgreementEnded(record.Id, AgreementNumbers.Of(record.Number), Early: to == AgreementState.EndedEarly));
            }
        }

        private static Refusal? Check(Command cmd, Loaded found, Actor actor)
        {
            var (record, open, _) = found;
            var text = found.OpenText ?? found.SealedText!;
            if (!text.Parties.Any(p => AgreementAccess.Seals(actor, p.Id)))
            {
                return new Refusal.Denied("agreements.not-yours-to-seal");
            }

            var possible = cmd.Way == Way.Drop ? open is { State: TextState.Draft } : record.State == AgreementState.InForce;
            return cmd switch
            {
                _ when record.Version != cmd.Version || !possible => new Refusal.Stale("agreements.stale"),
                { Way: not Way.Complete } when !SealMoves.Reasons.Contains(cmd.ReasonCode) => new Refusal.Invalid("agreements.reason-code", nameof(cmd.ReasonCode)),
                { ReasonCode: "other" } or { Way: Way.Early } when string.IsNullOrWhiteSpace(cmd.Reason) => new Refusal.Invalid("agreements.why", nameof(cmd.Reason)),
                { Reason.Length: > 1000 } => new Refusal.Invalid("agreements.why", nameof(cmd.Reason)),
                _ => null,
            };
        }
    }
}
