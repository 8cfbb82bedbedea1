using System.Globalization;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;

namespace Guanlian.Members.Register;

/// <summary>A secretariat brings in an edition of the national register, exactly as published (requirement N01).</summary>
internal sealed class RegisterImport(MembersDb db, RegisterSubjects subjects, AbsentMuseums absent, RegisterWriting writing) : IBulkImport
{
    public const string Edition = "edition";
    public const string KindName = "members.register-import";

    public string Kind => KindName;

    public string Permission => MembersPermissions.KeepRegister;

    public string SubjectKind => "members.party";

    public ModuleDb Db => db;

    public TableShape Shape => RegisterLine.Shape;

    public IReadOnlyList<BulkField> Fields { get; } = [.. RegisterText.Fields.Select(f => new BulkField(f, $"members.party.field.{f}"))];

    public IReadOnlyList<BulkOption> Options { get; } = [new(Edition, "members.party.field.edition") { Type = "number" }];

    /// <summary>The answers to its questions for one edition.</summary>
    public static IReadOnlyDictionary<string, string> OfEdition(int year) =>
        new Dictionary<string, string> { [Edition] = year.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The year whose figures the file reports.</summary>
    public static int EditionOf(BulkContext context) => int.Parse(context[Edition], NumberStyles.None, CultureInfo.InvariantCulture);

    public Refusal? Check(BulkContext context) =>
        int.TryParse(context[Edition], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year >= 1996
            && year <= writing.ThisYear
            ? null
            : new Refusal.Invalid("members.register.edition",
                Edition).With(("year", writing.ThisYear.ToString(CultureInfo.InvariantCulture)));

    public ProposedRow? Propose(TableRow row, BulkContext context)
    {
        var findings = new List<TableProblem>();
        var line = RegisterLine.Read(row, DivisionBook.Published, findings);
        // The platform adds the row's own findings.
        var own = findings.Except(row.Findings).ToList();
        return line is null
            ? new(string.Create(CultureInfo.InvariantCulture, $"#{row.Number}"), RegisterLine.NameIn(row), new Dictionary<string,
                string?>())
            { Findings = own }
            : new(line.Serial.ToString(CultureInfo.InvariantCulture), line.Name,
                RegisterText.Of(line, EditionOf(context)))
            { Findings = own };
    }

    public IAsyncEnumerable<ProposedRow> SilentAsync(BulkContext context, BulkNamed named, CancellationToken ct) =>
        absent.ProposeAsync(context.ActId, EditionOf(context), named, ct);

    public Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct) =>
        subjects.MatchAsync(rows, context.ActId, EditionOf(context), ct);

    public Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context,
        CancellationToken ct) =>
        writing.ApplyAsync(rows, EditionOf(context), ct);

    public Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjectIds, BulkContext context, CancellationToken ct) =>
        subjects.CurrentAsync(subjectIds, EditionOf(context), ct);

    public Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct) =>
        writing.UndoAsync(rows, EditionOf(context), ct);

    public string Show(string field, string value, Wording words) =>
        $"members.party.field.{field}.{value}" is var key && words.Has(key) ? words[key] : value;
}
