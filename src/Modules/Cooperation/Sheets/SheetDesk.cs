using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sheets;

/// <summary>What writing any sheet has in common: the version, the hash, and that earlier words are gone when the text is another.</summary>
internal static class SheetDesk
{
    /// <summary>The sheet as it stands, or that another was faster.</summary>
    public static async Task<(SheetRecord? Sheet, Refusal? Refusal)> StandingAsync(CooperationDb db, Guid cooperation, string kind, int version, CancellationToken ct)
    {
        var sheet = await db.Set<SheetRecord>().SingleOrDefaultAsync(s => s.CooperationId == cooperation && s.Kind == kind, ct);
        return (sheet?.Version ?? 0) == version ? (sheet, null) : (null, new Refusal.Stale("cooperation.sheet.stale"));
    }

    /// <summary>Notes the new text; whoever writes it with the right to bind has agreed to it.</summary>
    public static async Task WriteAsync(CooperationDb db, OpenBook book, SheetRecord? standing, string kind, string hash, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var sheet = standing;
        if (sheet is null)
        {
            sheet = new() { CooperationId = book.Record.Id, Kind = kind, Hash = hash, CheckCode = PaperCode.New(), EditedAt = now, EditedBy = actor.Name };
            db.Add(sheet);
        }
        else
        {
            await db.Set<SheetConsent>().Where(c => c.CooperationId == sheet.CooperationId && c.Kind == kind).ExecuteDeleteAsync(ct);
            (sheet.Hash, sheet.EditedAt, sheet.EditedBy) = (hash, now, actor.Name);
            sheet.Version++;
        }

        book.Record.QuietSince = now;
        db.AddRange(book.Cooperation.Parties.Distinct().Where(p => CooperationAccess.Binds(actor, p)).Select(p => new SheetConsent
        {
            CooperationId = sheet.CooperationId,
            Kind = kind,
            PartyId = p,
            Hash = hash,
            At = now,
            ByName = actor.Name,
        }));
        db.Record(new Change($"cooperation.sheet.{kind}-written", "cooperation.cooperation", sheet.CooperationId) { OwnerId = book.Record.LeadPartyId, After = new { Code = PaperCode.Of(hash) } });
    }

    /// <summary>Parties whose word to what stands is still wanted.</summary>
    public static async Task<IReadOnlyList<Guid>> WantedAsync(CooperationDb db, SheetRecord sheet, CancellationToken ct)
    {
        var parties = await db.Participants.Where(p => p.CooperationId == sheet.CooperationId).OrderBy(p => p.Sort).Select(p => p.PartyId).ToListAsync(ct);
        var given = await db.Set<SheetConsent>().Where(c => c.CooperationId == sheet.CooperationId && c.Kind == sheet.Kind && c.Hash == sheet.Hash).Select(c => c.PartyId).ToListAsync(ct);
        return [.. parties.Distinct().Except(given)];
    }
}
