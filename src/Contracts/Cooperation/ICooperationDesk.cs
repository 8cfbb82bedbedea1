using Guanlian.Platform.Events;

namespace Guanlian.Contracts.Cooperation;

/// <summary>Cooperations as other modules hang their own things on them.</summary>
public interface ICooperationDesk
{
    /// <summary>One, as the present actor may see it; null where there is none for him.</summary>
    Task<CooperationCard?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>Those that a party takes part in and that are not over, by title.</summary>
    Task<IReadOnlyList<CooperationCard>> OfAsync(Guid partyId, CancellationToken ct);
}

/// <summary>One cooperation in a line.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Title">As its people call it.</param>
/// <param name="Kind">Code of its template.</param>
/// <param name="Parties">Who takes part, the leading one first.</param>
/// <param name="Running">It is under way.</param>
/// <param name="Over">It is closed or cancelled.</param>
/// <param name="Href">Relative address of its page.</param>
public sealed record CooperationCard(Guid Id, string Title, string Kind, IReadOnlyList<Guid> Parties, bool Running, bool Over, string Href);

/// <summary>A cooperation is over: closed, or cancelled before its end.</summary>
/// <param name="CooperationId">Which.</param>
/// <param name="Number">As people cite it.</param>
/// <param name="Cancelled">Before its end.</param>
public sealed record CooperationEnded(Guid CooperationId, string Number, bool Cancelled) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "cooperation.cooperation-ended.v1";
}

/// <summary>Days of another module's things in the calendar that office calendars subscribe to. Registered as a scoped service.</summary>
public interface IFeedDays
{
    /// <summary>Days from today on that concern one of these parties.</summary>
    Task<IReadOnlyList<FeedDay>> OfAsync(IReadOnlyCollection<Guid> parties, CancellationToken ct);
}

/// <summary>One entry of the calendar.</summary>
/// <param name="Id">Stays the same as long as the thing does.</param>
/// <param name="On">The day.</param>
/// <param name="Words">What it is, in the reader's words.</param>
/// <param name="Where">What it belongs to.</param>
/// <param name="Href">Relative address of its page.</param>
/// <param name="ChangedAt">When it last changed.</param>
public sealed record FeedDay(Guid Id, DateOnly On, string Words, string Where, string Href, DateTimeOffset ChangedAt);
