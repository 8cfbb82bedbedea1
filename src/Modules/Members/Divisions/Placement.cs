namespace Guanlian.Members.Divisions;

/// <summary>How a division was found.</summary>
internal enum PlacedBy
{
    /// <summary>Not found: only the province is known.</summary>
    Nothing,

    /// <summary>A full name (武乡县) at the head of the title.</summary>
    TitleFullName,

    /// <summary>A short name (平遥) at the head of the title that means one place only in the province.</summary>
    TitleShortName,

    /// <summary>The address.</summary>
    Address,
}

/// <summary>Where a museum lies, as far as its name and address say so with certainty.</summary>
internal sealed record Placement(string DivisionCode, PlacedBy By)
{
    // Behind a short name these make another name of it: a mountain, a river, a battle, a road.
    private static readonly string[] OtherNames = ["山", "河", "江", "湖", "海", "岛", "湾", "路", "街", "战役", "会战", "起义", "支部", "大学", "学院"];

    /// <summary>
    /// Rules, first match wins: a full name at the head of the title, then a short name there, then the same of what stands in the
    /// title's brackets (…分馆), then the address. "At the head" means first, or right behind the province's or prefecture's name. Two
    /// different places found by one rule, or an address that says another place than the title, are no certainty.
    /// </summary>
    /// <param name="book">The divisions.</param>
    /// <param name="province">The museum's province.</param>
    /// <param name="title">Its name.</param>
    /// <param name="address">Its address, where known.</param>
    public static Placement Of(DivisionBook book, Division province, string title, string? address)
    {
        var inside = book.Within(province).Where(d => !d.IsBracket && d.ShortName.Length > 0).ToList();
        var bySpelling = new Search(province, inside);
        var (main, brackets) = Parts(title);
        var byTitle = bySpelling.AtHead(main) is { } head ? head : brackets.Select(bySpelling.AtHead).OfType<Placement>().FirstOrDefault();
        var byAddress = address is null ? null : bySpelling.AtHead(address) is { By: PlacedBy.TitleFullName } found
            ? found with { By = PlacedBy.Address } : null;
        return (byTitle, byAddress) switch
        {
            (null, null) => new(province.Code, PlacedBy.Nothing),
            (null, _) => byAddress,
            (_, null) => byTitle,
            _ when Holds(byTitle, byAddress) => byAddress,
            _ when Holds(byAddress, byTitle) => byTitle,
            _ => new(province.Code, PlacedBy.Nothing),
        };
    }

    /// <summary>A title and what stands in its brackets.</summary>
    internal static (string Main, IReadOnlyList<string> Brackets) Parts(string title)
    {
        var pieces = title.Replace('(', '（').Replace(')', '）').Split('（');
        return (pieces[0].Trim(), [.. pieces.Skip(1).Select(p => p.Split('）')[0].Trim())]);
    }

    private static bool Holds(Placement outer, Placement inner) =>
        inner.DivisionCode.StartsWith(Division.PrefixOf(outer.DivisionCode), StringComparison.Ordinal);

    private sealed class Search(Division province, List<Division> inside)
    {
        private readonly ILookup<string, Division> byShort = inside.Where(d => d.ShortName.Length > 1 && d.ShortName != d.Name)
            .ToLookup(d => d.ShortName);

        public Placement? AtHead(string text)
        {
            var rest = Without(Without(text, province.Name), province.ShortName);
            return Full(rest) ?? Short(rest) ?? (rest.Length < text.Length ? Full(text) ?? Short(text) : null);
        }

        private static string Without(string text, string head) => text.StartsWith(head, StringComparison.Ordinal)
            ? text[head.Length..] : text;

        private Placement? Full(string text)
        {
            var outer = Longest(inside.Where(d => text.StartsWith(d.Name, StringComparison.Ordinal)));
            if (outer.Count == 1 && outer[0].Level == DivisionLevel.Prefecture)
            {
                return new(Inner(outer[0], text[outer[0].Name.Length..])?.Code ?? outer[0].Code, PlacedBy.TitleFullName);
            }

            if (outer.Count == 0)
            {
                // 临汾尧都区…: the prefecture's short name before the county's full one.
                var before = inside.Where(d => d.Level == DivisionLevel.Prefecture
                    && text.StartsWith(d.ShortName, StringComparison.Ordinal)).ToList();
                return before is [var prefecture] && Inner(prefecture, text[prefecture.ShortName.Length..]) is { } county
                    ? new(county.Code, PlacedBy.TitleFullName)
                    : null;
            }

            return outer is [var only] ? new(only.Code, PlacedBy.TitleFullName) : null;
        }

        private Division? Inner(Division prefecture, string rest) =>
            Longest(inside.Where(d => d.Code.StartsWith(prefecture.Prefix, StringComparison.Ordinal) && d.Level == DivisionLevel.County
                && rest.StartsWith(d.Name, StringComparison.Ordinal))) is [var one] ? one : null;

        private Placement? Short(string text)
        {
            var found = byShort.Where(g => text.StartsWith(g.Key, StringComparison.Ordinal)).OrderByDescending(g => g.Key.Length)
                .FirstOrDefault();
            if (found is null || found.Count() > 1)
            {
                return null;
            }

            var rest = text[found.Key.Length..];
            return OtherNames.Any(n => rest.StartsWith(n, StringComparison.Ordinal))
                ? null : new(found.Single().Code, PlacedBy.TitleShortName);
        }

        /// <summary>The longest names only: 新绛县 is not 绛县.</summary>
        private static List<Division> Longest(IEnumerable<Division> found)
        {
            var all = found.ToList();
            var most = all.Count == 0 ? 0 : all.Max(d => d.Name.Length);
            return all.FindAll(d => d.Name.Length == most);
        }
    }
}
