using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Hosting.Shelf;

/// <summary>The smallest honest kind: things on a shelf, known by their code.</summary>
public sealed class ShelfImport(ShelfDb db, ShelfProbe probe) : IBulkImport
{
    public const string Name = "tests.shelf-import";
    public const string MayImport = "tests.shelf.import";

    public string Kind => Name;

    public string Permission => MayImport;

    public string SubjectKind => "tests.thing";

    public ModuleDb Db => db;

    public IReadOnlyList<BulkField> Fields { get; } =
        [new("code", "tests.code"), new("name", "tests.name"), new("count", "tests.count"), new("note", "tests.note")];

    public IReadOnlyList<BulkOption> Options { get; } = [new("year", "tests.year") { Optional = true }];

    public TableShape Shape { get; } =
        new(new TableColumn("编号", true), new TableColumn("名称", true), new TableColumn("数量"), new TableColumn("备注"));

    public ProposedRow? Propose(TableRow row, BulkContext context)
    {
        if (row["编号"] is not { } code)
        {
            return null;
        }

        var fields = new Dictionary<string, string?> { ["code"] = code, ["name"] = row["名称"] };
        List<TableProblem> findings = [];
        if (row.Has("数量"))
        {
            fields["count"] = row["数量"];
            if (row["数量"] is { } text && !int.TryParse(text, out _))
            {
                findings.Add(row.Problem("tests.not-a-number", "数量"));
            }
            else if (row["数量"] == "0")
            {
                findings.Add(row.Problem("tests.zero", "数量", TableWeight.Notice));
            }
        }

        if (row.Has("备注"))
        {
            fields["note"] = row["备注"];
        }

        return new ProposedRow(code, row["名称"] ?? code, fields) { Findings = findings };
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        await probe.Before("match", rows.Count, ct);
        var codes = rows.Select(r => r.Key).ToList();
        var found = await db.Things.AsNoTracking().Where(t => codes.Contains(t.Code)).ToDictionaryAsync(t => t.Code, ct);
        return [.. rows.Select(r => found.TryGetValue(r.Key, out var t) ? new BulkMatch(t.Id, Text(t)) : BulkMatch.New)];
    }

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(
        IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct)
    {
        await probe.Before("apply", rows.Count, ct);
        var ids = rows.Select(r => r.SubjectId).OfType<Guid>().ToList();
        var found = await db.Things.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        var written = new List<Outcome<BulkWritten>>();
        foreach (var row in rows)
        {
            if (row.Row.Label == "不许写")
            {
                written.Add(new Refusal.Invalid("tests.not-this-one"));
                continue;
            }

            var thing = row.SubjectId is { } id ? found[id]
                : db.Things.Add(new Thing { Id = Guid.CreateVersion7(), Code = row.Row.Key }).Entity;
            Set(thing, row.Changed);
            written.Add(new BulkWritten(thing.Id));
        }

        return written;
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct)
    {
        await probe.Before("undo", subjects.Count, ct);
        return await db.Things.AsNoTracking().Where(t => subjects.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => (IReadOnlyDictionary<string, string?>)Text(t), ct);
    }

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct)
    {
        var ids = rows.Select(r => r.SubjectId).ToList();
        var found = await db.Things.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        return [.. rows.Select(r => Undo(found[r.SubjectId], r))];
    }

    public Refusal? Explain(PostgresException violation) =>
        violation.ConstraintName == "thing_name_once" ? new Refusal.Invalid("tests.name-taken") : null;

    private Refusal.Stale? Undo(Thing thing, UndoRow row)
    {
        if (!row.Added)
        {
            Set(thing, row.Back);
            return null;
        }

        if (thing.Code == "借出")
        {
            return new Refusal.Stale("tests.on-loan");
        }

        db.Things.Remove(thing);
        return null;
    }

    private static void Set(Thing thing, IReadOnlyDictionary<string, string?> values)
    {
        thing.Name = values.TryGetValue("name", out var name) ? name ?? "" : thing.Name;
        thing.Count = values.TryGetValue("count", out var count) ? count : thing.Count;
        thing.Note = values.TryGetValue("note", out var note) ? note : thing.Note;
        thing.Version++;
    }

    private static Dictionary<string, string?> Text(Thing t) =>
        new() { ["code"] = t.Code, ["name"] = t.Name, ["count"] = t.Count, ["note"] = t.Note };
}

public sealed class Thing
{
    public Guid Id { get; init; }

    public string Code { get; init; } = "";

    public string Name { get; set; } = "";

    public string? Count { get; set; }

    public string? Note { get; set; }

    public int Version { get; set; }
}

public sealed class ShelfDb(DbContextOptions<ShelfDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    public const string Sql = """
        create schema shelf;
        create table shelf.thing (
            id uuid primary key, code text not null unique, name text not null, count text, note text, version int not null,
            constraint thing_name_once unique (name) deferrable initially immediate);
        """;

    protected override string Schema => "shelf";

    public DbSet<Thing> Things => Set<Thing>();

    protected override void Shape(ModelBuilder model)
    {
        model.Entity<Thing>(e =>
        {
            e.ToTable("thing").HasKey(t => t.Id);
            e.Property(t => t.Version).IsConcurrencyToken();
        });
    }
}

/// <summary>Lets a test step in between.</summary>
public sealed class ShelfProbe
{
    public Func<string, int, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;
}
