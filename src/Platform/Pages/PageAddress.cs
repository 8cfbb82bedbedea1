using Microsoft.AspNetCore.Components;

namespace Guanlian.Platform.Pages;

/// <summary>Addresses of the page being shown, relative to <c>&lt;base href&gt;</c>, so that they keep the language.</summary>
public static class PageAddress
{
    /// <summary>This page with its query.</summary>
    public static string Here(this NavigationManager nav) => Relative(nav, nav.Uri);

    /// <summary>This page with some query values replaced (null takes one away); all others stay.</summary>
    public static string With(this NavigationManager nav, params (string Name, object? Value)[] changes) =>
        Relative(nav, nav.GetUriWithQueryParameters(changes.ToDictionary(c => c.Name, c => c.Value)));

    /// <summary>Another address with this page's query: the export of exactly what is seen.</summary>
    public static string SameQueryAt(this NavigationManager nav, string path, params string[] without)
    {
        var query = new Uri(nav.GetUriWithQueryParameters(without.ToDictionary(w => w, _ => (object?)null))).Query;
        return query.Length == 0 ? path : path + (path.Contains('?', StringComparison.Ordinal) ? "&" + query[1..] : query);
    }

    /// <summary>The query of this page, in order.</summary>
    public static IReadOnlyList<(string Name, string Value)> QueryHere(this NavigationManager nav) =>
        [.. Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(nav.Uri).Query)
            .SelectMany(pair => pair.Value.Select(value => (pair.Key, value ?? "")))];

    /// <summary>Element id of a form field; the same for <c>Title</c> and <c>Input.Title</c>, so that a refusal finds its field.</summary>
    public static string FieldId(string name) => "f-" + name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();

    private static string Relative(NavigationManager nav, string uri) =>
        uri.StartsWith(nav.BaseUri, StringComparison.Ordinal) ? uri[nav.BaseUri.Length..] : new Uri(uri).Query;
}
