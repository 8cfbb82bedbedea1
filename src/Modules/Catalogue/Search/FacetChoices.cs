using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Search;

/// <summary>One value to narrow by.</summary>
/// <param name="Code">As the address has it.</param>
/// <param name="Text">For the reader; empty for records without a value.</param>
/// <param name="Tally">What one would see with it.</param>
/// <param name="Chosen">It is chosen.</param>
/// <param name="Depth">0 for the top of a tree.</param>
internal sealed record FacetChoice(string Code, string Text, Tally Tally, bool Chosen, int Depth = 0)
{
    /// <summary>Years of a period.</summary>
    public (int? From, int? To)? Years { get; init; }
}

/// <summary>Turns values into choices and choices into values: trees are added up, several categories of one record counted for each.</summary>
internal sealed class FacetChoices(FacetValues values, OwnerBook owners, CodeBook codes)
{
    /// <summary>Stands for records without a value.</summary>
    public const string None = "-";

    private static readonly Tally Nothing = new(0, 0, 0);

    /// <summary>Which numbers of its column a facet's choices mean; null where nothing is chosen.</summary>
    public bool[]? Allowed(Columns columns, Facet facet, IReadOnlyList<string>? chosen, IReadOnlyDictionary<Guid, PartyCard> cards)
    {
        if (chosen is null || chosen.Count == 0)
        {
            return null;
        }

        var wanted = chosen.Select(c => Full(facet, c)).ToHashSet(StringComparer.Ordinal);
        var allowed = new bool[CountOf(columns, facet)];
        for (var number = 0; number < allowed.Length; number++)
        {
            allowed[number] = CodesOf(columns, facet, number, cards).Any(wanted.Contains);
        }

        return allowed;
    }

    /// <summary>What can be chosen, with how many each would give.</summary>
    public IReadOnlyList<FacetChoice> Of(
        Columns columns, Facet facet, CountAnswer answer, IReadOnlyList<string>? chosen, IReadOnlyDictionary<Guid, PartyCard> cards)
    {
        var sums = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var tallies = answer.Of(facet);
        for (var number = 0; number < tallies.Length; number++)
        {
            if (tallies[number].Records == 0)
            {
                continue;
            }

            foreach (var code in CodesOf(columns, facet, number, cards))
            {
                sums[code] = sums.GetValueOrDefault(code, Nothing) + tallies[number];
            }
        }

        var picked = (chosen ?? []).Select(c => Full(facet, c)).ToHashSet(StringComparer.Ordinal);
        foreach (var code in picked)
        {
            sums.TryAdd(code, Nothing);
        }

        var names = facet == Facet.Institution ? cards.Values.ToDictionary(c => c.Code, c => Wording.InChinese ? c.Name : c.NameEn ?? c.Name) : [];
        return [.. sums.Where(s => facet != Facet.Period && facet != Facet.Material || Shows(s.Key, picked))
            .Select(s => Choice(facet, s.Key, s.Value, picked.Contains(s.Key), names)).OrderBy(c => c.Code == None)
            .ThenBy(c => facet == Facet.Institution || c.Code[0] == '=' ? -c.Tally.Records : 0).ThenBy(c => c.Code, StringComparer.Ordinal)];
    }

    private FacetChoice Choice(Facet facet, string full, Tally tally, bool chosen, Dictionary<string, string> names)
    {
        var entry = EntryOf(full);
        var text = entry?.Word(Wording.InChinese) ?? (full[0] == '=' ? full[1..] : names.GetValueOrDefault(full, full == None ? "" : full));
        return new(Short(facet, full), text, tally, chosen, entry is null ? 0 : codes[entry.List].Path(entry.Code).Count - 1)
        {
            Years = facet == Facet.Period && entry is { } period && (period.From is not null || period.To is not null) ? (period.From, period.To) : null,
        };
    }

    // A tree opens where something in it is chosen; its two upper steps are always there.
    private bool Shows(string full, HashSet<string> picked)
    {
        if (EntryOf(full) is not { } entry || picked.Contains(full))
        {
            return true;
        }

        var path = codes[entry.List].Path(entry.Code);
        return path.Count <= 2 || picked.Contains($"{entry.List}:{entry.Parent}") || picked.Any(p => EntryOf(p)?.Parent == entry.Parent);
    }

    /// <summary>Full codes of a number: its values, and in a tree those above each, once.</summary>
    private IEnumerable<string> CodesOf(Columns columns, Facet facet, int number, IReadOnlyDictionary<Guid, PartyCard> cards)
    {
        switch (facet)
        {
            case Facet.Institution:
                return number == 0 || !cards.TryGetValue(owners.IdOf(columns.Values[0][number]), out var card) ? [] : [card.Code];
            case Facet.Region:
                return number == 0 || !cards.TryGetValue(owners.IdOf(columns.Values[0][number]), out var placed) || placed.DivisionCode is not { Length: 6 } place
                    ? [None]
                    : new[] { place[..2] + "0000", place[..4] + "00", place }.Distinct();
            case Facet.Image:
                return [columns.Statuses[number].Image ? "yes" : "no"];
            case Facet.Grade or Facet.Rights:
                var status = columns.Statuses[number];
                return Split(values.CodeOf(facet == Facet.Grade ? status.Grade : status.Rights));
            default:
                return Split(number == 0 ? "" : values.CodeOf(columns.Values[(int)Facets.ColumnOf(facet)][number])).SelectMany(Above).Distinct();
        }
    }

    private static int CountOf(Columns columns, Facet facet) =>
        Facets.ColumnOf(facet) == FacetColumn.Status ? columns.Statuses.Count : columns.Values[(int)Facets.ColumnOf(facet)].Count;

    private static string[] Split(string joined) => joined.Length == 0 ? [None] : joined.Split('|');

    private IEnumerable<string> Above(string code) =>
        EntryOf(code) is { } entry ? codes[entry.List].Path(entry.Code).Select(e => $"{e.List}:{e.Code}") : [code];

    /// <summary>The entry of a full code (list:code); null for wording that has none.</summary>
    public CodeEntry? EntryOf(string full) =>
        full.IndexOf(':', StringComparison.Ordinal) is var at and > 0 && full[0] != '=' ? codes.Find(full[..at])?.Find(full[(at + 1)..]) : null;

    // category=03 in the address is category:03; lists of other names keep theirs.
    private static string Full(Facet facet, string code) =>
        facet is Facet.Institution or Facet.Region or Facet.Image || code == None || code[0] == '=' || code.Contains(':', StringComparison.Ordinal)
            ? code
            : $"{FacetValues.NameOf(facet)}:{code}";

    private static string Short(Facet facet, string full) =>
        full.StartsWith(FacetValues.NameOf(facet) + ":", StringComparison.Ordinal) ? full[(FacetValues.NameOf(facet).Length + 1)..] : full;
}
