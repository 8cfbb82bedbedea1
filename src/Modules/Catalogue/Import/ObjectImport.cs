using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Npgsql;

namespace Guanlian.Catalogue.Import;

/// <summary>A keeper brings in objects from a table or JSON records: the census workbook as it is, anything else by a mapping.</summary>
internal sealed class ObjectImport(
    CatalogueDb db, ObjectRows objects, ObjectAccess access, Mappings mappings, ProfileBook profiles, CodeBook codes, CurrentActor current) : IBulkImport
{
    public const string KindName = "catalogue.import";
    public const string Layout = "layout";
    public const string Shown = "shown";
    public const string Institution = "institution";

    /// <summary>New objects stay drafts; or they are published to a level.</summary>
    public const string NotYet = "Draft";

    /// <summary>For what is done beside the other members.</summary>
    private readonly RecordTexts beside = new(codes);

    private RowReader? reader;
    private Mapping? mapping;
    private Profile? profile;
    private Guid institution;
    private string? code;

    public string Kind => KindName;

    public string Permission => CataloguePermissions.Keep;

    public string SubjectKind => "catalogue.object";

    public ModuleDb Db => db;

    public bool RowsAreHistory => true;

    /// <summary>Small enough that its rows are forgotten before the collector moves them, large enough for one question to the database.</summary>
    public int Batch => 200;

    public bool ReadsAhead => true;

    public string StartPage => "collections/import";

    public string? ResultPage => code is null ? null : $"collections/{code}";

    public TableShape Shape => mapping?.Shape() ?? new TableShape([]);

    public IReadOnlyList<BulkField> Fields => ObjectFields.Of(Present);

    public IReadOnlyList<BulkOption> Options { get; } =
    [
        new(Layout, "catalogue.import.layout") { Optional = true },
        new(Shown, "catalogue.import.shown")
        {
            Optional = true,
            Choices = [.. new[] { NotYet }.Concat(Enum.GetNames<Level>().Where(l => l != nameof(Level.Named))).Select(l => (l, $"catalogue.import.shown.{l}"))],
        },
        new(Institution, "catalogue.import.institution") { Optional = true, ProgramOnly = true },
    ];

    public Refusal? Check(BulkContext context) =>
        InstitutionOf(context) is not { } owner ? new Refusal.Invalid(ImportWords.NoInstitution)
        : ObjectRows.ShownTo(context) is not null && !IsProgram && !current.Value.May(CataloguePermissions.Publish, owner)
            ? new Refusal.Denied(ImportWords.MayNotPublish)
            : null;

    public async Task<Refusal?> PrepareAsync(BulkContext context, CancellationToken ct)
    {
        if (InstitutionOf(context) is not { } owner)
        {
            return new Refusal.Invalid(ImportWords.NoInstitution);
        }

        institution = owner;
        code ??= (await access.HolderAsync(owner, ct)).Code;
        mapping = await mappings.FindAsync(owner, context[Layout] is { Length: > 0 } name ? name : "census", ct);
        if (mapping is null || profiles.Find(mapping.Profile) is not { } found)
        {
            return new Refusal.Missing(ImportWords.MappingMissing);
        }

        profile = found;
        reader = new(mapping, found, codes, await mappings.PeopleAsync(owner, mapping, ct));
        return null;
    }

    public ProposedRow? Propose(TableRow row, BulkContext context)
    {
        var read = reader!.Read(row);
        return read is not null && ObjectRows.StaysDraft(read, profile!, context, foreign: false) is { } stays ? read with { Findings = [.. read.Findings, stays] } : read;
    }

    public Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct) =>
        objects.ByNumberAsync(institution, rows, profile!, context.Writing, ct);

    public Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct) =>
        objects.ApplyAsync(institution, rows, (row, now) => now with { Record = objects.Texts.With(now.Record, row.Changed) }, ct);

    public Task MakeReadyAsync(IReadOnlyList<AcceptedRow> adds, BulkContext context, CancellationToken ct) =>
        objects.MakeReadyAsync(adds, row => ObjectRows.New(institution, row, profile!, beside, context, foreign: false), ct);

    public Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct) =>
        objects.ByIdAsync(institution, subjects, context.Writing, ct);

    public Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct) =>
        objects.UndoAsync(rows, (row, now) => now with { Record = objects.Texts.With(now.Record, row.Back) }, ct);

    public Refusal? Explain(PostgresException violation) =>
        violation.ConstraintName == "object_number_once" ? new Refusal.Stale(ImportWords.NumberTaken) : null;

    public string Heading(string field, Wording words) => ObjectFields.Heading(Present, codes, field);

    public string Show(string field, string value, Wording words) => ObjectFields.Show(Present, codes, field, value);

    private Profile Present => profile ?? profiles["census"];

    private bool IsProgram => current.Value == Actor.Program;

    /// <summary>Whose objects: the party that the actor works for; commands of the program name one.</summary>
    private Guid? InstitutionOf(BulkContext context) => context.PartyId ?? (IsProgram && Guid.TryParse(context[Institution], out var named) ? named : null);
}
