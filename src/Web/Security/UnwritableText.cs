using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Guanlian.Web.Security;

/// <summary>Characters that no text of ours can hold are stopped at the door: an address with them is refused, a form loses them.</summary>
internal static class UnwritableText
{
    /// <summary>Before anything reads the address.</summary>
    public static IApplicationBuilder RefuseUnwritableAddresses(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var (query, path) = (context.Request.QueryString.Value ?? "", context.Request.Path.Value ?? "");
        if (!path.AsSpan().ContainsAny(Typed.Unwritable)
            && (query.Length == 0 || (!query.Contains("%00", StringComparison.Ordinal) && !query.Contains("%EF%BF%BE", StringComparison.OrdinalIgnoreCase))))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    /// <summary>
    /// After the antiforgery check, which has read the form and refused one that cannot be read: what was typed around them is kept.
    /// </summary>
    public static IApplicationBuilder CleanForms(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } && context.Features.Get<IFormFeature>()?.Form is { } form && form.Any(f => f.Value.Any(IsUnwritable)))
        {
            context.Request.Form = new FormCollection(form.ToDictionary(f => f.Key, f => new StringValues([.. f.Value.Select(v => v is null ? null : Typed.Writable(v))])), form.Files);
        }

        return next(context);
    });

    private static bool IsUnwritable(string? text) => text.AsSpan().ContainsAny(Typed.Unwritable);
}
