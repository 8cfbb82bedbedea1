namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>
/// Language tags as they come (ISO 639-2, regions, nothing at all) and as we keep them: zh, zh-Hant, en, de …; <c>und</c> where neither
/// the file nor the characters tell.
/// </summary>
internal static class Languages
{
    public const string Unknown = "und";

    private static readonly Dictionary<string, string> Short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["chi"] = "zh",
        ["zho"] = "zh",
        ["cmn"] = "zh",
        ["lzh"] = "zh",
        ["eng"] = "en",
        ["ger"] = "de",
        ["deu"] = "de",
        ["fre"] = "fr",
        ["fra"] = "fr",
        ["spa"] = "es",
        ["ita"] = "it",
        ["jpn"] = "ja",
        ["kor"] = "ko",
        ["rus"] = "ru",
        ["heb"] = "he",
        ["ara"] = "ar",
        ["lat"] = "la",
        ["gre"] = "el",
        ["ell"] = "el",
        ["grc"] = "grc",
        ["per"] = "fa",
        ["fas"] = "fa",
        ["urd"] = "ur",
        ["tib"] = "bo",
        ["bod"] = "bo",
        ["mon"] = "mn",
        ["uig"] = "ug",
        ["kaz"] = "kk",
        ["dut"] = "nl",
        ["nld"] = "nl",
        ["por"] = "pt",
        ["yid"] = "yi",
        ["und"] = Unknown,
        ["mul"] = Unknown,
        ["zxx"] = Unknown,
    };

    public static string Of(string? said, string text)
    {
        var tag = said?.Trim().Replace('_', '-') ?? "";
        if (tag.Length == 0)
        {
            return text.AsSpan().IndexOfAnyInRange('\u4e00', '\u9fff') >= 0 ? "zh" : Unknown;
        }

        var parts = tag.Split('-');
        var language = Short.GetValueOrDefault(parts[0], parts[0].ToLowerInvariant());
        if (language is not { Length: 2 or 3 } || language.AsSpan().IndexOfAnyExceptInRange('a', 'z') >= 0)
        {
            return Unknown;
        }

        return language != "zh" ? language : IsTraditional(parts) ? "zh-Hant" : "zh";
    }

    /// <summary>As foreign formats write it: our plain zh is in simplified characters.</summary>
    public static string Outward(string ours) => ours == "zh" ? "zh-Hans" : ours;

    private static bool IsTraditional(string[] parts) =>
        parts.Skip(1).Any(p => p.Equals("hant", StringComparison.OrdinalIgnoreCase))
        || (!parts.Skip(1).Any(p => p.Equals("hans", StringComparison.OrdinalIgnoreCase))
            && parts.Skip(1).Any(p => p.ToUpperInvariant() is "TW" or "HK" or "MO"));
}
