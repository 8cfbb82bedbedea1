using System.Text;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Import;

/// <summary>
/// Guesses what each column means, from its words first and from what stands in it second. A guess is shown and can be changed; where
/// nothing fits, nothing is guessed and the column is kept as it is.
/// </summary>
internal static class SuggestMapping
{
    private const double Enough = 0.6;
    private const int Samples = 30;

    /// <summary>What other systems call the fields that every profile has.</summary>
    private static readonly Dictionary<string, string[]> Elsewhere = new()
    {
        [FieldRoles.Number] = ["no", "number", "inventoryno", "inventorynumber", "accessionno", "accessionnumber", "registernumber", "objectnumber", "objectid", "编号", "号码"],
        [FieldRoles.Title] = ["name", "title", "objectname", "名称", "题名"],
        [FieldRoles.Category] = ["kind", "type", "category", "classification", "class", "分类", "种类"],
        [FieldRoles.Period] = ["era", "period", "dynasty", "date", "time", "朝代", "时期", "时间"],
        [FieldRoles.Material] = ["material", "materials", "材料"],
        [FieldRoles.Maker] = ["maker", "artist", "author", "creator", "艺术家"],
        [FieldRoles.Place] = ["place", "findspot", "site", "provenance", "产地", "地点"],
        [FieldRoles.Description] = ["description", "summary", "简介", "说明"],
    };

    /// <summary>A target for each column, or "" for none.</summary>
    public static IReadOnlyList<string> For(SheetLook sheet, Profile profile, CodeBook codes)
    {
        var guesses = new string[sheet.Headings.Count];
        var taken = new HashSet<string>();
        foreach (var guess in new Func<int, IEnumerable<MapTarget>>[]
        {
            i => ByWords(sheet.Headings[i], profile, whole: true), i => ByWords(sheet.Headings[i], profile, whole: false),
            i => ByValues([.. sheet.Samples(i).Take(Samples)], profile, codes),
        })
        {
            for (var i = 0; i < guesses.Length; i++)
            {
                if (guesses[i] is null && guess(i).Select(t => t.ToString()).FirstOrDefault(t => !taken.Contains(t)) is { } target)
                {
                    guesses[i] = target;
                    taken.Add(target);
                }
            }
        }

        return [.. guesses.Select(g => g ?? "")];
    }

    private static IEnumerable<MapTarget> ByWords(string heading, Profile profile, bool whole)
    {
        var (words, language) = Language(heading);
        var plain = Plain(words);
        if (plain.Length == 0)
        {
            yield break;
        }

        foreach (var field in profile.Fields)
        {
            var names = field.Headings.Append(field.Zh).Append(field.En).Append(field.Key)
                .Concat(whole && field.Role is not null ? Elsewhere.GetValueOrDefault(field.Role, []) : []).Select(Plain).Where(n => n.Length > 1 || whole);
            if (whole ? names.Contains(plain) : names.Any(n => plain.Contains(n, StringComparison.Ordinal) && n.Length * 2 >= plain.Length))
            {
                var part = language.Length > 0 && MapTarget.PartsOf(field.Kind).Contains(language) ? language
                    : field.Kind is FieldKind.Words or FieldKind.People ? Has(words) ? "zh" : "en" : "";
                yield return new(field.Key, part);
            }
        }
    }

    /// <summary>Most of the values are words of one list, and of no other field's list as well.</summary>
    private static IEnumerable<MapTarget> ByValues(List<string> samples, Profile profile, CodeBook codes)
    {
        if (samples.Count < 2)
        {
            return [];
        }

        var lists = profile.Fields.Where(f => f.List is not null && codes.Find(f.List) is not null && f.Kind is FieldKind.Coded or FieldKind.Time)
            .Select(f => (Field: f, Share: samples.Count(s => !codes.IsHomograph(s) && s.Length > 1 && codes[f.List!].Read(s) is { Entry: not null, Exact: true }) / (double)samples.Count))
            .Where(f => f.Share >= Enough).OrderByDescending(f => f.Share).ToList();
        return lists.Count > 0 && (lists.Count == 1 || lists[0].Share > lists[1].Share) ? [new MapTarget(lists[0].Field.Key, "")] : [];
    }

    /// <summary>title.zh-hant, name_en, 名称（英文）: the words, and the language they are in.</summary>
    private static (string Words, string Language) Language(string heading)
    {
        var lower = heading.ToLowerInvariant();
        foreach (var (ending, language) in new[]
        {
            (".zh-hant", "zh-Hant"), ("_zh_hant", "zh-Hant"), (".zh-hans", "zh"), (".zh", "zh"), ("_zh", "zh"), (".en", "en"), ("_en", "en"),
            ("（英文）", "en"), ("(英文)", "en"), ("（繁体）", "zh-Hant"), ("（中文）", "zh"),
        })
        {
            if (lower.EndsWith(ending, StringComparison.Ordinal) && lower.Length > ending.Length)
            {
                return (heading[..^ending.Length], language);
            }
        }

        return (heading, "");
    }

    private static bool Has(string words) => words.Any(c => c >= '\u2e80');

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(c))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
        }

        return plain.ToString();
    }
}
