using System.Collections.Frozen;
using System.Text.Json;

namespace Guanlian.Cooperation.Templates;

/// <summary>Codes as templates write them: kebab-case words of an enum.</summary>
internal static class CodeWords
{
    public static IReadOnlyCollection<string> Of<T>()
        where T : struct, Enum => Book<T>.ByWord.Keys;

    public static T? Read<T>(string word)
        where T : struct, Enum => Book<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    public static string Write<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static class Book<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> ByWord = Enum.GetValues<T>().ToFrozenDictionary(Write);
    }
}
