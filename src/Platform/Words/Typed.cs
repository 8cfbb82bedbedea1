using System.Buffers;

namespace Guanlian.Platform.Words;

/// <summary>Text as it was typed into a form.</summary>
public static class Typed
{
    /// <summary>What no text here can hold and no person types: the database refuses the one, comparing texts the other.</summary>
    public static SearchValues<char> Unwritable { get; } = SearchValues.Create('\0', '\uFFFE');

    /// <summary>Without blanks around it, one sign for each end of a line (forms send two): measured and kept like this.</summary>
    public static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    /// <summary>The same without what no text can hold.</summary>
    public static string Writable(string text) => text.AsSpan().ContainsAny(Unwritable) ? string.Concat(text.Where(c => !Unwritable.Contains(c))) : text;
}
