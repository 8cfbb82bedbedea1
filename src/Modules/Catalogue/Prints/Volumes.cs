namespace Guanlian.Catalogue.Prints;

/// <summary>
/// A long book is printed in volumes (册), as museums bind them: each is a file of its own with its own sheet numbers, while the lines are
/// counted through. So a print needs the memory of one volume, however large the collection.
/// </summary>
internal static class Volumes
{
    /// <summary>Lines of a volume: about a hundred sheets.</summary>
    public const int Lines = 2000;

    /// <summary>How many volumes so many lines make; an empty book is one.</summary>
    public static int CountOf(int lines) => Math.Max(1, (int)Math.Ceiling(lines / (double)Lines));

    /// <summary>The title of a volume; the book's own where it has but one, null where it has not so many.</summary>
    public static string? Title(string book, int? volume, int lines)
    {
        var (at, all) = (volume ?? 1, CountOf(lines));
        return at < 1 || at > all ? null : all == 1 ? book : PaperWords.Volume(book, at, all);
    }

    /// <summary>The first and the last line of a volume.</summary>
    public static (int From, int To) Of(int volume, int lines) => (((volume - 1) * Lines) + 1, Math.Min(volume * Lines, lines));
}
