using System.Text.Json;

namespace Guanlian.Members.Institutions;

/// <summary>Code lists as text: <c>StateCulture</c> is written <c>state-culture</c>, in addresses, periods and word keys alike.</summary>
internal static class Codes
{
    public static string Word<T>(T code) where T : struct, Enum => Names<T>.Words[code];

    public static bool TryRead<T>(string? word, out T code) where T : struct, Enum => Names<T>.Values.TryGetValue(word ?? "", out code);

    public static IEnumerable<T> All<T>() where T : struct, Enum => Names<T>.Words.Keys;

    private static class Names<T> where T : struct, Enum
    {
        public static readonly IReadOnlyDictionary<T, string> Words =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        public static readonly IReadOnlyDictionary<string, T> Values = Words.ToDictionary(p => p.Value, p => p.Key);
    }
}
