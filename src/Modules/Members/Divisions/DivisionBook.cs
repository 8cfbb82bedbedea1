using System.Globalization;
using Guanlian.Platform.Words;

namespace Guanlian.Members.Divisions;

/// <summary>The list of divisions in force. Never changes once made.</summary>
internal sealed class DivisionBook
{
    private readonly Dictionary<string, Division> byCode;
    private readonly ILookup<string, Division> byParent;

    public DivisionBook(IEnumerable<Division> divisions)
    {
        All = [.. divisions.OrderBy(d => d.Code, StringComparer.Ordinal)];
        byCode = All.ToDictionary(d => d.Code);
        byParent = All.Where(d => d.ParentCode is not null).ToLookup(d => d.ParentCode!);
        Provinces = [.. All.Where(d => d.Level == DivisionLevel.Province)];
    }

    /// <summary>The list that comes with the program; README.md beside it names its sources.</summary>
    public static DivisionBook Published { get; } = ReadPublished();

    /// <summary>All, ordered by code.</summary>
    public IReadOnlyList<Division> All { get; }

    public IReadOnlyList<Division> Provinces { get; }

    public Division? Find(string? code) => code is null ? null : byCode.GetValueOrDefault(code);

    /// <summary>The divisions one step below.</summary>
    public IEnumerable<Division> Below(string code) => byParent[code];

    /// <summary>Everything inside, itself not included.</summary>
    public IEnumerable<Division> Within(Division outer) =>
        All.Where(d => d.Code != outer.Code && d.Code.StartsWith(outer.Prefix, StringComparison.Ordinal));

    /// <summary>The province that a code lies in.</summary>
    public Division? ProvinceOf(string? code) => code is null ? null : Find(code[..2] + "0000");

    /// <summary>Names from the prefecture down (长治市武乡县); the province's where no more is known; empty for an unknown code.</summary>
    public string Place(string? code)
    {
        if (Find(code) is not { } division)
        {
            return "";
        }

        var above = Find(division.ParentCode);
        return division.Level switch
        {
            DivisionLevel.Province => division.Name,
            DivisionLevel.Prefecture => division.IsBracket ? above?.Name ?? "" : division.Name,
            _ when above is null or { IsBracket: true } => (IsMunicipality(division) ? ProvinceOf(code)?.Name : "") + division.Name,
            _ => above.Name + division.Name,
        };
    }

    /// <summary>The place in the reader's language: 长治市武乡县, or Wuxiang, Changzhi.</summary>
    public string Said(string? code)
    {
        if (Wording.InChinese)
        {
            return Place(code);
        }

        var line = new List<Division>();
        for (var at = Find(code); at is not null
            && (line.Count == 0 || at.Level != DivisionLevel.Province || IsMunicipality(at)); at = Find(at.ParentCode))
        {
            line.Add(at);
        }

        return string.Join(", ", line.Where(d => !d.IsBracket).Select(d => d.Spelt));
    }

    /// <summary>北京, 天津, 上海, 重庆: a province that is a city.</summary>
    public static bool IsMunicipality(Division division) => division.Code[..2] is "11" or "12" or "31" or "50";

    private static DivisionBook ReadPublished()
    {
        using var stream = typeof(DivisionBook).Assembly.GetManifestResourceStream("Guanlian.Members.Divisions.divisions-2023.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        var all = new List<Division>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            all.Add(new(cells[0], cells[1], cells[2], cells[3], Degrees(cells[4]), Degrees(cells[5])));
        }

        return new(all);
    }

    private static double? Degrees(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
