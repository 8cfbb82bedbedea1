using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Words;

/// <summary>
/// Every word a person sees, by key and language. A hole is <c>{name}</c>; in languages with plurals
/// <c>{count|museum|museums}</c> picks a form by the number without printing it.
/// </summary>
public sealed partial class Wording
{
    /// <summary>The default and complete language.</summary>
    public const string Chinese = "zh-CN";

    /// <summary>The other language.</summary>
    public const string English = "en";

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> byLanguage;

    /// <summary>Reads the embedded word files of all modules.</summary>
    public Wording(IEnumerable<Assembly> assemblies)
    {
        var all = assemblies.Distinct().ToList();
        byLanguage = new[] { Chinese, English }.ToFrozenDictionary(l => l, l => Load(all, l));
    }

    /// <summary>The language of this request.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? English : Chinese;

    /// <summary>True when this request reads Chinese.</summary>
    public static bool InChinese => Language == Chinese;

    /// <summary>The sentence behind a key in the request's language.</summary>
    public string this[string key] => In(Language, key);

    /// <summary>The sentence with its holes filled.</summary>
    public string this[string key, params (string Name, object? Value)[] holes] => Fill(In(Language, key), holes);

    /// <summary>The sentence for a refusal.</summary>
    public string this[Refusal refusal] => Fill(In(Language, refusal.Code), refusal.Holes);

    /// <summary>The sentence in a named language, e.g. for a letter printed in both.</summary>
    public string In(string language, string key) => byLanguage[language].TryGetValue(key, out var text) ? text : key;

    /// <summary>Whether the key has words; used where a key is put together, such as a code list's.</summary>
    public bool Has(string key) => byLanguage[Chinese].ContainsKey(key);

    /// <summary>Fills holes; numbers and dates are written as the request's culture writes them.</summary>
    public static string Fill(string text, IReadOnlyList<(string Name, object? Value)> holes) => holes.Count == 0 ? text : Hole().Replace(text, match =>
    {
        foreach (var (name, value) in holes)
        {
            if (name == match.Groups["name"].Value)
            {
                return match.Groups["one"].Success
                    ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) == 1 ? match.Groups["one"].Value : match.Groups["many"].Value
                    : Print(value);
            }
        }

        return match.Value;
    });

    private static string Print(object? value) => value switch
    {
        DateOnly date => Dates.Day(date),
        DateTimeOffset at => Dates.Moment(at),
        int or long => ((IFormattable)value).ToString("N0", CultureInfo.CurrentCulture),
        IFormattable number => number.ToString(null, CultureInfo.CurrentCulture),
        _ => value?.ToString() ?? "",
    };

    private static FrozenDictionary<string, string> Load(List<Assembly> assemblies, string language)
    {
        var words = new Dictionary<string, string>();
        foreach (var assembly in assemblies)
        {
            foreach (var resource in assembly.GetManifestResourceNames().Where(r => r.EndsWith($".{language}.json", StringComparison.Ordinal)))
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
                {
                    words.Add(key, text);
                }
            }
        }

        return words.ToFrozenDictionary();
    }

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)(?:\|(?<one>[^|}]*)\|(?<many>[^|}]*))?\}")]
    private static partial Regex Hole();
}
