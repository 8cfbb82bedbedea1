namespace Guanlian.Platform.Access;

/// <summary>
/// Who acts in this request or job: a person under at most one mandate, or nobody (a visitor), or the program itself.
/// The institution acts; the person only under a mandate, so permissions hang on the mandate in use alone.
/// </summary>
public sealed record Actor(Guid? PersonId, string Name, MandateInUse? Mandate)
{
    /// <summary>A visitor who has not signed in.</summary>
    public static Actor Visitor { get; } = new(null, "", null);

    /// <summary>The program's own work: timers, migrations, sample data.</summary>
    public static Actor Program { get; } = new(null, "guanlian", null);

    /// <summary>All mandates the person holds today, the one in use among them.</summary>
    public IReadOnlyList<MandateInUse> Mandates { get; init; } = [];

    /// <summary>Plays in the sample province: what he writes is marked 示例 wherever it is shown.</summary>
    public bool Sample { get; init; }

    /// <summary>True for somebody who has signed in, with or without a mandate.</summary>
    public bool SignedIn => PersonId is not null;

    /// <summary>The party that the mandate in use speaks for.</summary>
    public Guid? PartyId => Mandate?.PartyId;

    /// <summary>Whether the mandate in use grants this permission at all (the coarse policy of an endpoint).</summary>
    public bool May(string permission) => Mandate?.Permissions.Contains(permission) == true;

    /// <summary>Whether it grants this permission for that party: its own, or one it stands over.</summary>
    public bool May(string permission, Guid partyId) =>
        May(permission) && (Mandate!.PartyId == partyId || Mandate.StandsOver.Contains(partyId)
            || (Mandate.ActsFor.TryGetValue(partyId, out var lent) && lent.Contains(permission)));

    /// <summary>
    /// Whether he acts for that party itself: his own, or one that lent him this right; never one that he merely stands over.
    /// </summary>
    public bool ActsFor(string permission, Guid partyId) =>
        May(permission) && (PartyId == partyId || (Mandate!.ActsFor.TryGetValue(partyId, out var lent) && lent.Contains(permission)));

    /// <summary>Parties whose things he may read with one permission: his own, those he stands over, those that lent him another; null where he reads none.</summary>
    public IReadOnlyCollection<Guid>? Reads(string permission, string lent) => PartyId is { } party && May(permission)
        ? [party, .. Mandate!.StandsOver, .. Mandate.ActsFor.Where(a => a.Value.Contains(lent)).Select(a => a.Key)]
        : null;
}

/// <summary>One mandate as the request sees it.</summary>
/// <param name="Id">Row of <c>members.mandate</c>.</param>
/// <param name="PartyId">The institution or cluster that it speaks for.</param>
/// <param name="PartyCode">Its code, for addresses of its own pages.</param>
/// <param name="PartyName">Its name, for the line "you act for …".</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Permissions">What the role may do.</param>
/// <param name="StandsOver">Parties that this one stands over: members and sub-clusters of a cluster.</param>
public sealed record MandateInUse(
    Guid Id, Guid PartyId, string PartyCode, string PartyName, string Role, IReadOnlySet<string> Permissions, IReadOnlySet<Guid> StandsOver)
{
    /// <summary>Branches that let their head act for them, each with the permissions that the stated matters open.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlySet<string>> ActsFor { get; init; } = new Dictionary<Guid, IReadOnlySet<string>>();
}
