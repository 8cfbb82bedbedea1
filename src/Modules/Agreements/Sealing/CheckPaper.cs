using Guanlian.Agreements.Data;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Sealing;

/// <summary>
/// Whoever holds the paper checks it: whether its text still is what was sealed, and by whom. The code in the QR code is the key; nothing
/// of the agreement's content is shown.
/// </summary>
internal static class CheckPaper
{
    /// <param name="TextHolds">The stored text still gives the stored hash.</param>
    internal sealed record Checked(AgreementRecord Record, int Text, TextState State, string Hash, bool TextHolds, IReadOnlyList<CheckedSeal> Seals);

    /// <param name="Holds">The seal is on this text, and its signature or scan is whole.</param>
    internal sealed record CheckedSeal(string Party, SealRow Seal, bool Holds);

    internal sealed class Handler(AgreementsDb db, IElectronicSeal electronic)
    {
        public async Task<Outcome<Checked>> HandleAsync(string code, int number, CancellationToken ct)
        {
            var record = await db.Agreements.AsNoTracking().SingleOrDefaultAsync(a => a.CheckCode == code, ct);
            var row = record is null ? null : await db.Texts.AsNoTracking().SingleOrDefaultAsync(t => t.AgreementId == record.Id && t.Number == number, ct);

            // A draft that was never out is nobody's paper.
            if (record is null || row is null or { State: TextState.Draft or TextState.Dropped })
            {
                return new Refusal.Missing("agreements.check.missing");
            }

            var text = Loading.Read(row);
            var holds = CanonicalJson.Hash(row.Body) == row.Hash;
            var seals = new List<CheckedSeal>();
            foreach (var seal in await db.Seals.AsNoTracking().Where(s => s.TextId == row.Id).OrderBy(s => s.At).ToListAsync(ct))
            {
                seals.Add(new(text.NameOf(seal.PartyId), seal, holds && seal.Hash == row.Hash && await ProofHoldsAsync(seal, ct)));
            }

            return new Checked(record, row.Number, row.State, row.Hash, holds, seals);
        }

        private async Task<bool> ProofHoldsAsync(SealRow seal, CancellationToken ct)
        {
            if (seal.Kind == SealKind.Electronic)
            {
                return await electronic.VerifyAsync(seal.PartyId, seal.KeyId!.Value, seal.Hash, seal.Signature!, ct);
            }

            var scan = await db.Scans.AsNoTracking().SingleAsync(s => s.Id == seal.ScanId, ct);
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(scan.Content)) == scan.Sha256;
        }
    }
}
