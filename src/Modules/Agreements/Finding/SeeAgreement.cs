using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Texts;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Finding;

/// <summary>A text on a page.</summary>
/// <param name="Linked">It holds: its work leads to the cooperations that it became, what it sets aside to the bookings.</param>
internal sealed record ShownText(AgreementText Text, IReadOnlyList<WorkTaken> Taken, IReadOnlyList<BookingTaken> Booked, bool Linked);

/// <summary>One agreement as its pages show it.</summary>
internal static class SeeAgreement
{
    internal sealed record View
    {
        public required AgreementRecord Record { get; init; }

        /// <summary>All texts, the newest first.</summary>
        public required IReadOnlyList<TextRow> Texts { get; init; }

        public required IReadOnlyList<SealRow> Seals { get; init; }

        public required IReadOnlyList<WorkTaken> Taken { get; init; }

        public required IReadOnlyList<BookingTaken> Booked { get; init; }

        /// <summary>The one that renews it.</summary>
        public required AgreementRecord? Next { get; init; }

        public TextRow? Open => Texts.FirstOrDefault(t => t.State is TextState.Draft or TextState.OutForSealing or TextState.PartlySealed);

        public TextRow? Sealed => Texts.FirstOrDefault(t => t.State == TextState.Sealed);

        /// <summary>What holds: the sealed text, or, before there is one, the newest.</summary>
        public TextRow Now => Sealed ?? Texts[0];

        public AgreementText Text => text ??= Loading.Read(Now);

        public IEnumerable<SealRow> SealsOf(TextRow row) => Seals.Where(s => s.TextId == row.Id);

        /// <summary>The last text that came back, while its successor is still being written.</summary>
        public TextRow? Returned => Open is { State: TextState.Draft } && Texts.Count > 1 && Texts[1].State is TextState.Rejected or TextState.TakenBack ? Texts[1] : null;

        private AgreementText? text;
    }

    internal sealed class Handler(AgreementsDb db, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var record = await db.Agreements.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
            var parties = await db.Parties.Where(p => p.AgreementId == id).Select(p => p.PartyId).ToListAsync(ct);
            if (record is null || !AgreementAccess.MaySee(current.Value, parties))
            {
                return AgreementAccess.Missing;
            }

            var texts = await db.Texts.AsNoTracking().Where(t => t.AgreementId == id).OrderByDescending(t => t.Number).ToListAsync(ct);
            var ids = texts.Select(t => t.Id).ToList();
            return new View
            {
                Record = record,
                Texts = texts,
                Seals = await db.Seals.AsNoTracking().Where(s => ids.Contains(s.TextId)).OrderBy(s => s.At).ToListAsync(ct),
                Taken = await db.WorkTaken.AsNoTracking().Where(w => w.AgreementId == id).ToListAsync(ct),
                Booked = await db.BookingTaken.AsNoTracking().Where(b => b.AgreementId == id).ToListAsync(ct),
                Next = await db.Agreements.AsNoTracking().SingleOrDefaultAsync(a => a.PreviousId == id && a.State != AgreementState.Dropped, ct),
            };
        }
    }

    /// <summary>The scan of a stamped paper, to those who may see the agreement; always as a download.</summary>
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/agreements/scans/{id:guid}", async (
        Guid id, AgreementsDb db, Handler see, HttpContext http, CancellationToken ct) =>
    {
        var scan = await db.Scans.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
        if (scan is null || (await see.HandleAsync(scan.AgreementId, ct)).Refused)
        {
            return Results.NotFound();
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(scan.Content, scan.MediaType, scan.Name);
    }).RequireAuthorization(AgreementPermissions.Read);
}
