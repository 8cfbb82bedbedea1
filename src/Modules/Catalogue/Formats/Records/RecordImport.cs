using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Crosswalks;
using Guanlian.Catalogue.Formats.Reading;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Npgsql;

namespace Guanlian.Catalogue.Formats.Records;

/// <summary>
/// A keeper brings in records of another system: LIDO, MARC, EAD, OAI-PMH, Dublin Core, our own JSON Lines. A record finds its object again by the id that it has there,
/// else by its register number.
/// </summary>
internal sealed class RecordImport(
    CatalogueDb db, ObjectRows objects, Origins origins, ProfileBook profiles, CodeBook codes, CurrentActor current) : IBulkFile
{
    public const string KindName = "catalogue.record-import";
    public const string ProfileOption = "profile";

    /// <summary>The field of a row that holds the foreign id; no field of a profile is called so.</summary>
    private const string Origin = "origin";

    /// <summary>For what is done beside the other members.</summary>
    private readonly RecordTexts beside = new(codes);

    private Profile? profile;
    private Guid institution;

    public string Kind => KindName;

    public string Permission => CataloguePermissions.Keep;

    public string SubjectKind => "catalogue.object";

    public ModuleDb Db => db;

    public bool RowsAreHistory => true;

    public bool ReadsAhead => true;

    public string Accept => ".xml,.lido,.mrc,.marc,.marcxml,.ead,.jsonl";

    public IReadOnlyList<BulkField> Fields => [new(Origin, "catalogue.record-import.origin"), .. ObjectFields.Of(Present)];

    public IReadOnlyList<BulkOption> Options { get; } =
    [
        new(ProfileOption, "catalogue.record-import.profile")
        {
            Choices = [.. ProfileBook.Shipped.All.Select(p => (p.Name, $"catalogue.record-import.profile.{p.Name}"))],
        },
        new(ObjectImport.Shown, "catalogue.import.shown")
        {
            Optional = true,
            Usual = ObjectImport.NotYet,
            Choices = [.. new[] { ObjectImport.NotYet }.Concat(Enum.GetNames<Level>().Where(l => l != nameof(Level.Named))).Select(l => (l, $"catalogue.import.shown.{l}"))],
        },
        new(ObjectImport.Institution, "catalogue.import.institution") { Optional = true, ProgramOnly = true },
    ];

    public Refusal? Check(BulkContext context) =>
        InstitutionOf(context) is not { } owner ? new Refusal.Invalid(ImportWords.NoInstitution)
        : ObjectRows.ShownTo(context) is not null && !IsProgram && !current.Value.May(CataloguePermissions.Publish, owner)
            ? new Refusal.Denied(ImportWords.MayNotPublish)
            : null;

    public Task<Refusal?> PrepareAsync(BulkContext context, CancellationToken ct)
    {
        if (InstitutionOf(context) is not { } owner)
        {
            return Task.FromResult<Refusal?>(new Refusal.Invalid(ImportWords.NoInstitution));
        }

        (institution, profile) = (owner, profiles[context[ProfileOption]]);
        return Task.FromResult<Refusal?>(null);
    }

    public Refusal? Look(Stream file) => ForeignFile.Open(file).Refusal;

    public async Task<Outcome<Done>> ReadAsync(
        Stream file, BulkContext context, Func<ProposedRow, CancellationToken, ValueTask> take, CancellationToken ct)
    {
        var opened = ForeignFile.Open(file);
        if (opened.Refused)
        {
            return opened.Refusal;
        }

        var numbers = new HashSet<string>();
        var read = await opened.Value.ReadAsync(
            (record, token) => record.IsDeleted ? ValueTask.CompletedTask : take(Row(record, numbers, context), token), ct);
        return read.Refused ? read.Refusal : Done.It;
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        await objects.LockAsync(institution, context.Writing, ct);
        var byId = await origins.FindAsync(institution, Origins.File, [.. rows.Select(r => r.Key)], ct);
        var byNumber = await origins.FindByNumberAsync(institution, [.. rows.Select(NumberOf).OfType<string>()], ct);
        var subjects = rows.Select(r => byId.TryGetValue(r.Key, out var id) ? id
            : NumberOf(r) is { } number && byNumber.TryGetValue(RegisterNumber.Key(number) ?? "", out var numbered) ? numbered : (Guid?)null).ToList();
        var now = await objects.ByIdAsync(institution, [.. subjects.OfType<Guid>().Distinct()], context.Writing, ct);
        return [.. rows.Select((row, i) => subjects[i] is { } id && now.TryGetValue(id, out var texts)
            ? new BulkMatch(id, byId.ContainsKey(row.Key) ? With(texts, row.Fields[Origin]) : texts) { Findings = Findings(row, id, byId, byNumber) }
            : BulkMatch.New)];
    }

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct)
    {
        var written = await objects.ApplyAsync(institution, rows, (row, now) => now with { Record = objects.Texts.With(now.Record, row.Changed) }, ct);
        await origins.PutAsync(
            institution, Origins.File, [.. rows.Select((row, i) => (row.Row.Key, written[i])).Where(w => !w.Item2.Refused).Select(w => (w.Key, w.Item2.Value.SubjectId))], ct);
        return written;
    }

    public Task MakeReadyAsync(IReadOnlyList<AcceptedRow> adds, BulkContext context, CancellationToken ct) =>
        objects.MakeReadyAsync(adds, row => ObjectRows.New(institution, row, profile!, beside, context, foreign: true), ct);

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct)
    {
        var known = await origins.OfAsync(institution, Origins.File, subjects, ct);
        return (await objects.ByIdAsync(institution, subjects, context.Writing, ct)).ToDictionary(
            o => o.Key,
            o => known.TryGetValue(o.Key, out var id) ? With(o.Value, RecordTexts.Text(id)) : o.Value);
    }

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct)
    {
        var refusals = await objects.UndoAsync(rows, (row, now) => now with { Record = objects.Texts.With(now.Record, row.Back) }, ct);
        await origins.ForgetAsync(institution, [.. rows.Where((r, i) => r.Added && refusals[i] is null).Select(r => r.SubjectId)], ct);
        return refusals;
    }

    public Refusal? Explain(PostgresException violation) =>
        violation.ConstraintName == "object_number_once" ? new Refusal.Stale(ImportWords.NumberTaken) : null;

    public string Heading(string field, Wording words) =>
        field == Origin ? words["catalogue.record-import.origin"] : ObjectFields.Heading(Present, codes, field);

    public string Show(string field, string value, Wording words) => ObjectFields.Show(Present, codes, field, value);

    private Profile Present => profile ?? profiles["art"];

    private bool IsProgram => current.Value == Actor.Program;

    private Guid? InstitutionOf(BulkContext context) =>
        context.PartyId ?? (IsProgram && Guid.TryParse(context[ObjectImport.Institution], out var named) ? named : null);

    private ProposedRow Row(ForeignRecord foreign, HashSet<string> numbers, BulkContext context)
    {
        var record = CrosswalkRun.Apply(foreign, profile!);
        var findings = foreign.Findings;
        if (profile!.Of(FieldRoles.Number) is { } field && record[field.Key] is TextValue said && RegisterNumber.Key(said.Text) is { } folded && !numbers.Add(folded))
        {
            // Parts of one work often share its number; here a number stands for one object.
            record = record.With(field.Key, null) with { Extra = new Dictionary<string, string>(record.Extra) { [field.Zh] = said.Text } };
            findings = [.. findings, new TableProblem("catalogue.record-import.number-shared", new TablePlace(Row: foreign.Number), said.Text) { Weight = TableWeight.Notice }];
        }

        // A record without an id of its own is known by its number; without either it is new each time.
        var key = foreign.Id ?? (record.Of(FieldRoles.Number) as TextValue)?.Text
            ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{foreign.Number}");
        Dictionary<string, string?> fields = new(beside.Of(record)) { [Origin] = RecordTexts.Text(key) };
        var row = new ProposedRow(key, record.Title("zh") is { Length: > 0 } title ? title : key, fields) { Place = new TablePlace(Row: foreign.Number), Findings = findings };
        return ObjectRows.StaysDraft(row, profile, context, foreign: true) is { } stays ? row with { Findings = [.. findings, stays] } : row;
    }

    private string? NumberOf(ProposedRow row) => profile!.Of(FieldRoles.Number) is { } field && row.Fields.GetValueOrDefault(field.Key) is { } text
        ? System.Text.Json.JsonSerializer.Deserialize<string>(text)
        : null;

    private static Dictionary<string, string?> With(IReadOnlyDictionary<string, string?> texts, string? origin) => new(texts) { [Origin] = origin };

    private TableProblem[] Findings(ProposedRow row, Guid id, Dictionary<string, Guid> byId, Dictionary<string, Guid> byNumber)
    {
        if (NumberOf(row) is { } number && byNumber.TryGetValue(RegisterNumber.Key(number) ?? "", out var holder) && holder != id)
        {
            return [new TableProblem("catalogue.record-import.number-of-another", row.Place, number)];
        }

        return objects.Spoils(id, row) is { } spoilt ? [spoilt]
            : byId.ContainsKey(row.Key) ? []
            : [new TableProblem("catalogue.record-import.by-number", row.Place, row.Key) { Weight = TableWeight.Notice }];
    }
}
