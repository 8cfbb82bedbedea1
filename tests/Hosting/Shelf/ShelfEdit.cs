using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Hosting.Shelf;

/// <summary>The smallest batch edit: the same note for every thing whose code begins alike.</summary>
public sealed class ShelfEdit(ShelfDb db, ShelfProbe probe) : IBulkEdit
{
    public const string Name = "tests.shelf-edit";
    private readonly ShelfImport shelf = new(db, probe);

    public string Kind => Name;

    public string Permission => ShelfImport.MayImport;

    public string SubjectKind => shelf.SubjectKind;

    public IReadOnlyList<BulkField> Fields => shelf.Fields;

    public IReadOnlyList<BulkOption> Options { get; } = [new("begins", "tests.code"), new("note", "tests.note") { Optional = true }];

    public ModuleDb Db => db;

    public async IAsyncEnumerable<ProposedRow> ProposeAsync(
        BulkContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var begins = context["begins"];
        await foreach (var thing in db.Things.AsNoTracking().Where(t => t.Code.StartsWith(begins)).OrderBy(t => t.Code).AsAsyncEnumerable()
            .WithCancellation(ct))
        {
            yield return new ProposedRow(thing.Code, thing.Name, new Dictionary<string, string?> { ["note"] = context["note"] });
        }
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct) =>
        await shelf.MatchAsync(rows, context, ct);

    public Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(
        IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct) =>
        shelf.ApplyAsync(rows, context, ct);

    public Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct) => shelf.CurrentAsync(subjects, context, ct);

    public Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct) =>
        shelf.UndoAsync(rows, context, ct);
}
