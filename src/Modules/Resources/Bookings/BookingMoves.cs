using Guanlian.Contracts.Resources;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Bookings;

/// <summary>What moves a booking from state to state. Only what is listed here happens.</summary>
internal enum BookingMove
{
    /// <summary>预留: the owner sets it aside and will say yes or no later.</summary>
    Pencil,

    /// <summary>确认: the owner says yes.</summary>
    Confirm,

    /// <summary>接受: the user says yes to what the owner offered.</summary>
    Accept,

    /// <summary>谢绝</summary>
    Decline,

    /// <summary>取消</summary>
    Cancel,

    /// <summary>开始使用</summary>
    Begin,

    /// <summary>结束使用</summary>
    Close,

    /// <summary>变更: another time or amount; the other side has to say yes again. In use, only its end can move.</summary>
    Change,

    /// <summary>递补: room was found for one on the waiting list.</summary>
    Promote,

    /// <summary>逾期: nobody answered in time; or nobody noted that it was used.</summary>
    Lapse,
}

/// <summary>The list of transitions (domain model: state machines), who makes them, and the coded reasons.</summary>
internal static class BookingMoves
{
    private const BookingStanding Requested = BookingStanding.Requested;
    private const BookingStanding Pencilled = BookingStanding.Pencilled;
    private const BookingStanding Confirmed = BookingStanding.Confirmed;

    /// <param name="By">Null where the program does it.</param>
    /// <param name="Waits">Whose yes has to be wanted for it; null where that does not matter.</param>
    internal sealed record Transition(BookingStanding From, BookingMove Move, Side? By, Side? Waits, BookingStanding To);

    public static IReadOnlyList<Transition> All { get; } =
    [
        new(Requested, BookingMove.Pencil, Side.Owner, Side.Owner, Pencilled),
        new(Requested, BookingMove.Confirm, Side.Owner, Side.Owner, Confirmed),
        new(Requested, BookingMove.Decline, Side.Owner, Side.Owner, BookingStanding.Declined),
        new(Requested, BookingMove.Cancel, Side.User, null, BookingStanding.Cancelled),
        new(Requested, BookingMove.Change, Side.User, null, Requested),
        new(Requested, BookingMove.Change, Side.Owner, null, Pencilled),
        new(Requested, BookingMove.Promote, null, null, Pencilled),
        new(Requested, BookingMove.Promote, null, null, Confirmed),
        new(Requested, BookingMove.Lapse, null, null, BookingStanding.Declined),
        new(Pencilled, BookingMove.Confirm, Side.Owner, Side.Owner, Confirmed),
        new(Pencilled, BookingMove.Accept, Side.User, Side.User, Confirmed),
        new(Pencilled, BookingMove.Decline, Side.Owner, null, BookingStanding.Declined),
        new(Pencilled, BookingMove.Cancel, Side.User, null, BookingStanding.Cancelled),
        new(Pencilled, BookingMove.Change, Side.User, null, Pencilled),
        new(Pencilled, BookingMove.Change, Side.Owner, null, Pencilled),
        new(Pencilled, BookingMove.Lapse, null, null, BookingStanding.Declined),
        new(Confirmed, BookingMove.Change, Side.User, null, Pencilled),
        new(Confirmed, BookingMove.Change, Side.Owner, null, Pencilled),
        new(Confirmed, BookingMove.Cancel, Side.User, null, BookingStanding.Cancelled),
        new(Confirmed, BookingMove.Cancel, Side.Owner, null, BookingStanding.Cancelled),
        new(Confirmed, BookingMove.Begin, Side.User, null, BookingStanding.InUse),
        new(Confirmed, BookingMove.Begin, Side.Owner, null, BookingStanding.InUse),
        new(Confirmed, BookingMove.Lapse, null, null, BookingStanding.Closed),
        new(BookingStanding.InUse, BookingMove.Change, Side.User, null, BookingStanding.InUse),
        new(BookingStanding.InUse, BookingMove.Change, Side.Owner, null, BookingStanding.InUse),
        new(BookingStanding.InUse, BookingMove.Close, Side.User, null, BookingStanding.Closed),
        new(BookingStanding.InUse, BookingMove.Close, Side.Owner, null, BookingStanding.Closed),
    ];

    /// <summary>Why an owner says no.</summary>
    public static IReadOnlyList<string> DeclineReasons { get; } = ["in-use", "repair", "condition", "own-need", "no-people", "venue-not-fit", "papers-missing", "policy", "other"];

    /// <summary>Why one side cancels.</summary>
    public static IReadOnlyList<string> CancelReasons { get; } = ["not-needed", "postponed", "no-money", "no-people", "no-permit", "repair", "condition", "not-come", "other"];

    /// <summary>What somebody who speaks for these sides can do now.</summary>
    public static IEnumerable<BookingMove> Open(BookingRecord booking, IReadOnlyCollection<Side> sides) =>
        From(booking).Where(t => t.By is { } by && sides.Contains(by)).Select(t => t.Move).Distinct();

    /// <summary>Where it leads, and as whose move; null where it does not happen.</summary>
    public static Transition? To(BookingRecord booking, BookingMove move, IReadOnlyCollection<Side> sides) =>
        From(booking).FirstOrDefault(t => t.Move == move && t.By is { } by && sides.Contains(by));

    /// <summary>Puts it there.</summary>
    /// <param name="by">The party that does it; null where the program does.</param>
    public static void Turn(this BookingRecord booking, BookingStanding to, Side? waits, Guid? by, DateTimeOffset now)
    {
        booking.StateSince = booking.State == to ? booking.StateSince : now;
        (booking.State, booking.WaitsFor, booking.WaitingSince, booking.LastById, booking.ChangedAt) = (to, waits, null, by, now);
        booking.AnswerBy = waits == Side.User ? booking.AnswerBy : null;
        booking.Version++;
    }

    private static IEnumerable<Transition> From(BookingRecord booking) => All.Where(t => t.From == booking.State && (t.Waits is null || t.Waits == booking.WaitsFor));
}
