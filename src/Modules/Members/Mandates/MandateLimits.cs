using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Platform.Access;

namespace Guanlian.Members.Mandates;

/// <summary>Who may give, and end, which role for which party. Nobody gives the role he acts in, except administrators.</summary>
internal static class MandateLimits
{
    /// <summary>The association's office opens the door of a member; the member's director does the rest.</summary>
    private static readonly string[] BySecretariat = [Roles.Director, Roles.Partner];

    private static readonly string[] ByDirector = [Roles.Coordinator, Roles.Staff, Roles.Partner];

    private static readonly string[] OfClusters = [Roles.Secretariat, Roles.Council];

    private static readonly string[] OfOperator = [Roles.Administrator];

    /// <summary>The roles the actor may give for this party; none where the party is no business of his.</summary>
    public static IReadOnlyList<string> RolesFor(Actor actor, Guid partyId, PartyKind kind) => actor.Mandate switch
    {
        null => [],
        _ when !actor.May(MembersPermissions.Mandate) => [],
        { Role: Roles.Administrator } => RolesOf(kind),
        { Role: Roles.Secretariat } mandate when mandate.StandsOver.Contains(partyId) => [.. RolesOf(kind).Intersect(BySecretariat)],
        { Role: Roles.Director } mandate when mandate.PartyId == partyId => ByDirector,
        _ => [],
    };

    /// <summary>The parties in the actor's care; null for all of them.</summary>
    public static IReadOnlyCollection<Guid>? PartiesOf(Actor actor) => actor.Mandate switch
    {
        { Role: Roles.Administrator } => null,
        { Role: Roles.Secretariat } mandate => [mandate.PartyId, .. mandate.StandsOver],
        { Role: Roles.Director } mandate => [mandate.PartyId],
        _ => [],
    };

    /// <summary>The roles that a party of this kind has at all; the database checks it too.</summary>
    public static IReadOnlyList<string> RolesOf(PartyKind kind) => kind switch
    {
        PartyKind.Operator => OfOperator,
        PartyKind.Cluster => OfClusters,
        _ => Roles.OfInstitutions,
    };
}
