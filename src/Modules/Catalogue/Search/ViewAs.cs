using Guanlian.Catalogue.Access;
using Guanlian.Contracts.Members;

namespace Guanlian.Catalogue.Search;

/// <summary>
/// "View as": the record, the result, the page as another reader has them. Nobody sees more that way than he does himself: an owner's staff
/// may stand in anybody's place before their own records, all others only in that of somebody who sees less.
/// </summary>
internal static class ViewAs
{
    public const string Public = "public";
    public const string Member = "member";
    public const string Association = "association";
    public const string Staff = "staff";

    /// <summary>Whom this reader may stand in for, before the records of this owner.</summary>
    public static IReadOnlyList<string> ChoicesOf(Reader reader, Guid owner) =>
        reader.Own.Contains(owner) ? [Public, Member, Association, Staff]
        : reader.Over.Contains(owner) ? [Public, Member]
        : reader.Member ? [Public] : [];

    /// <summary>The reader to show the page to; the true one where nothing else is asked or allowed.</summary>
    public static Reader Of(Reader reader, Guid owner, string? asked, PartyCard? named) => asked is null || ChoicesOf(reader, owner) is not { Count: > 0 } choices
        ? reader
        : asked switch
        {
            Public => Reader.Visitor,
            Member when choices.Contains(Member) => Reader.AsMember(named?.Id ?? Guid.Empty),
            Association when choices.Contains(Association) => Reader.AsAssociation(Guid.Empty, [owner]),
            _ => reader,
        };
}
