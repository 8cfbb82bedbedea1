using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Guanlian.Resources.Loans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>One handover as its pages show it.</summary>
internal static class SeeHandover
{
    /// <summary>A picture without its content.</summary>
    internal sealed record Picture(Guid Id, Guid ItemId, Stage Stage, string Name, string MediaType);

    /// <summary>One handover of a chain, and what arrived otherwise than it left.</summary>
    internal sealed record Link(HandoverRecord Record, int Items, IReadOnlyList<HandoverItem> Differing);

    internal sealed record View
    {
        public required HandoverRecord Record { get; init; }

        public required IReadOnlyList<HandoverItem> Items { get; init; }

        public required IReadOnlyDictionary<Guid, PartyCard> Parties { get; init; }

        public required IReadOnlyList<HandoverSheet> Sheets { get; init; }

        public required IReadOnlyList<HandoverSignature> Signatures { get; init; }

        public required IReadOnlyList<Picture> Pictures { get; init; }

        /// <summary>What the rules of lending say; until the list is signed.</summary>
        public required IReadOnlyList<LoanFinding> Findings { get; init; }

        /// <summary>The lines whose grade the owner's catalogue states; until the list is signed.</summary>
        public required IReadOnlySet<Guid> Graded { get; init; }

        /// <summary>Told to the sender's people before they begin: something on the list lies elsewhere.</summary>
        public required Refusal? Elsewhere { get; init; }

        /// <summary>Those before and after it that the reader sees, the first one first; itself among them.</summary>
        public required IReadOnlyList<Link> Chain { get; init; }

        public HandoverSheet? Sheet(Stage stage) => Sheets.FirstOrDefault(s => s.Stage == stage);

        /// <summary>The list signed last.</summary>
        public HandoverSheet? Newest => Sheet(Stage.In) ?? Sheet(Stage.Out);

        public IEnumerable<Picture> PicturesOf(HandoverItem item, Stage stage) => Pictures.Where(p => p.ItemId == item.Id && p.Stage == stage);

        public string Name(Guid party) => HandoverWords.Name(Parties.GetValueOrDefault(party));

        /// <summary>Something follows it that was not cancelled.</summary>
        public bool GoesOn => Chain.Any(l => l.Record.PreviousId == Record.Id && l.Record.State != HandoverState.Cancelled);

        /// <summary>Whether a code from paper is that of a signed list, and of which; null where it is of neither.</summary>
        public Stage? Printed(string code) => Sheets.Where(s => PaperCode.Plain(PaperCode.Of(s.Hash)) == PaperCode.Plain(code)).Select(s => (Stage?)s.Stage).FirstOrDefault();
    }

    internal sealed class Handler(ResourcesDb db, CheckList check, IPartyDirectory directory, CurrentActor current)
    {
        private const int Longest = 60;

        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var record = await db.Handovers().AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, ct);
            var items = await db.HandoverItems().AsNoTracking().Where(i => i.HandoverId == id).OrderBy(i => i.Place).ToListAsync(ct);
            if (record is null || !HandoverAccess.MaySee(current.Value, record, items))
            {
                return HandoverAccess.Missing;
            }

            IReadOnlyList<LoanFinding> findings = [];
            IReadOnlySet<Guid> graded = new HashSet<Guid>();
            Refusal? elsewhere = null;
            if (record.State == HandoverState.Planned)
            {
                graded = await check.TakeFactsAsync(items, ct);
                findings = await check.FindingsAsync(record, items, ct);
                elsewhere = HandoverAccess.Acts(current.Value, record.FromPartyId) ? await check.HeldAsync(record, items, null, ct) : null;
            }

            var chain = await ChainAsync(record, ct);
            return new View
            {
                Record = record,
                Items = items,
                Parties = await directory.FindAsync([.. chain.SelectMany(l => new[] { l.Record.FromPartyId, l.Record.ToPartyId }).Concat(items.Select(i => i.OwnerId)).Distinct()], ct),
                Sheets = await db.HandoverSheets().AsNoTracking().Where(s => s.HandoverId == id).ToListAsync(ct),
                Signatures = await db.HandoverSignatures().AsNoTracking().Where(s => s.HandoverId == id).OrderBy(s => s.At).ToListAsync(ct),
                Pictures = await db.HandoverPictures().AsNoTracking().Where(p => p.HandoverId == id).OrderBy(p => p.At).ThenBy(p => p.Id)
                    .Select(p => new Picture(p.Id, p.ItemId, p.Stage, p.Name, p.MediaType)).ToListAsync(ct),
                Findings = findings,
                Graded = graded,
                Elsewhere = elsewhere,
                Chain = chain,
            };
        }

        private async Task<IReadOnlyList<Link>> ChainAsync(HandoverRecord record, CancellationToken ct)
        {
            var found = new List<HandoverRecord> { record };
            while (found[0].PreviousId is { } previous && found.Count < Longest)
            {
                found.Insert(0, await db.Handovers().AsNoTracking().SingleAsync(h => h.Id == previous, ct));
            }

            for (var last = record.Id; found.Count < Longest;)
            {
                var after = await db.Handovers().AsNoTracking().Where(h => h.PreviousId == last).OrderBy(h => h.Number).ToListAsync(ct);
                found.AddRange(after);
                if (after.Find(h => h.State != HandoverState.Cancelled) is not { } next)
                {
                    break;
                }

                last = next.Id;
            }

            return await LinksAsync(db, found, current.Value, ct);
        }
    }

    /// <summary>Of these handovers those that the actor sees, with their differences.</summary>
    internal static async Task<IReadOnlyList<Link>> LinksAsync(ResourcesDb db, IReadOnlyList<HandoverRecord> records, Actor actor, CancellationToken ct)
    {
        var ids = records.Select(r => r.Id).ToList();
        var items = (await db.HandoverItems().AsNoTracking().Where(i => ids.Contains(i.HandoverId)).OrderBy(i => i.Place).ToListAsync(ct)).ToLookup(i => i.HandoverId);
        return [.. records.Where(r => HandoverAccess.MaySee(actor, r, items[r.Id])).Select(r => new Link(r, items[r.Id].Count(), Differences.Among(items[r.Id])))];
    }

    /// <summary>A picture of the condition, to those who may see the handover; always as a download.</summary>
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/handovers/evidence/{id:guid}", async (
        Guid id, ResourcesDb db, CurrentActor current, HttpContext http, CancellationToken ct) =>
    {
        // Whether the reader may, before what is large.
        var record = await db.Handovers().AsNoTracking().SingleOrDefaultAsync(h => db.HandoverPictures().Any(p => p.Id == id && p.HandoverId == h.Id), ct);
        if (record is null || !HandoverAccess.MaySee(current.Value, record, await db.HandoverItems().AsNoTracking().Where(i => i.HandoverId == record.Id).ToListAsync(ct)))
        {
            return Results.NotFound();
        }

        var picture = await db.HandoverPictures().AsNoTracking().SingleAsync(p => p.Id == id, ct);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(picture.Content, picture.MediaType, picture.Name);
    }).RequireAuthorization(ResourcePermissions.Read);
}
