using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Agreements.Sealing;

/// <summary>
/// A text that is out comes back: a party rejects it with its reason, or those who sent it take it back. The text stays as it was shown;
/// a new draft with the same words is there to be changed, and every party sees why.
/// </summary>
internal static class ReturnText
{
    /// <param name="Move">Reject or take back.</param>
    internal sealed record Command(Guid Id, TextMove Move, int Text, string? Why);

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

            var (record, row) = (found.Value.Record, found.Value.Open);
            if (row is null || row.Number != cmd.Text || cmd.Move is not (TextMove.Reject or TextMove.TakeBack) || SealMoves.To(row.State, cmd.Move) is not { } to)
            {
                return new Refusal.Stale("agreements.not-out");
            }

            var text = Loading.Read(row);
            var own = text.Parties.Where(p => cmd.Move == TextMove.Reject ? AgreementAccess.Seals(actor, p.Id) : AgreementAccess.Drafts(actor, p.Id)).Select(p => (Guid?)p.Id).FirstOrDefault();
            if (own is null)
            {
                return new Refusal.Denied(cmd.Move == TextMove.Reject ? "agreements.not-yours-to-seal" : "agreements.not-yours-to-write");
            }

            if (string.IsNullOrWhiteSpace(cmd.Why) || cmd.Why.Length > 1000)
            {
                return new Refusal.Invalid("agreements.why", nameof(cmd.Why));
            }

            var now = clock.GetUtcNow();
            (row.State, row.ReturnedBy, row.ReturnedWhy) = (to, own, cmd.Why.Trim());
            row.Version++;

            // The old one is no longer open before the new one is.
            await db.SaveChangesAsync(ct);
            db.Add(Loading.NextText(record.Id, row.Number + 1, text, row.Amends, row.Why, actor, now));
            record.Turn(record.State is AgreementState.OutForSealing or AgreementState.PartlySealed ? AgreementState.Draft : record.State, now);
            db.Record(new Change(cmd.Move == TextMove.Reject ? "agreements.rejected" : "agreements.taken-back", "agreements.agreement", record.Id)
            {
                OwnerId = own,
                Reason = cmd.Why.Trim(),
                Before = new { Text = row.Number, row.Hash },
                After = new { Text = row.Number + 1 },
            });
            return await db.SaveAsync(ct);
        }
    }
}
