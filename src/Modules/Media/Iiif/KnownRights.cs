namespace Guanlian.Media.Iiif;

/// <summary>
/// Statements of rights as IIIF allows them: of Creative Commons and RightsStatements.org, written with http, which is how they are
/// identified. What else a museum states stands on the object's page.
/// </summary>
internal static class KnownRights
{
    private static readonly string[] Beginnings =
        ["http://creativecommons.org/licenses/", "http://creativecommons.org/publicdomain/", "http://rightsstatements.org/vocab/"];

    /// <returns>The statement; null where it is none of these.</returns>
    public static string? Of(string? stated)
    {
        var plain = stated?.StartsWith("https://", StringComparison.Ordinal) == true ? string.Concat("http", stated.AsSpan("https".Length)) : stated;
        return plain is not null && Beginnings.Any(b => plain.StartsWith(b, StringComparison.Ordinal)) ? plain : null;
    }
}
