using System.Security.Claims;
using Guanlian.Platform.Access;

namespace Guanlian.Members.Accounts;

/// <summary>Finds the person and the mandates behind a principal or a job.</summary>
internal sealed class ActorsByMandate : IActorSource
{
    public Task<Actor> ForAsync(ClaimsPrincipal principal, CancellationToken ct) => Task.FromResult(Actor.Visitor);

    public Task<Actor> ForAsync(Guid personId, Guid? mandateId, CancellationToken ct) => Task.FromResult(Actor.Visitor);
}
