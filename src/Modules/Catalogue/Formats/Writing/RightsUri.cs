using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>A rights statement as other systems want it: an address of Creative Commons or RightsStatements.org.</summary>
internal static class RightsUri
{
    private static readonly string[] Known =
        ["creativecommons.org/", "www.creativecommons.org/", "rightsstatements.org/"];

    /// <summary>The first statement that has an address; null where there is none.</summary>
    public static (string Uri, string? Word)? Of(FieldValue? rights) => rights switch
    {
        CodedValue coded => coded.Words.Select(w => (Uri: Read(w), Word: Terms.Of(w, chinese: false))).Where(w => w.Uri is not null)
            .Select(w => ((string, string?)?)(w.Uri!, w.Word)).FirstOrDefault(),
        TextValue text when IsKnown(text.Text) => (text.Text, null),
        _ => null,
    };

    private static string? Read(CodedWord word) =>
        word.As is { } text && IsKnown(text) ? text : word.Code is { } code ? Terms.UriOf(code) : null;

    private static bool IsKnown(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && Array.Exists(Known, k => (uri.Host + "/").Equals(k, StringComparison.OrdinalIgnoreCase));
}
