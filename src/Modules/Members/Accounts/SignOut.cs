using Guanlian.Members.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>A person signs out here, or in every browser at once.</summary>
internal static class SignOut
{
    internal sealed class Handler(MembersDb db, IHttpContextAccessor http, TimeProvider clock)
    {
        /// <param name="everywhere">All sessions of the person, not only this one.</param>
        /// <param name="ct">Ends with the request.</param>
        public async Task<Outcome<Done>> HandleAsync(bool everywhere, CancellationToken ct)
        {
            var context = http.HttpContext!;
            if (SignInCookie.Read(context.User) is var (person, session))
            {
                var now = clock.GetUtcNow();
                await db.Sessions.Where(s => s.PersonId == person && s.EndedAt == null && (everywhere || s.Id == session))
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
            }

            await context.SignOutAsync(SignInCookie.Scheme);
            await context.SignOutAsync(SignInCookie.HalfWay);
            return Done.It;
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/account/sign-out", async (
        [FromForm] bool? everywhere, HttpContext context, Handler handler, CancellationToken ct) =>
    {
        await handler.HandleAsync(everywhere == true, ct);
        return Results.LocalRedirect($"{context.Request.PathBase}/");
    }).RequireAuthorization();
}
