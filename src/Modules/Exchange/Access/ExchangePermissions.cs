using Guanlian.Platform.Access;

namespace Guanlian.Exchange.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class ExchangePermissions
{
    /// <summary>State, publish, confirm and withdraw the needs and offers of one's institution, and ask others to cooperate.</summary>
    public const string EditListings = "exchange.edit-listings";

    /// <summary>Read what members show each other only.</summary>
    public const string ReadBoard = "exchange.read-board";

    /// <summary>Give a community's consent to a listing that concerns it, or veto it.</summary>
    public const string AnswerForCommunity = "exchange.answer-for-community";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(EditListings, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner) { Matter = Matters.Listings },
        new(AnswerForCommunity, Roles.Director),
        new(ReadBoard, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner),
    ];
}
