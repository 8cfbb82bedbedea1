namespace Guanlian.Platform.Bulk;

/// <summary>Word keys of bulk acts that code refers to.</summary>
internal static class BulkWords
{
    public const string KindMissing = "platform.bulk.kind-missing";
    public const string Missing = "platform.bulk.missing";
    public const string Denied = "platform.bulk.denied";
    public const string FileMissing = "platform.bulk.file-missing";
    public const string OptionMissing = "platform.bulk.option-missing";
    public const string IdTaken = "platform.bulk.id-taken";
    public const string Stale = "platform.bulk.stale";
    public const string MovedOn = "platform.bulk.moved-on";
    public const string ReasonMissing = "platform.bulk.reason-missing";
    public const string NothingAccepted = "platform.bulk.nothing-accepted";
    public const string UndoTooLate = "platform.bulk.undo-too-late";
    public const string EditedSince = "platform.bulk.edited-since";
    public const string RowsRefused = "platform.bulk.rows-refused";
    public const string KeyTwice = "platform.bulk.key-twice";
    public const string SubjectTwice = "platform.bulk.subject-twice";
    public const string Gone = "platform.bulk.gone";
    public const string KeptOfAdded = "platform.bulk.kept-of-added";
    public const string NoRoom = "platform.bulk.no-room";
    public const string NoRoomForFile = "platform.bulk.no-room-file";
    public const string NoRoomToCompare = "platform.bulk.no-room-compare";
    public const string NoRows = "platform.bulk.no-rows";
    public const string StageCounting = "platform.bulk.stage.counting";
    public const string StageComparing = "platform.bulk.stage.comparing";
    public const string StageWriting = "platform.bulk.stage.writing";
    public const string StageTakingBack = "platform.bulk.stage.taking-back";
}
