using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Npgsql;

namespace Guanlian.Platform.Bulk;

/// <summary>
/// One kind of bulk act, as its module knows it. The platform keeps the file, compares, shows, applies, remembers and undoes; the
/// kind says what a row means. Rows are texts by field, so that what was, what comes and what is now can be compared alike.
/// See README.md in this folder.
/// </summary>
public interface IBulkKind
{
    /// <summary>
    /// Stored name, e.g. <c>members.register-import</c>; <c>.title</c> and <c>.lead</c> behind it are the words of its page.
    /// </summary>
    string Kind { get; }

    /// <summary>Who may start, see, apply and undo acts of this kind.</summary>
    string Permission { get; }

    /// <summary>What the rows are, e.g. <c>members.party</c>: the subject kind of their history.</summary>
    string SubjectKind { get; }

    /// <summary>The fields that rows may carry, in the order in which they are shown.</summary>
    IReadOnlyList<BulkField> Fields { get; }

    /// <summary>Questions that the form asks besides the file, e.g. the year.</summary>
    IReadOnlyList<BulkOption> Options => [];

    /// <summary>The module's context of this scope: rows, history and the act's own state commit in its one transaction.</summary>
    ModuleDb Db { get; }

    /// <summary>
    /// A kind for very many rows: it writes sets (COPY, SQL) instead of entities, and the act's rows are the history of what they
    /// wrote, sealed by one event with a hash over them. False: the platform saves entities and notes an event for each row.
    /// </summary>
    bool RowsAreHistory => false;

    /// <summary>Rows that are matched and written at once.</summary>
    int Batch => 500;

    /// <summary>
    /// Whether the next rows of a file may be read while those before are matched: reading them then uses neither <see cref="Db"/> nor
    /// anything else that matching changes.
    /// </summary>
    bool ReadsAhead => false;

    /// <summary>Where people start it.</summary>
    string StartPage => $"bulk/new/{Kind}";

    /// <summary>Where what an applied act has written is to be seen; null for nowhere in particular.</summary>
    string? ResultPage => null;

    /// <summary>Reads what the other members need to know of this act (a profile, a mapping). Asked once in each scope, first.</summary>
    Task<Refusal?> PrepareAsync(BulkContext context, CancellationToken ct) => Task.FromResult<Refusal?>(null);

    /// <summary>What is wrong with the answers to <see cref="Options"/>, beyond a missing one.</summary>
    Refusal? Check(BulkContext context) => null;

    /// <summary>
    /// Finds what each proposed row speaks about, with its present values (only fields that a row may carry matter). One answer per
    /// row, in order. Asked when comparing and once more, inside the transaction, right before applying: a kind whose rows are
    /// history then locks what it finds (<see cref="BulkContext.Writing"/>). A row that the actor may not touch gets a problem here.
    /// </summary>
    Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct);

    /// <summary>
    /// Does for rows that add what can be done before they are matched again: asked on another thread while the rows before them are being
    /// written, so that it uses neither <see cref="Db"/> nor what the other members change. Asked of kinds whose rows are history, of the
    /// rows that add in one batch, in order.
    /// </summary>
    Task MakeReadyAsync(IReadOnlyList<AcceptedRow> adds, BulkContext context, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Writes the accepted rows through <see cref="Db"/> (the platform saves and notes the history; a kind whose rows are history has
    /// written when it returns). One answer per row, in order; a single refusal stops the whole act and is shown at its row.
    /// </summary>
    Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct);

    /// <summary>Present values of subjects, by id; a subject that is gone is left out.</summary>
    Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct);

    /// <summary>
    /// Takes rows back through <see cref="Db"/>: an added subject is removed (or given its tombstone), of a changed one the named
    /// fields get their old values. One answer per row, in order: null, or why this one has to stay.
    /// </summary>
    Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct);

    /// <summary>What a violated constraint of the module's tables means; null leaves it a bug.</summary>
    Refusal? Explain(PostgresException violation) => null;

    /// <summary>What a field is called; also of fields that only some rows have and <see cref="Fields"/> does not name.</summary>
    string Heading(string field, Wording words) => Fields.FirstOrDefault(f => f.Name == field) is { } known ? words[known.Word] : field;

    /// <summary>A stored text as people read it, e.g. a code's word.</summary>
    string Show(string field, string value, Wording words) => value;
}

/// <summary>A kind that reads a table.</summary>
public interface IBulkImport : IBulkKind
{
    /// <summary>What the table looks like.</summary>
    TableShape Shape { get; }

    /// <summary>What a row of the file says; null for a row that says nothing (a total, a remark).</summary>
    ProposedRow? Propose(TableRow row, BulkContext context);

    /// <summary>
    /// What the file says by its silence: rows about subjects that it should name and does not. Asked after its last row; nothing is
    /// taken as said unless somebody chooses the row. Their keys are none that a row of the file could have.
    /// </summary>
    /// <param name="context">The act.</param>
    /// <param name="named">Whom the file's rows speak of.</param>
    /// <param name="ct">Stops it.</param>
    IAsyncEnumerable<ProposedRow> SilentAsync(BulkContext context, BulkNamed named, CancellationToken ct) =>
        AsyncEnumerable.Empty<ProposedRow>();
}

/// <summary>Whom the rows of a file speak of.</summary>
/// <param name="Subjects">Every subject that a row was matched with, be the row otherwise right or wrong.</param>
/// <param name="Labels">The name in every row, those included that could not be read as a whole.</param>
public sealed record BulkNamed(IReadOnlySet<Guid> Subjects, IReadOnlySet<string> Labels);

/// <summary>A kind that reads a file of records that is no table.</summary>
public interface IBulkFile : IBulkKind
{
    /// <summary>Endings for the file picker, e.g. <c>.xml,.mrc</c>; what the file is, its content decides.</summary>
    string Accept { get; }

    /// <summary>Why it cannot be read, as far as its beginning tells; null where it can.</summary>
    Refusal? Look(Stream file);

    /// <summary>Gives what each record says, in order. After a refusal nothing of what was given is kept.</summary>
    Task<Outcome<Done>> ReadAsync(Stream file, BulkContext context, Func<ProposedRow, CancellationToken, ValueTask> take, CancellationToken ct);
}

/// <summary>A kind that changes what was chosen in a list.</summary>
public interface IBulkEdit : IBulkKind
{
    /// <summary>What the options say, row by row.</summary>
    IAsyncEnumerable<ProposedRow> ProposeAsync(BulkContext context, CancellationToken ct);
}

/// <summary>A field of a row.</summary>
/// <param name="Name">Its key in the row's map.</param>
/// <param name="Word">The key of its word.</param>
public sealed record BulkField(string Name, string Word);

/// <summary>A question of the form.</summary>
/// <param name="Name">Its key in the answers.</param>
/// <param name="Word">The key of its word.</param>
public sealed record BulkOption(string Name, string Word)
{
    /// <summary>Answers to choose from (value and word key); empty for free text.</summary>
    public IReadOnlyList<(string Value, string Word)> Choices { get; init; } = [];

    /// <summary>Whether it may be left out.</summary>
    public bool Optional { get; init; }

    /// <summary>The answer that stands there first; an optional question without one begins blank.</summary>
    public string? Usual { get; init; }

    /// <summary>Only commands of the program answer it; the form does not ask.</summary>
    public bool ProgramOnly { get; init; }

    /// <summary>HTML input type of a free text.</summary>
    public string Type { get; init; } = "text";
}

/// <summary>The act that the rows belong to.</summary>
public sealed record BulkContext(Guid ActId, IReadOnlyDictionary<string, string> Options, Guid? PartyId)
{
    /// <summary>Inside the transaction that writes or takes back.</summary>
    public bool Writing { get; init; }

    /// <summary>Why, once somebody has decided it.</summary>
    public string? Reason { get; init; }

    /// <summary>The answer to an option; empty when it was left out.</summary>
    public string this[string option] => Options.GetValueOrDefault(option, "");
}

/// <summary>What a row says.</summary>
/// <param name="Key">Its own number or name, by which it is spoken of; no two rows of an act may share it.</param>
/// <param name="Label">A name to show.</param>
/// <param name="Fields">Values by field; a field that the file does not have is left out, not null.</param>
public sealed record ProposedRow(string Key, string Label, IReadOnlyDictionary<string, string?> Fields)
{
    /// <summary>Problems keep the row from being applied; notices flag it.</summary>
    public IReadOnlyList<TableProblem> Findings { get; init; } = [];

    /// <summary>Whether it is ticked when first shown.</summary>
    public bool Chosen { get; init; } = true;

    /// <summary>Where it stands in the file; filled in by the platform for imports.</summary>
    public TablePlace Place { get; init; } = TablePlace.WholeFile;
}

/// <summary>What a row speaks about: nothing yet (it adds), or a subject with its present values.</summary>
public sealed record BulkMatch(Guid? SubjectId, IReadOnlyDictionary<string, string?> Now)
{
    /// <summary>Nothing of that kind exists yet.</summary>
    public static BulkMatch New { get; } = new(null, new Dictionary<string, string?>());

    /// <summary>E.g. two subjects answer to the name (a problem), matched by name only (a notice).</summary>
    public IReadOnlyList<TableProblem> Findings { get; init; } = [];
}

/// <summary>A row to write.</summary>
/// <param name="Number">Its number in the act.</param>
/// <param name="Row">What it says.</param>
/// <param name="SubjectId">What it changes; null when it adds.</param>
/// <param name="Changed">The fields that differ from now, with the value to write (all its fields when it adds).</param>
public sealed record AcceptedRow(int Number, ProposedRow Row, Guid? SubjectId, IReadOnlyDictionary<string, string?> Changed)
{
    /// <summary>The id that was set aside for the subject it adds, where rows are history.</summary>
    public Guid? NewId { get; init; }
}

/// <summary>What was written.</summary>
/// <param name="SubjectId">The subject; new when the row added it.</param>
/// <param name="OwnerId">The party whose history this is part of, where that is not the subject itself.</param>
public sealed record BulkWritten(Guid SubjectId, Guid? OwnerId = null);

/// <summary>A row to take back.</summary>
/// <param name="SubjectId">The subject.</param>
/// <param name="Added">It was added by the act and nobody has edited it since: remove it.</param>
/// <param name="Back">Fields of a changed subject with the value they get again.</param>
public sealed record UndoRow(Guid SubjectId, bool Added, IReadOnlyDictionary<string, string?> Back);
