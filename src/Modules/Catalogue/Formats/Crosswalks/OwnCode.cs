using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>
/// Terms of our code lists in foreign files: <c>urn:guanlian:category/2013:03</c>, or the code itself where it is an address. Whoever
/// does not know them has the word beside it.
/// </summary>
internal static class OwnCode
{
    private const string Prefix = "urn:guanlian:";

    /// <summary>A label of LIDO beside a word that its keeper is not sure of.</summary>
    public const string Unsure = Prefix + "unsure";

    public static string Write(string list, string code) => IsAddress(code) ? code : $"{Prefix}{list}:{code}";

    /// <summary>A term by its code, or by a word that the list itself has; else the wording alone. Null where nothing was said.</summary>
    /// <param name="list">Name of the field's list.</param>
    /// <param name="id">A code as it came, ours or an address.</param>
    /// <param name="wording">The word beside it.</param>
    public static CodedWord? Read(string? list, string? id, string? wording)
    {
        if (id is not null && id.StartsWith(Prefix, StringComparison.Ordinal) && id.IndexOf(':', Prefix.Length) is > 0 and var colon)
        {
            var (code, from) = (id[(colon + 1)..], id[Prefix.Length..colon]);
            return new CodedWord(code, from, Said(CodeBook.Standard.Find(from.Split('/')[0])?.Find(code), wording));
        }

        var book = CodeBook.Standard.Find(list);
        var entry = Address(book, id) ?? Address(book, wording) ?? (book?.Read(wording) is { Exact: true, Entry: { } read } ? read : null);
        return entry is not null ? new CodedWord(entry.Code, $"{entry.List}/{entry.Version}", Said(entry, wording))
            : wording is not null ? new CodedWord(null, null, wording)
            : null;
    }

    /// <summary>The code of a period.</summary>
    public static string? Period(string? id) => Read("period", id, null)?.Code;

    public static bool IsAddress(string code) => code.StartsWith("http", StringComparison.Ordinal) && code.Contains("://", StringComparison.Ordinal);

    private static CodeEntry? Address(CodeList? list, string? id) => id is null || !IsAddress(id)
        ? null
        : list?.Find(id.Replace("https://", "http://", StringComparison.Ordinal)) ?? list?.Find(id.Replace("https://", "http://", StringComparison.Ordinal) + "/");

    /// <summary>The wording, where it is more than the list's own word or address.</summary>
    private static string? Said(CodeEntry? entry, string? wording) =>
        wording is null || wording == entry?.Zh || wording == entry?.En || (entry is not null && IsAddress(wording)) ? null : wording;
}
