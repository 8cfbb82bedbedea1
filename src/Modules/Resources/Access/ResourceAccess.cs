using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Access;

/// <summary>
/// Who may see and do what. What is open for booking is seen by every member's people; a booking by its two sides and by the alliance that
/// stands over one of them. A partner sees its own and what it has a booking of. What one may not see is missing.
/// </summary>
internal static class ResourceAccess
{
    public static Refusal MissingResource { get; } = new Refusal.Missing("resources.missing");

    public static Refusal MissingBooking { get; } = new Refusal.Missing("resources.booking.missing");

    /// <summary>Parties whose bookings this actor may read; null where he reads none.</summary>
    public static IReadOnlyCollection<Guid>? Readable(Actor actor) => actor.Reads(ResourcePermissions.Read, ResourcePermissions.Book);

    /// <summary>Sees it without having a booking of it.</summary>
    public static bool MaySee(Actor actor, ResourceRecord resource) =>
        (Readable(actor) is { } readable && readable.Contains(resource.OwnerId))
        || (resource.State != ResourceState.Draft && actor.May(ResourcePermissions.Browse));

    public static bool MaySee(Actor actor, BookingRecord booking, Guid owner) =>
        Readable(actor) is { } readable && (readable.Contains(booking.ForPartyId) || readable.Contains(owner));

    /// <summary>Speaks for the owner; never the alliance in its stead.</summary>
    public static bool Offers(Actor actor, Guid owner) => actor.ActsFor(ResourcePermissions.Offer, owner);

    /// <summary>Speaks for the user.</summary>
    public static bool Books(Actor actor, Guid user) => actor.ActsFor(ResourcePermissions.Book, user);
}
