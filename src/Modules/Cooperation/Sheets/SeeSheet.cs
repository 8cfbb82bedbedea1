using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sheets;

/// <summary>A sheet with who has agreed to it; and credits on which all agree, for everybody who has their code.</summary>
internal static class SeeSheet
{
    /// <param name="Wanted">Parties whose word is still wanted; empty with a sheet: it holds.</param>
    internal sealed record View(
        SeeCooperation.View Cooperation, SheetRecord? Sheet, IReadOnlyList<SheetConsent> Consents, IReadOnlyList<Guid> Wanted,
        IReadOnlyList<CreditLine> Credits, LicenceTerms? Licence)
    {
        public bool Holds => Sheet is not null && Wanted.Count == 0;

        /// <summary>A first draft: each role with those who take it.</summary>
        public string Suggested => string.Join('\n', Cooperation.Template.Roles
            .Select(r => (r.Name, Parties: Cooperation.Participants.Where(p => p.Role == r.Code).Select(p => Cooperation.Name(p.PartyId)).ToList())).Where(r => r.Parties.Count > 0)
            .Select(r => Wording.InChinese ? $"{r.Name.Zh}：{string.Join('、', r.Parties)}" : $"{r.Name.En}: {string.Join(", ", r.Parties)}"));
    }

    internal sealed record Public(CooperationRecord Cooperation, Bilingual Kind, IReadOnlyList<CreditLine> Lines, IReadOnlyList<PartyCard> Parties, SheetRecord Sheet, DateTimeOffset Since);

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see, IPartyDirectory directory)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, string kind, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            if (!KeptBooks.In(seen.Value.Template).Contains(CodeWords.Read<KeptBook>(kind)!.Value))
            {
                return CooperationAccess.Missing;
            }

            var sheet = await db.Set<SheetRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.CooperationId == id && s.Kind == kind, ct);
            return new View(
                seen.Value, sheet,
                sheet is null ? [] : await db.Set<SheetConsent>().AsNoTracking().Where(c => c.CooperationId == id && c.Kind == kind && c.Hash == sheet.Hash).OrderBy(c => c.At).ToListAsync(ct),
                sheet is null ? [] : await SheetDesk.WantedAsync(db, sheet, ct),
                await LinesAsync(id, ct),
                await db.Set<LicenceTerms>().AsNoTracking().SingleOrDefaultAsync(l => l.CooperationId == id, ct));
        }

        public async Task<Outcome<Public>> ByCodeAsync(string code, CancellationToken ct)
        {
            var sheet = await db.Set<SheetRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.CheckCode == code && s.Kind == SheetRecord.Credits, ct);
            if (sheet is null || (await SheetDesk.WantedAsync(db, sheet, ct)).Count > 0)
            {
                return new Refusal.Missing("cooperation.sheet.missing");
            }

            var record = await db.Cooperations.AsNoTracking().SingleAsync(c => c.Id == sheet.CooperationId, ct);
            if (record.State == CooperationState.Cancelled)
            {
                return new Refusal.Missing("cooperation.sheet.missing");
            }

            var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == record.EditionId, ct);
            var parties = (await db.Participants.AsNoTracking().Where(p => p.CooperationId == record.Id).OrderBy(p => p.Sort).Select(p => p.PartyId).ToListAsync(ct)).Distinct().ToList();
            var cards = await directory.FindAsync([.. parties], ct);
            return new Public(
                record, new(edition.NameZh, edition.NameEn), await LinesAsync(record.Id, ct), [.. parties.Select(cards.GetValueOrDefault).OfType<PartyCard>()], sheet,
                await db.Set<SheetConsent>().Where(c => c.CooperationId == record.Id && c.Kind == sheet.Kind).MaxAsync(c => c.At, ct));
        }

        private Task<List<CreditLine>> LinesAsync(Guid id, CancellationToken ct) =>
            db.Set<CreditLine>().AsNoTracking().Where(l => l.CooperationId == id).OrderBy(l => l.Sort).ToListAsync(ct);
    }
}
