using Guanlian.Contracts.Members;
using Guanlian.Members.Divisions;

namespace Guanlian.Members.Register;

/// <summary>
/// The level of government that a museum belongs to, which the register does not say. Derived only for museums of the culture system,
/// and only where the title says it; everything else stays unknown until somebody who knows sets it.
/// </summary>
internal static class LevelRules
{
    private static readonly string[] PlainTitles = ["博物馆", "博物院"];

    /// <summary>
    /// Rules, first match wins: the province's full name at the head (山西省…), or its short name and nothing but 博物院 or 博物馆 behind:
    /// 省级. A prefecture's full name at the head and no county behind it, or its short name and nothing but 博物馆: 市级. A county's
    /// full name at the head, or its short name and nothing but 博物馆: 县级; districts of 北京, 天津, 上海 and 重庆 count as 县级 too.
    /// A branch (…分馆 in brackets) has the level of its head.
    /// </summary>
    public static PartyLevel Of(DivisionBook book, Division province, string title, Ownership ownership)
    {
        if (ownership != Ownership.StateCulture)
        {
            return PartyLevel.Unknown;
        }

        var (main, brackets) = Placement.Parts(title);
        var level = OfTitle(book, province, main);
        return level != PartyLevel.Unknown || BranchOf(brackets) is not { } head ? level : OfTitle(book, province, head);
    }

    /// <summary>The head's name in a title such as 北朝博物馆（大同市博物馆分馆）.</summary>
    public static string? HeadOf(string title) => BranchOf(Placement.Parts(title).Brackets);

    private static string? BranchOf(IReadOnlyList<string> brackets) =>
        brackets.FirstOrDefault(b => b.Length > 2 && b.EndsWith("分馆", StringComparison.Ordinal))?[..^2];

    private static PartyLevel OfTitle(DivisionBook book, Division province, string title)
    {
        var placed = Placement.Of(book, province, title, null);
        if (book.Find(placed.DivisionCode) is { } division && placed.By == PlacedBy.TitleFullName)
        {
            return LevelOf(division);
        }

        if (placed.By == PlacedBy.TitleShortName && book.Find(placed.DivisionCode) is { } named)
        {
            return PlainTitles.Any(plain => title == named.ShortName + plain || title == province.ShortName + named.ShortName + plain)
                ? LevelOf(named)
                : PartyLevel.Unknown;
        }

        var ofProvince = title.StartsWith(province.Name, StringComparison.Ordinal)
            || PlainTitles.Any(plain => title == province.ShortName + plain);
        return ofProvince ? PartyLevel.Province : PartyLevel.Unknown;
    }

    private static PartyLevel LevelOf(Division division) => division.Level == DivisionLevel.Prefecture
        ? PartyLevel.Prefecture : PartyLevel.County;
}
