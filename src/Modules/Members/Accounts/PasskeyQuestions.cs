using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Members.Accounts;

/// <summary>The two questions that the passkey script fetches before it asks the device.</summary>
internal static class PasskeyQuestions
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/passkeys/new", async (Mine mine, Passkeys passkeys, CancellationToken ct) =>
            Results.Content(await passkeys.AskForNewAsync(await mine.AccountAsync(ct)), "application/json")).RequireAuthorization();
        routes.MapPost("/account/passkeys/any", async (Passkeys passkeys) => Results.Content(await passkeys.AskForOneAsync(), "application/json"))
            .AllowAnonymous().RequireRateLimiting(Limits.Proving);
    }
}
