using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Catalogue;

namespace Guanlian.Catalogue.Objects;

/// <summary>What a record says that the rules of lending ask for: codes of the lists 文物级别 and 保存状态.</summary>
internal static class LendingFacts
{
    private const string PreservationField = "preservation";

    private static readonly (string Code, ObjectGrade Grade)[] Grades =
        [("1", ObjectGrade.First), ("2", ObjectGrade.Second), ("3", ObjectGrade.Third), ("4", ObjectGrade.Ordinary), ("5", ObjectGrade.Ungraded)];

    // The worst first: of a set whose parts differ, the worst counts.
    private static readonly (string Code, ObjectPreservation State)[] States =
        [("3", ObjectPreservation.Urgent), ("2", ObjectPreservation.NeedsTreatment), ("4", ObjectPreservation.Treated), ("1", ObjectPreservation.Stable)];

    public static ObjectForLending Of(ObjectRecord record)
    {
        var grades = Codes(record, record.Profile.Of(FieldRoles.Grade)?.Key);
        var states = Codes(record, record.Profile.Find(PreservationField)?.Key);
        return new(
            Grades.Where(g => grades.Contains(g.Code)).Select(g => (ObjectGrade?)g.Grade).FirstOrDefault(),
            States.Where(s => states.Contains(s.Code)).Select(s => (ObjectPreservation?)s.State).FirstOrDefault());
    }

    private static HashSet<string> Codes(ObjectRecord record, string? field) =>
        field is not null && record[field] is CodedValue coded ? [.. coded.Words.Select(w => w.Code).OfType<string>()] : [];
}
