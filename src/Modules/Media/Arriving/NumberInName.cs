using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Media.Data;

namespace Guanlian.Media.Arriving;

/// <summary>
/// Reads a file's name as photographers write it: 总00123-底部(2).jpg holds a register number, a view and a count. Which part is the
/// number only the catalogue knows, so every part that may be one is offered, longest first.
/// </summary>
internal static partial class NumberInName
{
    private const int MostCandidates = 120;
    private const int ShortestPart = 3;

    private static readonly (string Word, ViewKind Kind)[] Views =
    [
        ("全貌", ViewKind.Whole), ("全景", ViewKind.Whole), ("整体", ViewKind.Whole), ("正面", ViewKind.Front), ("正视", ViewKind.Front), ("背面", ViewKind.Back),
        ("侧面", ViewKind.Side), ("顶部", ViewKind.Top), ("俯视", ViewKind.Top), ("底部", ViewKind.Base), ("款识", ViewKind.Mark), ("铭文", ViewKind.Mark),
        ("局部", ViewKind.Detail), ("细部", ViewKind.Detail), ("伤残", ViewKind.Damage), ("病害", ViewKind.Damage),
        ("overall", ViewKind.Whole), ("front", ViewKind.Front), ("back", ViewKind.Back), ("side", ViewKind.Side), ("top", ViewKind.Top), ("base", ViewKind.Base),
        ("bottom", ViewKind.Base), ("mark", ViewKind.Mark), ("inscription", ViewKind.Mark), ("detail", ViewKind.Detail), ("damage", ViewKind.Damage),
    ];

    /// <summary>What may be a register number, the longest first; nothing where a camera or a phone gave the name.</summary>
    public static IReadOnlyList<string> Candidates(string fileName)
    {
        var stem = Stem(fileName);
        if (ByMachine().IsMatch(stem))
        {
            return [];
        }

        var cuts = Cuts(stem);
        var spans = from i in Enumerable.Range(0, cuts.Count)
                    from j in Enumerable.Range(i, cuts.Count - i)
                    let part = stem[cuts[i].From..cuts[j].To]
                    let length = part.Count(char.IsLetterOrDigit)
                    where part.Any(char.IsDigit) && (length >= ShortestPart || part == stem)
                    orderby length descending
                    select part;
        return [.. spans.Distinct().Take(MostCandidates)];
    }

    public static ViewKind ViewIn(string fileName)
    {
        var stem = Stem(fileName).ToLowerInvariant();
        var words = Latin().Matches(stem).Select(m => m.Value).ToHashSet();
        return Views.FirstOrDefault(v => v.Word[0] > 127 ? stem.Contains(v.Word, StringComparison.Ordinal) : words.Contains(v.Word)).Kind;
    }

    /// <summary>Names in the order in which people count: 2 before 10.</summary>
    public static string SortKey(string fileName) => Digits().Replace(Path.GetFileNameWithoutExtension(fileName), m => m.Value.PadLeft(12, '0'));

    private static string Stem(string fileName) => Path.GetFileNameWithoutExtension(fileName).Normalize(NormalizationForm.FormKC).Trim();

    // A part ends at every sign, and where digits are followed by Han: 00123正面.
    private static List<(int From, int To)> Cuts(string stem)
    {
        var parts = new List<(int, int)>();
        for (var at = 0; at < stem.Length;)
        {
            if (!char.IsLetterOrDigit(stem[at]))
            {
                at++;
                continue;
            }

            var from = at++;
            while (at < stem.Length && char.IsLetterOrDigit(stem[at]) && !(char.IsDigit(stem[at - 1]) && IsHan(stem[at])))
            {
                at++;
            }

            parts.Add((from, at));
        }

        return parts.Count > 14 ? parts[..14] : parts;
    }

    private static bool IsHan(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter;

    [GeneratedRegex(@"^(?:IMG|DSC[FN]?|_DSC|DSCN|PXL|MVIMG|WX|WeChat|mmexport|Screenshot|P\d{7}$|\d{8}_\d{6}|微信图片|截图|QQ图片)", RegexOptions.IgnoreCase)]
    private static partial Regex ByMachine();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Latin();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
