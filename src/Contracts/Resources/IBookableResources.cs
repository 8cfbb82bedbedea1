using Guanlian.Platform.Events;

namespace Guanlian.Contracts.Resources;

/// <summary>What can be set aside for somebody for a time: rooms, instruments, exhibitions, experts.</summary>
public interface IBookableResources
{
    /// <summary>Those of these owners that can be booked now, by owner and name.</summary>
    Task<IReadOnlyList<ResourceCard>> OfAsync(IReadOnlyCollection<Guid> owners, CancellationToken ct);

    /// <summary>Of these the ones that the present actor may look at: a partner only its own.</summary>
    Task<IReadOnlyList<ResourceCard>> OpenToActorAsync(IReadOnlyCollection<Guid> owners, CancellationToken ct);

    /// <summary>Some by id, closed ones too; unknown ids are simply absent.</summary>
    Task<IReadOnlyDictionary<Guid, ResourceCard>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct);

    /// <summary>How much of one is free in all of these days; 0 for one that cannot be booked.</summary>
    Task<decimal> FreeAsync(Guid id, DateOnly first, DateOnly last, CancellationToken ct);

    /// <summary>Whether anything was booked for a cooperation.</summary>
    Task<bool> AnyOfCooperationAsync(Guid cooperationId, CancellationToken ct);

    /// <summary>The bookings of one cooperation, the earliest first. Whoever asks has made sure that the reader sees the cooperation.</summary>
    Task<IReadOnlyList<BookingCard>> OfCooperationAsync(Guid cooperationId, CancellationToken ct);
}

/// <summary>One bookable thing.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="OwnerId">Whose it is.</param>
/// <param name="Name">In Chinese.</param>
/// <param name="NameEn">In English, where it has one.</param>
/// <param name="Unit">What it is counted in, a code as in <c>ResourceUnit</c> (kebab-case).</param>
/// <param name="Capacity">How much of it there is at any one time.</param>
public sealed record ResourceCard(Guid Id, Guid OwnerId, string Name, string? NameEn, string Unit, decimal Capacity);

/// <summary>One booking in a line.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Number">As people cite it, e.g. YY-0012.</param>
/// <param name="ResourceName">In the request's language.</param>
/// <param name="OwnerId">Whose resource.</param>
/// <param name="ForId">Who uses it.</param>
/// <param name="From">First day in China.</param>
/// <param name="Until">Last day in China.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="Href">Relative address of its page.</param>
public sealed record BookingCard(Guid Id, string Number, string ResourceName, Guid OwnerId, Guid ForId, DateOnly From, DateOnly Until, BookingStanding Standing, string Href);

/// <summary>Where a booking stands (domain model).</summary>
public enum BookingStanding
{
    /// <summary>已申请: asked for; on the waiting list where there is no room.</summary>
    Requested,

    /// <summary>预留: set aside, one side has still to say yes.</summary>
    Pencilled,

    /// <summary>已确认</summary>
    Confirmed,

    /// <summary>使用中</summary>
    InUse,

    /// <summary>已结束</summary>
    Closed,

    /// <summary>已谢绝</summary>
    Declined,

    /// <summary>已取消</summary>
    Cancelled,
}

/// <summary>What an agreement promises to set aside has become a booking, or could not; the agreement's page says so.</summary>
/// <param name="AgreementId">Of the agreement.</param>
/// <param name="Code">The line of its contributions.</param>
/// <param name="BookingId">The booking; null where none could be made.</param>
/// <param name="Why">A coded reason where none was made, or where it has to wait for room.</param>
public sealed record AgreedBookingTaken(Guid AgreementId, string Code, Guid? BookingId, string? Why) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "resources.agreed-booking-taken.v1";
}
