using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Guanlian.Web.Security;

/// <summary>
/// What somebody gets who may not: a visitor is asked to sign in and brought back afterwards; to a person without the permission the
/// page does not exist. Programs get a status and no detour.
/// </summary>
internal sealed class Unauthorised : IAuthorizationMiddlewareResultHandler
{
    private const string SignIn = "/account/sign-in";

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        var request = context.Request;
        if (context.User.Identity?.IsAuthenticated == true)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (WhoAsks.WantsPage(request) && (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method)))
        {
            // A form whose session ran out meanwhile leads back to the page with the form.
            var back = Uri.EscapeDataString($"{request.Path}{request.QueryString}");
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"{request.PathBase}{SignIn}?return={back}";
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }
}
