using System.Collections.Frozen;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Templates;

/// <summary>What the templates of a family share unless they say otherwise: safeguards, exit, rungs, playbook.</summary>
internal sealed record FamilyTexts(
    Bilingual Name, Bilingual Inclusion, Bilingual Exit, IReadOnlyList<SafeguardLine> Safeguards, IReadOnlyList<Bilingual> Rungs,
    IReadOnlyList<PlaybookLine> Playbook);

/// <summary>The file of families, <c>Shared/families.yaml</c>.</summary>
internal static class FamilyBook
{
    public static IReadOnlyDictionary<Family, FamilyTexts> Read(string text, Problems problems)
    {
        if (YamlDoor.Read(text, problems) is not { } root)
        {
            return FrozenDictionary<Family, FamilyTexts>.Empty;
        }

        var all = new MapReader(root, problems, CodeWords.Of<Family>());
        var book = new Dictionary<Family, FamilyTexts>();
        foreach (var family in Enum.GetValues<Family>())
        {
            if (all.Map(CodeWords.Write(family), TemplateKeys.Family, needed: true) is { } map)
            {
                book[family] = new(map.Words("name"), map.Words("inclusion"), map.Words("exit"), SafeguardsOf(map), RungsOf(map), PlaybookOf(map));
                TemplateChecks.All(book[family].Safeguards, map.LineAt("safeguards"), problems);
            }
        }

        return book.ToFrozenDictionary();
    }

    public static IReadOnlyList<SafeguardLine> SafeguardsOf(MapReader map) =>
        [.. map.Sentences<Safeguard>("safeguards").Select(s => new SafeguardLine(s.Key, s.Text))];

    public static IReadOnlyList<PlaybookLine> PlaybookOf(MapReader map) =>
        [.. map.Sentences<PartyKind>("playbook").Select(s => new PlaybookLine(s.Key, s.Text))];

    public static IReadOnlyList<Bilingual> RungsOf(MapReader map) => [.. map.Items("rungs").Select(node => map.WordsOf("rungs", node))];

    /// <summary>The template's own lines first; the family's for what it leaves out.</summary>
    public static IReadOnlyList<T> Merge<T, TKey>(IReadOnlyList<T> own, IReadOnlyList<T> shared, Func<T, TKey> key) =>
        [.. own.Concat(shared).DistinctBy(key).OrderBy(key)];
}
