namespace Guanlian.Catalogue.Import;

/// <summary>Word keys of what an import finds.</summary>
internal static class ImportWords
{
    public const string NumberMissing = "catalogue.import.number-missing";
    public const string TitleMissing = "catalogue.import.title-missing";
    public const string NotInList = "catalogue.import.not-in-list";
    public const string NotInListAtAll = "catalogue.import.not-in-list-at-all";
    public const string Ambiguous = "catalogue.import.ambiguous";
    public const string NotANumber = "catalogue.import.not-a-number";
    public const string NotACount = "catalogue.import.not-a-count";
    public const string UnitUnknown = "catalogue.import.unit-unknown";
    public const string CensusNumber = "catalogue.import.census-number";
    public const string CensusPilot = "catalogue.import.census-pilot";
    public const string PersonUnknown = "catalogue.import.person-unknown";
    public const string OtherProfile = "catalogue.import.other-profile";
    public const string MappingMissing = "catalogue.import.mapping-missing";
    public const string NoInstitution = "catalogue.import.no-institution";
    public const string MayNotPublish = "catalogue.import.may-not-publish";
    public const string ChangedMeanwhile = "catalogue.import.changed-meanwhile";
    public const string NumberTaken = "catalogue.import.number-taken";
    public const string FileMissing = "catalogue.import.file-missing";
    public const string FileGone = "catalogue.import.file-gone";
    public const string MappingUntitled = "catalogue.import.mapping-untitled";
    public const string NumberUnmapped = "catalogue.import.number-unmapped";
    public const string MappedTwice = "catalogue.import.mapped-twice";
    public const string StaysDraft = "catalogue.import.stays-draft";
    public const string SinceUnreadable = "catalogue.import.since-unreadable";
    public const string ActMissing = "catalogue.import.act-missing";
    public const string ActNotApplied = "catalogue.import.act-not-applied";
}
