using System.Globalization;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;

namespace Guanlian.Platform.Bulk;

/// <summary>A row of a comparison in words, the same on the page and in the workbook.</summary>
internal sealed class BulkRowText(Wording words, IBulkKind kind, BulkAct act)
{
    /// <summary>Field by field: what was, what comes.</summary>
    public IReadOnlyList<(string Field, string? Was, string? Comes)> Changes(BulkRow row)
    {
        var (says, before) = (Stored.Fields(row.Fields), Stored.Fields(row.Before));
        var adds = row.State == BulkRowState.Added || row.SubjectId is null;
        return [.. kind.Fields.Select(f => f.Name).Union(says.Keys)
            .Where(f => adds ? !string.IsNullOrEmpty(says.GetValueOrDefault(f)) : before.ContainsKey(f))
            .Select(f => (kind.Heading(f, words), Show(f, before.GetValueOrDefault(f)), Show(f, says.GetValueOrDefault(f))))];
    }

    /// <summary>The value of a field as the file has it, or as it is where the row does not speak of it.</summary>
    public string? Says(BulkRow row, BulkField field) => Show(field.Name, Stored.Fields(row.Fields).GetValueOrDefault(field.Name));

    public IReadOnlyList<(string Place, string Sentence, bool Blocks)> Findings(BulkRow row) => row.Findings is null
        ? []
        : [.. Stored.Read<List<StoredFinding>>(row.Findings)
            .Select(f => (Place(f, row), f.Sentence(words), f.Weight == TableWeight.Problem))];

    /// <summary>What undoing left, and why.</summary>
    public IReadOnlyList<string> Kept(BulkRow row)
    {
        if (row.Kept is null)
        {
            return [];
        }

        var kept = Stored.Read<KeptRow>(row.Kept);
        var fields = kept.Fields.Select(f => words["platform.bulk.kept-field",
            ("field", kind.Heading(f.Field, words)),
            ("ours", Show(f.Field, f.Ours) ?? words["platform.bulk.empty"]),
            ("now", Show(f.Field, f.Now) ?? words["platform.bulk.empty"])]);
        return kept.Because is null ? [.. fields] : [kept.Because.Sentence(words), .. fields];
    }

    public string State(BulkRow row) => words[(act.EndOf(row), row) switch
    {
        ({ } end, _) => $"platform.bulk.end.{end}",
        (_, { State: BulkRowState.Added or BulkRowState.Changed, Accepted: false }) => "platform.bulk.row.Skipped",
        _ => $"platform.bulk.row.{row.State}",
    }];

    public TagKind Mark(BulkRow row) => (act.EndOf(row), row.State) switch
    {
        (BulkRowEnd.Kept or BulkRowEnd.PartlyUndone, _) => TagKind.Due,
        (BulkRowEnd.Undone, _) => TagKind.Stopped,
        (BulkRowEnd.Applied, _) => TagKind.Done,
        (_, BulkRowState.Problem) => TagKind.Due,
        (_, BulkRowState.Same) => TagKind.Plain,
        _ when !row.Accepted => TagKind.Stopped,
        (_, BulkRowState.Added) => TagKind.Draft,
        _ => TagKind.Running,
    };

    /// <summary>Sheet and row of the file.</summary>
    public string Where(BulkRow row) => row.FileRow is { } number
        ? words[row.Sheet is null ? "platform.bulk.place" : "platform.bulk.place-in-sheet",
            ("sheet", row.Sheet), ("row", number.ToString(CultureInfo.InvariantCulture))]
        : "";

    private static string Place(StoredFinding finding, BulkRow row) =>
        string.Join(' ', new[] { finding.Sheet ?? row.Sheet, finding.Cell, finding.Column }.Where(p => !string.IsNullOrEmpty(p)));

    private string? Show(string field, string? value) => string.IsNullOrEmpty(value) ? null : kind.Show(field, value, words);
}
