namespace Guanlian.Web.Security;

/// <summary>A person with a browser, or a program.</summary>
internal static class WhoAsks
{
    /// <summary>True for a browser that wants a page; false for scripts and programs, which are answered in JSON.</summary>
    public static bool WantsPage(HttpRequest request) => !request.Path.StartsWithSegments("/api") && request.Headers.Accept.ToString() switch
    {
        "" => true,
        var accept => accept.Contains("text/html", StringComparison.OrdinalIgnoreCase),
    };
}
