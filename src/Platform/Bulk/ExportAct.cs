using Guanlian.Platform.Data;
using Guanlian.Platform.Http;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>The comparison, or only its problems, as a workbook: rows stream from the database into the file.</summary>
internal static class ExportAct
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/bulk/{id:guid}/differences.xlsx", async (
                Guid id, string? show, string? q, BulkAccess access, PlatformDb db, Wording words, CancellationToken ct) =>
            (await access.OpenPreparedAsync(id, ct)).ToHttp(found => Differences(found.Act, found.Kind, db, words, BulkFilters.Read(show), q)))
            .RequireAuthorization();
        routes.MapGet("/bulk/{id:guid}/problems.xlsx",
            async (Guid id, BulkAccess access, PlatformDb db, Wording words, CancellationToken ct) =>
            (await access.OpenPreparedAsync(id, ct)).ToHttp(found => Problems(found.Act, found.Kind, db, words)))
            .RequireAuthorization();
    }

    private static TableDownload Differences(BulkAct act, IBulkKind kind, PlatformDb db, Wording words, BulkFilter filter, string? search)
    {
        var text = new BulkRowText(words, kind, act);
        IAsyncEnumerable<BulkRow> rows() => ViewAct.Find(db, act.Id, filter, search).OrderBy(r => r.Number).AsAsyncEnumerable();
        var whole = new TableSheet(words["platform.bulk.sheet.rows"],
            [
                Heading("row"), Heading("subject-key"), Heading("subject"), Heading("state"),
                .. kind.Fields.Select(f => new TableHeading(kind.Heading(f.Name, words))), Heading("findings", 48), Heading("kept", 48),
            ],
            rows().Select(r => Line(r, kind, text)))
        {
            Title = words[kind.Kind + ".title"],
            Notes = [words["platform.bulk.export-note", ("file", act.FileName ?? ""), ("who", act.ActorName), ("at", act.CreatedAt)]],
        };
        var changes = new TableSheet(words["platform.bulk.sheet.changes"],
            [Heading("row"), Heading("subject-key"), Heading("subject"), Heading("field"), Heading("was"), Heading("comes")],
            rows().Where(r => r.State == BulkRowState.Changed)
                .SelectMany(r => text.Changes(r).Select(c => Line(r, c)).ToAsyncEnumerable()));
        return new TableDownload($"{words[kind.Kind + ".title"]} {words["platform.bulk.sheet.rows"]}", TableFormat.Xlsx, whole, changes);

        TableHeading Heading(string name, int? width = null) => new(words["platform.bulk.column." + name], width);
    }

    private static TableDownload Problems(BulkAct act, IBulkKind kind, PlatformDb db, Wording words)
    {
        var text = new BulkRowText(words, kind, act);
        var rows = db.Set<BulkRow>().AsNoTracking().Where(r => r.ActId == act.Id && r.Findings != null).OrderBy(r => r.Number)
            .AsAsyncEnumerable()
            .SelectMany(r => Stored.Read<List<StoredFinding>>(r.Findings!).Select(f => (IReadOnlyList<TableCell>)
            [
                f.Sheet ?? r.Sheet, Row(f.Row ?? r.FileRow), f.Cell, f.Column, r.Key, r.Label, f.Value,
                words[f.Weight == TableWeight.Problem ? "platform.bulk.row.Problem" : "platform.bulk.flag"], f.Sentence(words),
            ]).ToAsyncEnumerable());
        string[] columns = ["sheet", "row", "cell", "column", "subject-key", "subject", "value", "state", "findings"];
        return new TableDownload($"{words[kind.Kind + ".title"]} {words["platform.bulk.sheet.problems"]}", TableFormat.Xlsx,
            new TableSheet(words["platform.bulk.sheet.problems"],
                [.. columns.Select(c => new TableHeading(words["platform.bulk.column." + c]))], rows)
            {
                Title = words[kind.Kind + ".title"],
            });
    }

    private static IReadOnlyList<TableCell> Line(BulkRow row, IBulkKind kind, BulkRowText text)
    {
        var changed = Stored.Fields(row.Before);
        return
        [
            Row(row.FileRow), row.Key, row.Label, text.State(row),
            .. kind.Fields.Select(f => TableCell.From(text.Says(row, f)) with { Marked = changed.ContainsKey(f.Name) }),
            string.Join('\n', text.Findings(row).Select(f => $"{f.Place} {f.Sentence}".Trim())), string.Join('\n', text.Kept(row)),
        ];
    }

    private static IReadOnlyList<TableCell> Line(BulkRow row, (string Field, string? Was, string? Comes) change) =>
        [Row(row.FileRow), row.Key, row.Label, change.Field, change.Was, TableCell.From(change.Comes) with { Marked = true }];

    private static TableCell Row(int? number) => number is { } known ? known : TableCell.From(null);
}
