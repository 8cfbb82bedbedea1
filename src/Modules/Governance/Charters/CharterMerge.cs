namespace Guanlian.Governance.Charters;

/// <summary>Two people changed one charter: what only one of them touched is taken, what both changed differently is asked.</summary>
internal static class CharterMerge
{
    /// <param name="Fields">The merged charter; a field in conflict holds mine.</param>
    /// <param name="Conflicts">Fields that both changed, to different values.</param>
    /// <param name="Taken">Fields that only the other changed.</param>
    internal sealed record Merged(Dictionary<string, string> Fields, IReadOnlyList<string> Conflicts, IReadOnlyList<string> Taken);

    public static Merged Merge(
        IReadOnlyDictionary<string, string> from, IReadOnlyDictionary<string, string> mine, IReadOnlyDictionary<string, string> theirs)
    {
        var (fields, conflicts, taken) = (new Dictionary<string, string>(), new List<string>(), new List<string>());
        foreach (var field in CharterFields.All)
        {
            var (was, here, there) = (Of(from, field), Of(mine, field), Of(theirs, field));
            fields[field] = here == was ? there : here;
            if (here != there && there != was)
            {
                (here == was ? taken : conflicts).Add(field);
            }
        }

        return new(fields, conflicts, taken);
    }

    /// <summary>Line ends differ between a browser and what is stored; nothing else may.</summary>
    private static string Of(IReadOnlyDictionary<string, string> fields, string field) =>
        fields.GetValueOrDefault(field, "").ReplaceLineEndings("\n").Trim();
}
