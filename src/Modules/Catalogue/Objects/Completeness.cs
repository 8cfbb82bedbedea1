using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// How complete a record is, in hundredths, and what it lacks, the most valuable first. What is needed to publish weighs most, then what
/// the program and visitors work with, then the rest of the census items.
/// </summary>
internal sealed record Completeness(int Percent, IReadOnlyList<ProfileField> Missing)
{
    /// <summary>Further items of the census that every record should have.</summary>
    private static readonly HashSet<string> Expected =
        ["length", "width", "height", "dimensions", "mass", "massRange", "completeness", "preservation", "source", "accessionRange", "accessionDate", "makers", "medium", "credit"];

    /// <summary>Of these groups one is enough.</summary>
    private static readonly string[][] Either = [["length", "width", "height", "dimensions", "diameter"], ["mass", "massRange"], ["accessionRange", "accessionDate"]];

    public static Completeness Of(ObjectRecord record)
    {
        var (got, all) = (0, 0);
        var missing = new List<(ProfileField Field, int Weight)>();
        var counted = new HashSet<string[]>();
        foreach (var field in record.Profile.Fields)
        {
            var weight = Weight(field);
            var group = Either.FirstOrDefault(g => g.Contains(field.Key));
            if (weight == 0 || (group is not null && !counted.Add(group)))
            {
                continue;
            }

            all += weight;
            if (group is null ? Says(record[field.Key]) : group.Any(key => Says(record[key])))
            {
                got += weight;
            }
            else
            {
                missing.Add((field, weight));
            }
        }

        return new(all == 0 ? 100 : got * 100 / all, [.. missing.OrderByDescending(m => m.Weight).Select(m => m.Field)]);
    }

    public static int Weight(ProfileField field) =>
        field.Required ? 4
        : field.Role is FieldRoles.Grade or FieldRoles.Number ? 3
        : field.Role is FieldRoles.Description or FieldRoles.Rights or FieldRoles.Material or FieldRoles.Category ? 2
        : Expected.Contains(field.Key) ? 1
        : 0;

    // 未定级 is no grade yet, and a word that no list knows is half an answer.
    private static bool Says(FieldValue? value) => value switch
    {
        null => false,
        CodedValue coded => coded.Words.Any(w => w.Code is not null && !(w.Code == "5" && w.List?.StartsWith("grade/", StringComparison.Ordinal) == true)),
        _ => true,
    };
}
