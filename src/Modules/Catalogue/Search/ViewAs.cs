using System.Collections.Immutable;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Objects;

namespace Guanlian.Catalogue.Search;

/// <summary>
/// "View as": the record, the result, the page as another reader has them. Nobody sees more that way than he does himself: an owner's staff
/// may stand in anybody's place before their own records, all others only in that of somebody who sees less.
/// </summary>
/// <param name="As">One of the names below; null for oneself.</param>
/// <param name="Who">The code of one member, with <see cref="Member"/>; null for any member.</param>
internal sealed record ViewAs(string? As, string? Who)
{
    public const string Public = "public";
    public const string Member = "member";
    public const string Association = "association";
    public const string Staff = "staff";

    private const int LongestWho = 80;

    public static ViewAs Oneself { get; } = new(null, null);

    /// <summary>As the address says it; nonsense asks nothing.</summary>
    public static ViewAs Read(string? asked, string? who) => asked is Public or Member or Association or Staff
        ? new(asked, asked == Member && who?.Trim() is { Length: > 0 and <= LongestWho } said ? said : null)
        : Oneself;

    /// <summary>Whom this reader may stand in for, before the records of one owner or (null) of all.</summary>
    public static IReadOnlyList<string> ChoicesOf(Reader reader, Guid? owner = null) =>
        Holds(reader.Own, owner) ? [Public, Member, Association, Staff]
        : Holds(reader.Over, owner) ? [Public, Member]
        : reader.Member ? [Public] : [];

    /// <summary>What the reader is himself, before these records.</summary>
    public static string SelfOf(Reader reader, Guid? owner = null) =>
        Holds(reader.Own, owner) ? Staff : Holds(reader.Over, owner) ? Association : Member;

    /// <summary>Whether it makes a difference for this reader.</summary>
    public bool IsOther(Reader reader, Guid? owner = null) => As is not null && As != SelfOf(reader, owner) && ChoicesOf(reader, owner).Contains(As);

    /// <summary>The reader to show the page to; the true one where nothing else is asked or allowed.</summary>
    /// <param name="reader">Who looks.</param>
    /// <param name="named">The member that <see cref="Who"/> is; null where it is none.</param>
    /// <param name="owner">Before whose records; null for all.</param>
    public Reader Of(Reader reader, Holder? named, Guid? owner = null)
    {
        if (!IsOther(reader, owner))
        {
            return reader;
        }

        var near = owner is { } one ? [one] : reader.Own.Union(reader.Over);
        return As switch
        {
            Public => Reader.Visitor,
            Member => new Reader { PartyId = named?.Id, Member = true, NamedOnlyBy = near },
            Association => new Reader { Member = true, Over = near.Intersect(reader.Own) },
            _ => reader,
        };
    }

    private static bool Holds(ImmutableHashSet<Guid> owners, Guid? owner) => owner is { } one ? owners.Contains(one) : !owners.IsEmpty;
}

/// <summary>Answers what <see cref="ViewAs"/> asks, for the present actor.</summary>
internal sealed class StandIn(CurrentReader current, ObjectAccess access)
{
    /// <summary>The reader to show to, and the member that was named; null where nobody is called so.</summary>
    public async Task<(Reader Reader, Holder? Named)> OfAsync(ViewAs asked, Guid? owner, CancellationToken ct)
    {
        var named = asked.Who is { } who && asked.IsOther(current.Value, owner) ? await access.NamedAsync(who, ct) : null;
        return (asked.Of(current.Value, named, owner), named);
    }
}
