using Guanlian.Platform.Words;

namespace Guanlian.Members.Divisions;

/// <summary>Levels of administrative divisions.</summary>
public enum DivisionLevel
{
    Province,
    Prefecture,
    County,
}

/// <summary>A province, prefecture or county. The six digits of its code say its level and what it belongs to.</summary>
/// <param name="ShortName">The name without its 省, 市, 县 …; empty for rows that are no place of their own, such as development
/// zones.</param>
/// <param name="Pinyin">Of the short name, syllables apart.</param>
public sealed record Division(string Code, string Name, string ShortName, string Pinyin, double? Longitude, double? Latitude)
{
    /// <summary>The name in Latin letters: Wuxiang; in Chinese where no pinyin is known.</summary>
    public string Spelt => Pinyin.Length == 0
        ? Name
        : char.ToUpperInvariant(Pinyin[0]) + Pinyin[1..].Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The name in the reader's language.</summary>
    public string Said => Wording.InChinese ? Name : Spelt;

    public DivisionLevel Level => LevelOf(Code);

    public string? ParentCode => Level switch
    {
        DivisionLevel.Province => null,
        DivisionLevel.Prefecture => Code[..2] + "0000",
        _ => Code[..4] + "00",
    };

    /// <summary>Rows such as 市辖区 or 省直辖县级行政区划: they hold counties together but are nobody's address.</summary>
    public bool IsBracket => Level == DivisionLevel.Prefecture && (Name is "市辖区" or "县" || Name.EndsWith("行政区划", StringComparison.Ordinal));

    /// <summary>The leading digits that all divisions within it share.</summary>
    public string Prefix => PrefixOf(Code);

    public static DivisionLevel LevelOf(string code) => code.EndsWith("0000", StringComparison.Ordinal) ? DivisionLevel.Province
        : code.EndsWith("00", StringComparison.Ordinal) ? DivisionLevel.Prefecture
        : DivisionLevel.County;

    public static string PrefixOf(string code) => LevelOf(code) switch
    {
        DivisionLevel.Province => code[..2],
        DivisionLevel.Prefecture => code[..4],
        _ => code,
    };

    public static bool IsCode(string? text) => text is { Length: 6 } && text[0] != '0' && text.All(char.IsAsciiDigit);
}
