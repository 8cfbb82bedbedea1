using System.Collections.Frozen;
using System.Text.Json;

namespace Guanlian.Platform.Words;

/// <summary>Codes as files, forms and columns write them: kebab-case words of an enum.</summary>
public static class CodeWords
{
    /// <summary>All words of that enum.</summary>
    public static IReadOnlyCollection<string> Of<T>()
        where T : struct, Enum => Book<T>.ByWord.Keys;

    /// <summary>The value; null for a word that the enum does not have.</summary>
    public static T? Read<T>(string word)
        where T : struct, Enum => Book<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    /// <summary>The word of a value.</summary>
    public static string Write<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static class Book<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> ByWord = Enum.GetValues<T>().ToFrozenDictionary(Write);
    }
}
