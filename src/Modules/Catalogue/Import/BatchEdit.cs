using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Npgsql;

namespace Guanlian.Catalogue.Import;

/// <summary>One change to all objects of a list: a field set, cleared, added to or replaced in, a state, a level.</summary>
internal sealed class BatchEdit(
    CatalogueDb db, ObjectRows objects, ObjectAccess access, ChosenObjects chosen, ProfileBook profiles, CodeBook codes) : IBulkEdit
{
    public const string KindName = "catalogue.batch-edit";
    public const string Chosen = "chosen";
    public const string Field = "field";
    public const string Do = "do";
    public const string Value = "value";
    public const string Find = "find";
    public const string State = "state";
    public const string LevelField = "level";

    public static readonly IReadOnlyList<string> Ways = ["set", "clear", "append", "replace"];

    private string? code;

    public string Kind => KindName;

    public string Permission => CataloguePermissions.Keep;

    public string SubjectKind => ObjectHistory.SubjectKind;

    public ModuleDb Db => db;

    public bool RowsAreHistory => true;

    public int Batch => 1000;

    public string StartPage => "collections/import";

    public string? ResultPage => code is null ? null : $"collections/{code}";

    public IReadOnlyList<BulkField> Fields =>
        [new(State, "catalogue.column.state"), new(LevelField, "catalogue.column.level"), .. profiles.All.SelectMany(ObjectFields.Of).DistinctBy(f => f.Name)];

    public IReadOnlyList<BulkOption> Options { get; } =
    [
        new(Chosen, "catalogue.batch.chosen") { Optional = true }, new(Field, "catalogue.batch.field"),
        new(Do, "catalogue.batch.do") { Choices = [.. Ways.Select(w => (w, $"catalogue.batch.do.{w}"))] },
        new(Value, "catalogue.batch.value") { Optional = true }, new(Find, "catalogue.batch.find") { Optional = true },
    ];

    public Refusal? Check(BulkContext context)
    {
        var (name, way) = (context[Field], context[Do]);
        var field = profiles.All.Select(p => p.Find(RecordTexts.Split(name).Field)).FirstOrDefault(f => f is not null);
        if (context.PartyId is not { } owner)
        {
            return new Refusal.Invalid(ImportWords.NoInstitution);
        }

        if (name is State or LevelField)
        {
            var known = name == State ? context[Value] is nameof(ObjectState.Draft) or nameof(ObjectState.Review) or nameof(ObjectState.Published)
                : Enum.TryParse<Level>(context[Value], out var level) && Enum.IsDefined(level) && level != Level.Named;
            return !known || way != "set" ? new Refusal.Invalid("catalogue.batch.value-unknown", Value)
                : (name == LevelField || context[Value] != nameof(ObjectState.Review)) && !access.MayPublish(owner) ? new Refusal.Denied(ImportWords.MayNotPublish)
                : null;
        }

        return field is null || field.Role == FieldRoles.Number || field.Kind == FieldKind.Relations ? new Refusal.Invalid("catalogue.batch.field-unknown", Field)
            : way is "append" or "replace" && field.Kind is not (FieldKind.Text or FieldKind.Words) ? new Refusal.Invalid("catalogue.batch.text-only", Do)
            : way == "replace" && context[Find].Length == 0 ? new Refusal.Invalid("catalogue.batch.find-missing", Find)
            : way is "set" or "append" && context[Value].Length == 0 ? new Refusal.Invalid("catalogue.batch.value-missing", Value)
            : way == "set" && TypedText.Read(field, context[Value]).FaultKey is { } fault ? new Refusal.Invalid(fault, Value)
            : null;
    }

    public async Task<Refusal?> PrepareAsync(BulkContext context, CancellationToken ct)
    {
        code ??= context.PartyId is { } owner ? (await access.HolderAsync(owner, ct)).Code : null;
        return null;
    }

    public async IAsyncEnumerable<ProposedRow> ProposeAsync(BulkContext context, [EnumeratorCancellation] CancellationToken ct)
    {
        // Gathered before the first is given on: matching asks the same connection.
        var rows = new List<ProposedRow>();
        await foreach (var (row, record) in chosen.AllAsync(context.PartyId!.Value, context[Chosen], ct))
        {
            rows.Add(Propose(row, record, context));
        }

        foreach (var row in rows)
        {
            yield return row;
        }
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        var found = await objects.BySerialAsync(context.PartyId!.Value, [.. rows.Select(r => int.Parse(r.Key[1..], System.Globalization.CultureInfo.InvariantCulture))], context.Writing, ct);
        return [.. rows.Select(r => found.TryGetValue(r.Key, out var now)
            ? new BulkMatch(now.Id, With(now.Texts, now.Draft))
            : BulkMatch.New with { Findings = [new TableProblem("platform.bulk.gone", TablePlace.WholeFile)] })];
    }

    public Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct) =>
        objects.ApplyAsync(context.PartyId!.Value, rows, (row, now) => Changed(now!, row.Changed), ct);

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct) =>
        (await objects.ByIdAsync(context.PartyId!.Value, subjects, context.Writing, ct))
            .ToDictionary(o => o.Key, o => (IReadOnlyDictionary<string, string?>)With(o.Value, objects.DraftOf(o.Key)));

    public Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct) =>
        objects.UndoAsync(rows, (row, now) => Changed(now, row.Back), ct);

    public Refusal? Explain(PostgresException violation) => null;

    public string Heading(string field, Wording words) => field switch
    {
        State => words["catalogue.column.state"],
        LevelField => words["catalogue.column.level"],
        _ => ObjectFields.Heading(ProfileOf(field), codes, field),
    };

    public string Show(string field, string value, Wording words) => field switch
    {
        State => words[$"catalogue.state.{KeyWords.Of(Enum.Parse<ObjectState>(value))}"],
        LevelField => words[$"catalogue.keep.level.{KeyWords.Of(Enum.Parse<Level>(value))}"],
        _ => ObjectFields.Show(ProfileOf(field), codes, field, value),
    };

    private Profile ProfileOf(string field) => profiles.All.FirstOrDefault(p => p.Find(RecordTexts.Split(field).Field) is not null) ?? profiles.All[0];

    private ProposedRow Propose(CatalogueObject row, ObjectRecord record, BulkContext context)
    {
        var key = FormattableString.Invariant($"#{row.Serial}");
        var label = $"{row.Number} {record.Title("zh")}".Trim();
        var name = context[Field];
        if (name is State or LevelField)
        {
            var blocked = name == State && context[Value] == nameof(ObjectState.Published) && row.State != ObjectState.Published
                ? PublishChecklist.Blocking(record, SeenObject.Levels(row.FieldLevels)).FirstOrDefault() : null;
            return new ProposedRow(key, label, new Dictionary<string, string?> { [name] = context[Value] })
            {
                Findings = blocked is null ? [] : [Refused(blocked)],
            };
        }

        var (field, part) = RecordTexts.Split(name);
        if (record.Profile.Find(field) is not { } found)
        {
            return new ProposedRow(key, label, new Dictionary<string, string?>());
        }

        var now = objects.Texts.Of(record);
        var value = New(found, part, record[field], context);
        var after = record.With(field, value);
        var changed = objects.Texts.Of(after);
        var names = now.Keys.Union(changed.Keys).Where(n => RecordTexts.Split(n).Field == field);
        return new ProposedRow(key, label, names.ToDictionary(n => n, n => changed.GetValueOrDefault(n)))
        {
            Findings = row.State == ObjectState.Published && PublishChecklist.Spoils(record, after, SeenObject.Levels(row.FieldLevels)) is { } spoilt ? [Refused(spoilt)] : [],
        };
    }

    private static TableProblem Refused(PublishChecklist.Item item) => new(item.RefusalKey, TablePlace.WholeFile) { Holes = [("field", item.Field.In(!Wording.InChinese))] };

    private static FieldValue? New(ProfileField field, string part, FieldValue? now, BulkContext context)
    {
        var language = part.Length == 0 ? "zh" : part;
        var text = TypedText.Print(field, now, language);
        var value = TypedText.Tidy(context[Value]);
        return context[Do] switch
        {
            "clear" => TypedText.Read(field, "", now, language).Value,
            "append" => TypedText.Read(field, text.Length == 0 ? value : $"{text}{(field.Long ? "\n" : "；")}{value}", now, language).Value,
            "replace" => TypedText.Read(field, text.Replace(context[Find], value, StringComparison.Ordinal), now, language).Value,
            _ => TypedText.Read(field, value, now, language).Value,
        };
    }

    private static Dictionary<string, string?> With(IReadOnlyDictionary<string, string?> texts, ObjectDraft draft) =>
        new(texts) { [State] = draft.State.ToString(), [LevelField] = draft.Level.ToString() };

    private ObjectDraft Changed(ObjectDraft now, IReadOnlyDictionary<string, string?> changed)
    {
        var draft = now with { Record = objects.Texts.With(now.Record, changed.Where(c => c.Key is not (State or LevelField)).ToDictionary(c => c.Key, c => c.Value)) };
        draft = changed.TryGetValue(State, out var state) ? draft with { State = Enum.Parse<ObjectState>(state!) } : draft;
        return changed.TryGetValue(LevelField, out var level)
            ? draft with { Level = Enum.Parse<Level>(level!), Named = level == nameof(Level.Named) ? draft.Named : [] }
            : draft;
    }
}
