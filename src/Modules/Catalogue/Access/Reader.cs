using System.Collections.Immutable;

namespace Guanlian.Catalogue.Access;

/// <summary>
/// Who looks. The one place that says what somebody may see: a record or field of level L of an owner shows to a reader whose
/// <see cref="LevelFor"/> that owner is at least L.
/// </summary>
internal sealed record Reader
{
    /// <summary>Anybody, not signed in.</summary>
    public static Reader Visitor { get; } = new();

    /// <summary>The party acted for; null for a visitor.</summary>
    public Guid? PartyId { get; init; }

    /// <summary>Acts for a member of the alliance.</summary>
    public bool Member { get; init; }

    /// <summary>Institutions whose association's office this is.</summary>
    public ImmutableHashSet<Guid> Over { get; init; } = [];

    /// <summary>Institutions whose own staff this is.</summary>
    public ImmutableHashSet<Guid> Own { get; init; } = [];

    /// <summary>
    /// Stands in for the party before the records of these owners: that others name the party is none of the business of who looks through
    /// its eyes. Null for somebody who is himself.
    /// </summary>
    public ImmutableHashSet<Guid>? NamedOnlyBy { get; init; }

    /// <summary>The narrowest level that is open to this reader in the records of that owner.</summary>
    /// <param name="institution">The owner.</param>
    /// <param name="named">The parties that the record names.</param>
    public Level LevelFor(Guid institution, IReadOnlyCollection<Guid> named) =>
        Own.Contains(institution) ? Level.Staff
        : Over.Contains(institution) ? Level.Association
        : PartyId is { } party && named.Contains(party) && NamedOnlyBy?.Contains(institution) != false ? Level.Named
        : Member ? Level.Members
        : Level.Public;

    /// <summary>Whether an audience includes this reader.</summary>
    public bool IsIn(Level level, Guid? institution, IReadOnlyCollection<Guid> parties) => level switch
    {
        Level.Public => true,
        Level.Members => Member || Own.Count > 0 || Over.Count > 0,
        _ => LevelFor(institution!.Value, parties) >= level,
    };

    /// <summary>A member of the alliance, as the public's records and those shown to all members or to it by name are open to it.</summary>
    public static Reader AsMember(Guid party) => new() { PartyId = party, Member = true };

    /// <summary>The office of an association that these institutions belong to.</summary>
    public static Reader AsAssociation(Guid party, IEnumerable<Guid> over) => new() { PartyId = party, Member = true, Over = [.. over] };

    /// <summary>Staff of an institution.</summary>
    public static Reader AsStaff(Guid institution) => new() { PartyId = institution, Member = true, Own = [institution] };
}
