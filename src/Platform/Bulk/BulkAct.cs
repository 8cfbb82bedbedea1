using System.Text.Json;
using Guanlian.Platform.Events;

namespace Guanlian.Platform.Bulk;

/// <summary>An import or batch edit: tried dry, compared, accepted in all or part, applied, perhaps undone.</summary>
public sealed class BulkAct
{
    /// <summary>How long after applying it can be undone.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromDays(30);

    /// <summary>Chosen by the form, so that a form sent twice starts one act.</summary>
    public Guid Id { get; init; }

    /// <summary>Which <see cref="IBulkKind"/> it is of.</summary>
    public string Kind { get; init; } = "";

    /// <summary>
    /// Kind of the subjects whose history its rows are (see <see cref="IBulkKind.RowsAreHistory"/>); null where each row has an event
    /// of its own.
    /// </summary>
    public string? HistoryOf { get; init; }

    /// <summary>Where it stands.</summary>
    public BulkState State { get; set; }

    /// <summary>Counts changes, so that a late request is told.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The version that somebody saw and applied; the same request again is no new one.</summary>
    public int? AppliedVersion { get; set; }

    /// <summary>The version that somebody saw and undid.</summary>
    public int? UndoneVersion { get; set; }

    /// <summary>Who started it; null for the program itself.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>His name then.</summary>
    public string ActorName { get; init; } = "";

    /// <summary>For whom.</summary>
    public Guid? PartyId { get; init; }

    /// <summary>The file's name as it came.</summary>
    public string? FileName { get; init; }

    /// <summary>SHA-256 of the file.</summary>
    public string? FileHash { get; init; }

    /// <summary>Answers to the kind's questions.</summary>
    public required JsonDocument Options { get; init; }

    /// <summary>Findings about the file as a whole.</summary>
    public JsonDocument? Findings { get; set; }

    /// <summary>Why the last step did not go through.</summary>
    public JsonDocument? Refusal { get; set; }

    /// <summary>Why it was applied.</summary>
    public string? Reason { get; set; }

    /// <summary>Why it was undone.</summary>
    public string? UndoReason { get; set; }

    /// <summary>The job of its present or last step.</summary>
    public Guid? JobId { get; set; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its rows were written.</summary>
    public DateTimeOffset? AppliedAt { get; set; }

    /// <summary>When they were taken back.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>Rows that add.</summary>
    public int Added { get; set; }

    /// <summary>Rows that change.</summary>
    public int Changed { get; set; }

    /// <summary>Rows that say what is so already.</summary>
    public int Same { get; set; }

    /// <summary>Rows that cannot be applied.</summary>
    public int Problems { get; set; }

    /// <summary>Rows with a notice.</summary>
    public int Flagged { get; set; }

    /// <summary>Rows written.</summary>
    public int Written { get; set; }

    /// <summary>Rows that undoing had to leave, wholly or in part.</summary>
    public int Kept { get; set; }

    /// <summary>Until when it can be undone.</summary>
    public DateTimeOffset? UndoUntil => AppliedAt + UndoFor;

    internal BulkContext Context => new(Id, Options.Deserialize<Dictionary<string, string>>(HistoryJson.Options)!, PartyId)
    {
        Writing = State is BulkState.Applying or BulkState.Undoing,
        Reason = State == BulkState.Undoing ? UndoReason : Reason,
    };

    /// <summary>What became of a row, whether it is written beside it or follows from the act.</summary>
    internal BulkRowEnd? EndOf(BulkRow row) => row.Outcome is { } end && end != BulkRowEnd.Applied ? end
        : AppliedAt is null || !row.Accepted ? null
        : State == BulkState.Undone ? BulkRowEnd.Undone : BulkRowEnd.Applied;
}

/// <summary>States of a bulk act.</summary>
public enum BulkState
{
    /// <summary>The dry run goes on.</summary>
    Comparing,

    /// <summary>The file cannot be used.</summary>
    Refused,

    /// <summary>Compared; somebody decides.</summary>
    Ready,

    /// <summary>Rows are being written, all or none.</summary>
    Applying,

    /// <summary>Written.</summary>
    Applied,

    /// <summary>Rows are being taken back.</summary>
    Undoing,

    /// <summary>Taken back, but for what was edited since.</summary>
    Undone,

    /// <summary>Given up before anything was written.</summary>
    Discarded,
}

/// <summary>One row of the comparison.</summary>
public sealed class BulkRow
{
    /// <summary>The act.</summary>
    public Guid ActId { get; init; }

    /// <summary>Counts from one.</summary>
    public int Number { get; init; }

    /// <summary>By which it is spoken of.</summary>
    public string Key { get; init; } = "";

    /// <summary>A name to show.</summary>
    public string Label { get; init; } = "";

    /// <summary>Sheet of the file.</summary>
    public string? Sheet { get; init; }

    /// <summary>Row of the file.</summary>
    public int? FileRow { get; init; }

    /// <summary>What it speaks about.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>What it would do.</summary>
    public BulkRowState State { get; init; }

    /// <summary>Whether it is to be applied.</summary>
    public bool Accepted { get; init; }

    /// <summary>It has a notice.</summary>
    public bool Flagged { get; init; }

    /// <summary>What it says: text by field.</summary>
    public required JsonDocument Fields { get; init; }

    /// <summary>What the fields that it changes were.</summary>
    public JsonDocument? Before { get; init; }

    /// <summary>Problems and notices.</summary>
    public JsonDocument? Findings { get; init; }

    /// <summary>What became of it.</summary>
    public BulkRowEnd? Outcome { get; init; }

    /// <summary>What undoing had to leave, and why.</summary>
    public JsonDocument? Kept { get; init; }
}

/// <summary>What a row would do.</summary>
public enum BulkRowState
{
    /// <summary>Add a subject.</summary>
    Added,

    /// <summary>Change one.</summary>
    Changed,

    /// <summary>Nothing: it is so already.</summary>
    Same,

    /// <summary>Nothing: it cannot be applied.</summary>
    Problem,
}

/// <summary>What became of a row.</summary>
public enum BulkRowEnd
{
    /// <summary>Written.</summary>
    Applied,

    /// <summary>Taken back wholly.</summary>
    Undone,

    /// <summary>Taken back but for the fields edited since.</summary>
    PartlyUndone,

    /// <summary>Left as it is.</summary>
    Kept,
}
