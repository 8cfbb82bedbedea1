using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Masters;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Multimedia;

/// <summary>A keeper looks through the museum's models, sounds and films, newest first; as a page and as a workbook.</summary>
internal static class ListMultimedia
{
    public const int PageSize = 50;

    private const int MostRows = 20_000;

    /// <summary>As the files are recognised.</summary>
    public static readonly string[] Kinds = ["glb", "mp3", "m4a", "ogg", "wav", "mp4", "webm"];

    /// <param name="Code">Whose.</param>
    /// <param name="Serial">Of one object only; what is no serial is of none.</param>
    /// <param name="Text">Any part of a title or a file's name, or a register number.</param>
    /// <param name="Kind">One of <see cref="Kinds"/>; anything else asks nothing.</param>
    /// <param name="Shown"><c>object</c> or <c>staff</c>; anything else asks nothing.</param>
    /// <param name="Damaged">Only files that must be brought again.</param>
    internal sealed record Query(string Code, string? Serial, string? Text, string? Kind, string? Shown, bool Damaged);

    /// <param name="Holder">Whose.</param>
    /// <param name="About">The object that was asked for.</param>
    /// <param name="Rows">This page.</param>
    /// <param name="Objects">Those that the rows are of.</param>
    /// <param name="Damaged">Those of the rows that must be brought again.</param>
    /// <param name="Total">On all pages.</param>
    internal sealed record Found(
        PartyCard Holder, ObjectInBook? About, IReadOnlyList<MultimediaFile> Rows, IReadOnlyDictionary<ObjectKey, ObjectInBook> Objects, IReadOnlySet<Guid> Damaged, int Total);

    internal sealed class Handler(MediaDb db, ImageAccess access, IObjectBook objects)
    {
        public async Task<Outcome<Found>> HandleAsync(Query query, int page, int size, CancellationToken ct)
        {
            var kept = await access.KeptAsync(query.Code, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var about = int.TryParse(query.Serial, out var serial) ? await objects.SeenAsync(query.Code, serial, ct) : null;
            if (query.Serial is not null && about is null)
            {
                return new Refusal.Missing("media.collection.missing");
            }

            var institution = kept.Value.Id;
            var rows = db.Multimedia.AsNoTracking().Where(m => m.InstitutionId == institution && !m.Removed);
            rows = about is null ? rows : rows.Where(m => m.ObjectId == about.Key.ObjectId);
            rows = query.Kind is { } kind && Kinds.Contains(kind) ? rows.Where(m => m.Kind == kind) : rows;
            rows = query.Shown is "object" or "staff" ? rows.Where(m => m.Hidden == (query.Shown == "staff")) : rows;
            rows = query.Damaged ? rows.Where(m => db.Masters.Any(s => s.Sha256 == m.Sha256 && s.State != MasterState.Whole)) : rows;
            if (query.Text?.Trim() is { Length: > 0 } text)
            {
                var (pattern, escape) = (LikePattern.Containing(text), LikePattern.Escape);
                var numbered = (await objects.ByNumberAsync(institution, [text], ct)).Values.Select(o => o.Key.ObjectId).ToList();
                rows = rows.Where(m => EF.Functions.ILike(m.TitleZh, pattern, escape) || EF.Functions.ILike(m.TitleEn, pattern, escape)
                    || EF.Functions.ILike(m.FileName, pattern, escape) || numbered.Contains(m.ObjectId));
            }

            var total = await rows.CountAsync(ct);
            var some = await rows.OrderByDescending(m => m.Id).Skip(PageNumber.Before(page, total, size)).Take(size).ToListAsync(ct);
            var files = some.Select(m => m.Sha256).ToList();
            var damaged = await db.Masters.AsNoTracking().Where(m => files.Contains(m.Sha256) && m.State != MasterState.Whole).Select(m => m.Sha256).ToListAsync(ct);
            return new Found(
                kept.Value, about, some, await objects.SeenAsync([.. some.Select(m => new ObjectKey(m.InstitutionId, m.ObjectId)).Distinct()], ct),
                some.Where(m => damaged.Contains(m.Sha256)).Select(m => m.Id).ToHashSet(), total);
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/collections/{code}/multimedia.xlsx", async (
        string code, [AsParameters] Asked asked, Handler list, Wording words, CancellationToken ct) =>
    {
        var found = await list.HandleAsync(new(code, asked.Object, asked.Q, asked.Kind, asked.Shown, asked.Damaged == "true"), 1, MostRows, ct);
        return found.Refused ? Results.NotFound() : new TableDownload(words["media.multimedia.title"], TableFormat.Xlsx, Sheet(words, found.Value));
    }).RequireAuthorization(MediaPermissions.Keep);

    /// <summary>What stands in the address.</summary>
    internal sealed record Asked(string? Object, string? Q, string? Kind, string? Shown, string? Damaged);

    private static TableSheet Sheet(Wording words, Found found) => new(
        words["media.multimedia.title"],
        [
            new(words["media.multimedia.title-zh"], 30), new(words["media.multimedia.title-en"], 30), new(words["media.multimedia.kind"]), new(words["media.multimedia.bytes"]),
            new(words["media.list.number"]), new(words["media.multimedia.object"], 30), new(words["media.image.shown"]), new(words["media.list.file"], 30), new(words["media.list.received"]),
            new(words["media.list.state"]), new("SHA-256", 66),
        ],
        found.Rows.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (m) =>
        {
            var about = found.Objects.GetValueOrDefault(new(m.InstitutionId, m.ObjectId));
            return
            [
                m.TitleZh, m.TitleEn, words[$"media.multimedia.kind.{m.Kind}"], Megabytes(m), about?.Number, about?.Title, words[m.Hidden ? "media.shown.staff" : "media.shown.object"], m.FileName,
                Dates.InChina(m.CreatedAt), words[found.Damaged.Contains(m.Id) ? "media.list.damaged-state" : "media.list.whole"], m.Sha256,
            ];
        }));

    /// <summary>Never nothing.</summary>
    public static decimal Megabytes(MultimediaFile file) => Math.Max(0.1m, Math.Round(file.Bytes / 1048576m, 1));
}
