using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>The words behind codes, for formats.</summary>
internal static class Terms
{
    /// <summary>The list's word; the wording that came in where the list does not know the code.</summary>
    public static string Of(CodedWord word, bool chinese) => word.As ?? word.Code ?? "";

    /// <summary>The address of a term outside, where its list has one.</summary>
    public static string? UriOf(string list, string code) => null;
}
