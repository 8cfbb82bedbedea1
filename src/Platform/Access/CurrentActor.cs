using System.Data.Common;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Access;

/// <summary>The actor of this scope (one request, one job). Handlers take this, never the principal.</summary>
public sealed class CurrentActor
{
    /// <summary>Set once at the door: by <see cref="ActorAtTheDoor"/> or by the job runner.</summary>
    public Actor Value { get; set; } = Actor.Visitor;
}

/// <summary>Finds the person and the mandates behind a signed-in principal. Implemented by Members.</summary>
public interface IActorSource
{
    /// <summary>The actor; a visitor where the account is closed or gone.</summary>
    Task<Actor> ForAsync(ClaimsPrincipal principal, CancellationToken ct);

    /// <summary>The actor that queued a job, as he stands now: what was taken from him meanwhile is gone.</summary>
    Task<Actor> ForAsync(Guid personId, Guid? mandateId, CancellationToken ct);
}

/// <summary>Middleware that loads the actor once per request, before authorisation.</summary>
public sealed class ActorAtTheDoor(RequestDelegate next)
{
    /// <summary>Runs the rest with the actor in place.</summary>
    public Task InvokeAsync(HttpContext context) => context.User.Identity?.IsAuthenticated == true && !ForWantOfDatabase(context) ? LoadAsync(context) : next(context);

    // Only here is asked for what finds out about people: a visitor, and a tile for a viewer, needs none of it.
    private async Task LoadAsync(HttpContext context)
    {
        var current = context.RequestServices.GetRequiredService<CurrentActor>();
        current.Value = await context.RequestServices.GetRequiredService<IActorSource>().ForAsync(context.User, context.RequestAborted);
        if (!current.Value.SignedIn)
        {
            // The cookie is older than its session: whoever holds it is a visitor, for the policies too.
            context.User = new(new ClaimsIdentity());
        }

        await next(context);
    }

    /// <summary>The page being made says that the database cannot be reached: to ask it who reads would end that page too.</summary>
    private static bool ForWantOfDatabase(HttpContext context)
    {
        for (var e = context.Features.Get<IExceptionHandlerFeature>()?.Error; e is not null; e = e.InnerException)
        {
            if (e is DbException)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The coarse policy of an endpoint: the mandate in use grants the permission.</summary>
public sealed record MandateGrants(string Permission) : IAuthorizationRequirement;

/// <summary>Decides <see cref="MandateGrants"/>.</summary>
public sealed class MandateGrantsHandler(CurrentActor current) : AuthorizationHandler<MandateGrants>
{
    /// <inheritdoc />
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, MandateGrants requirement)
    {
        if (current.Value.May(requirement.Permission))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
