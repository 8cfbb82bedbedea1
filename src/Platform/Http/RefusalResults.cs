using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Http;

/// <summary>The one place where a refusal becomes an HTTP answer.</summary>
public static class RefusalResults
{
    /// <summary>404, 403, 409 or 422.</summary>
    public static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.Missing => StatusCodes.Status404NotFound,
        Refusal.Denied => StatusCodes.Status403Forbidden,
        Refusal.Stale => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>200 with the value as JSON, or the refusal as ProblemDetails.</summary>
    public static IResult ToHttp<T>(this Outcome<T> outcome) => outcome.Refused ? new Problem(outcome.Refusal) : Results.Ok(outcome.Value);

    /// <summary>What the caller makes of the value, or the refusal as ProblemDetails.</summary>
    public static IResult ToHttp<T>(this Outcome<T> outcome, Func<T, IResult> answer) =>
        outcome.Refused ? new Problem(outcome.Refusal) : answer(outcome.Value);

    private sealed class Problem(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var words = httpContext.RequestServices.GetRequiredService<Wording>();
            var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code };
            if (refusal is Refusal.Invalid invalid)
            {
                extensions["errors"] = invalid.Also.Prepend(invalid).Where(i => i.Field is not null)
                    .GroupBy(i => i.Field!).ToDictionary(g => g.Key, g => g.Select(i => words[i]).ToArray());
            }

            return Results.Problem(title: words[refusal], statusCode: StatusOf(refusal), extensions: extensions).ExecuteAsync(httpContext);
        }
    }
}
