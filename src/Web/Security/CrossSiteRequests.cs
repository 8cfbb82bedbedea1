namespace Guanlian.Web.Security;

/// <summary>
/// A second lock beside the antiforgery token: a browser says where a request comes from, and no other site has any business
/// changing something here. Programs that are no browsers say nothing and pass.
/// </summary>
internal static class CrossSiteRequests
{
    public static IApplicationBuilder RefuseCrossSiteRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!Foreign(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    private static bool Foreign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site])
        {
            return site is not ("same-origin" or "none");
        }

        return request.Headers.Origin is [{ Length: > 0 } origin]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
