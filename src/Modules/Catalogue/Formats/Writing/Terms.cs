using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Crosswalks;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>The words behind codes, for formats.</summary>
internal static class Terms
{
    /// <summary>The list's word; the wording that came in where no list knows the code.</summary>
    public static string Of(CodedWord word, bool chinese) =>
        word is { Code: { } code, List: { } list } && CodeBook.Standard.Find(list.Split('/')[0])?.Find(code) is { } entry
            ? entry.Word(chinese)
            : word.As ?? word.Code ?? "";

    /// <summary>The address of a term outside, where its list has one.</summary>
    public static string? UriOf(string code) => OwnCode.IsAddress(code) ? code : null;
}
