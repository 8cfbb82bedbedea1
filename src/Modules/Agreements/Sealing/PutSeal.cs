using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Agreements;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Sealing;

/// <summary>
/// A party seals the text: on paper, with the scan of what was stamped, or with the institution's own key. The last seal puts the text in
/// force, and its work is told to whoever makes cooperations of it.
/// </summary>
internal static class PutSeal
{
    /// <summary>A scan of a few pages.</summary>
    public const int LargestScan = 10 * 1024 * 1024;

    /// <param name="PartyId">Who seals.</param>
    /// <param name="Signer">法定代表人或授权代表</param>
    /// <param name="SignedOn">The day on the paper; today for an electronic seal.</param>
    /// <param name="PrintedCode">The eight signs printed on every sheet: they tell that the scan is of this very text.</param>
    /// <param name="Scan">Null for an electronic seal.</param>
    internal sealed record Command(Guid Id, Guid PartyId, int Text, string? Signer, DateOnly? SignedOn, string? PrintedCode, SentFile? Scan, bool Electronic);

    internal sealed class Handler(AgreementsDb db, IElectronicSeal electronic, CurrentActor current, TimeProvider clock)
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
            if (row is null || row.Number != cmd.Text || SealMoves.To(row.State, TextMove.Seal) is null)
            {
                return new Refusal.Stale("agreements.not-out");
            }

            var text = Loading.Read(row);
            var given = await db.Seals.Where(s => s.TextId == row.Id).ToListAsync(ct);
            var now = clock.GetUtcNow();
            if (Check(cmd, actor, text, row, given, Dates.InChina(now)) is { } refusal)
            {
                return refusal;
            }

            var seal = cmd.Electronic ? await ByKeyAsync(cmd, row, actor, now, ct) : OnPaper(cmd, record, row, actor, now);
            db.Add(seal);
            var last = given.Count + 1 == text.Parties.Count;
            row.State = SealMoves.To(row.State, TextMove.Seal, last)!.Value;
            row.Version++;
            db.Record(new Change("agreements.sealed", "agreements.agreement", record.Id)
            {
                OwnerId = cmd.PartyId,
                After = new { Text = row.Number, row.Hash, Party = text.NameOf(cmd.PartyId), seal.Kind, seal.Signer, seal.SignedOn },
            });
            if (last)
            {
                PutInForce(record, row, text, now);
            }
            else
            {
                record.Turn(record.State is AgreementState.OutForSealing ? AgreementState.PartlySealed : record.State, now);
            }

            return await db.SaveAsync(ct);
        }

        /// <summary>Parties that seal before this one and have not yet.</summary>
        internal static IReadOnlyList<TextParty> Before(AgreementText text, IEnumerable<Guid> given, Guid party) =>
            text.InOrder ? [.. text.Parties.TakeWhile(p => p.Id != party).Where(p => !given.Contains(p.Id))] : [];

        private static Refusal? Check(Command cmd, Actor actor, AgreementText text, TextRow row, List<SealRow> given, DateOnly today)
        {
            if (text.Parties.All(p => p.Id != cmd.PartyId) || !AgreementAccess.Seals(actor, cmd.PartyId))
            {
                return new Refusal.Denied("agreements.not-yours-to-seal");
            }

            if (given.Any(s => s.PartyId == cmd.PartyId))
            {
                return new Refusal.Stale("agreements.sealed-already");
            }

            if (Before(text, given.Select(s => s.PartyId), cmd.PartyId) is [var first, ..])
            {
                return new Refusal.Stale("agreements.not-your-turn").With(("name", first.Name));
            }

            if (string.IsNullOrWhiteSpace(cmd.Signer) || cmd.Signer.Trim().Length > 60)
            {
                return new Refusal.Invalid("agreements.signer", nameof(cmd.Signer));
            }

            if (cmd.Electronic)
            {
                return null;
            }

            return cmd switch
            {
                _ when cmd.SignedOn is not { } day || day > today || day < Dates.InChina(row.MadeAt) => new Refusal.Invalid("agreements.signed-on", nameof(cmd.SignedOn)),
                _ when PaperCode.Plain(cmd.PrintedCode) != PaperCode.Plain(PaperCode.Of(row.Hash)) => new Refusal.Invalid("agreements.other-text", nameof(cmd.PrintedCode)).With(("code", PaperCode.Of(row.Hash))),
                { Scan: null } => new Refusal.Invalid("agreements.scan-missing", nameof(cmd.Scan)),
                { Scan.Content.Length: > LargestScan } => new Refusal.Invalid("agreements.scan-size", nameof(cmd.Scan)).With(("most", LargestScan / 1024 / 1024)),
                { Scan.MediaType: null } => new Refusal.Invalid("agreements.scan-kind", nameof(cmd.Scan)),
                _ => null,
            };
        }

        private SealRow OnPaper(Command cmd, AgreementRecord record, TextRow row, Actor actor, DateTimeOffset now)
        {
            var scan = new ScanRow
            {
                Id = Guid.CreateVersion7(now),
                AgreementId = record.Id,
                Name = cmd.Scan!.SafeName,
                MediaType = cmd.Scan.MediaType!,
                Content = cmd.Scan.Content,
                Sha256 = cmd.Scan.Sha256,
                At = now,
            };
            db.Add(scan);
            return new()
            {
                TextId = row.Id,
                PartyId = cmd.PartyId,
                Kind = SealKind.Paper,
                Hash = row.Hash,
                Signer = cmd.Signer!.Trim(),
                SignedOn = cmd.SignedOn!.Value,
                At = now,
                ByName = actor.Name,
                ScanId = scan.Id,
            };
        }

        private async Task<SealRow> ByKeyAsync(Command cmd, TextRow row, Actor actor, DateTimeOffset now, CancellationToken ct)
        {
            var (key, signature) = await electronic.SignAsync(cmd.PartyId, row.Hash, ct);
            return new()
            {
                TextId = row.Id,
                PartyId = cmd.PartyId,
                Kind = SealKind.Electronic,
                Hash = row.Hash,
                Signer = cmd.Signer!.Trim(),
                SignedOn = Dates.InChina(now),
                At = now,
                ByName = actor.Name,
                KeyId = key,
                Signature = signature,
            };
        }

        private void PutInForce(AgreementRecord record, TextRow row, AgreementText text, DateTimeOffset now)
        {
            var today = Dates.InChina(now);
            row.SealedOn = today;
            record.InForceOn ??= today;
            (record.Title, record.UntilOn) = (text.Title, text.Until);
            record.Turn(AgreementState.InForce, now);
            db.Record(new Change(row.Amends is null ? "agreements.put-in-force" : "agreements.amended", "agreements.agreement", record.Id)
            {
                OwnerId = record.LeadPartyId,
                Reason = row.Why.Length == 0 ? null : row.Why,
                After = new { Text = row.Number, row.Hash, text.From, text.Until },
            });
            db.Announce(new AgreementSealed(
                record.Id, AgreementNumbers.Of(record.Number), row.Number, text.Title, [.. text.Parties.Select(p => p.Id)], text.From!.Value, text.Until,
                [.. text.Work.Select(w => new AgreedWork(w.Code, w.Words, w.Does!.Value, w.For!.Value, w.From!.Value, w.Due!.Value, w.Kind))],
                text.Safeguards.ToDictionary(s => s.Kind, s => s.Words), record.Sample)
            {
                Bookings = BookedLines.Of(text),
            });
        }
    }
}
