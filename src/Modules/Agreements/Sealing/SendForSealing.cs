using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Agreements.Sealing;

/// <summary>A complete draft goes out for sealing: from now on not a character of it changes.</summary>
internal static class SendForSealing
{
    private const int MostDays = 365;

    /// <param name="SealBy">By when everybody should have sealed it.</param>
    internal sealed record Command(Guid Id, DateOnly? SealBy, int TextVersion);

    internal sealed class Handler(AgreementsDb db, IBookableResources resources, CurrentActor current, TimeProvider clock)
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
            if (row is null || SealMoves.To(row.State, TextMove.Send) is not { } to)
            {
                return new Refusal.Stale("agreements.no-draft");
            }

            if (row.Version != cmd.TextVersion)
            {
                return new Refusal.Stale("agreements.draft-stale");
            }

            var text = Loading.Read(row);
            if (!text.Parties.Any(p => AgreementAccess.Drafts(actor, p.Id)))
            {
                return new Refusal.Denied("agreements.not-yours-to-write");
            }

            var now = clock.GetUtcNow();
            var today = Dates.InChina(now);
            if (cmd.SealBy is not { } by || by < today || by > today.AddDays(MostDays))
            {
                return new Refusal.Invalid("agreements.seal-by", nameof(cmd.SealBy)).With(("most", MostDays));
            }

            if (TextChecks.Lacks(text) is { } lacks)
            {
                return lacks;
            }

            if (await MisfitsAsync(text, found.Value.SealedText, ct) is { } misfits)
            {
                return misfits;
            }

            if (found.Value.SealedText is { } whole && TextDifference.Between(whole, text).Count == 0)
            {
                return new Refusal.Invalid("agreements.nothing-amended");
            }

            (row.State, row.SealBy) = (to, by);
            row.Version++;
            record.Turn(record.State == AgreementState.Draft ? AgreementState.OutForSealing : record.State, now);
            db.Record(new Change("agreements.sent", "agreements.agreement", record.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new { Text = row.Number, row.Hash, SealBy = by, Order = text.InOrder },
            });
            return await db.SaveAsync(ct);
        }

        // What its owner closed, or counts otherwise, since the draft was written; a line that was sealed so before stays as it is.
        private async Task<Refusal.Invalid?> MisfitsAsync(AgreementText text, AgreementText? whole, CancellationToken ct)
        {
            if (text.Gives.All(g => g.Resource is null))
            {
                return null;
            }

            var open = (await resources.OfAsync([.. text.Parties.Select(p => p.Id)], ct)).ToDictionary(r => r.Id);
            var misfits = text.Gives.SelectMany((line, n) => whole?.Gives.Contains(line) == true ? []
                : BookedLines.Misfits(text, line, n, open.GetValueOrDefault(line.Resource ?? default))).ToList();
            return misfits is [var first, .. var rest] ? first with { Also = rest } : null;
        }
    }
}
