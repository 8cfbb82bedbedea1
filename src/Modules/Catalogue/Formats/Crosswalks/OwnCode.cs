using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>Terms of our code lists in foreign files: <c>urn:guanlian:category/2013:03</c>. Whoever does not know them has the word beside it.</summary>
internal static class OwnCode
{
    private const string Prefix = "urn:guanlian:";

    public static string Write(string list, string code) => $"{Prefix}{list}:{code}";

    /// <summary>The term, with the wording where that was written beside it and differs from the list's own word.</summary>
    public static CodedWord? Read(string? uri, string? wording)
    {
        if (uri is null || !uri.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var colon = uri.LastIndexOf(':');
        return colon <= Prefix.Length ? null : new CodedWord(uri[(colon + 1)..], uri[Prefix.Length..colon], wording);
    }

    /// <summary>The code of a period.</summary>
    public static string? Period(string? uri) => Read(uri, null)?.Code;
}
