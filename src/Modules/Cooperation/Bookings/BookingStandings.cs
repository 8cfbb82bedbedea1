using Guanlian.Contracts.Resources;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Bookings;

/// <summary>What standings of bookings mean to a cooperation, and how pages name them.</summary>
internal static class BookingStandings
{
    /// <summary>Both sides said yes: it will be, is or was used.</summary>
    public static bool Holds(this BookingStanding standing) => standing is BookingStanding.Confirmed or BookingStanding.InUse or BookingStanding.Closed;

    public static string Of(Wording words, BookingStanding standing) => words[$"cooperation.booking.standing.{CodeWords.Write(standing)}"];

    public static TagKind Mark(BookingStanding standing) => standing switch
    {
        BookingStanding.Requested or BookingStanding.Pencilled => TagKind.Waiting,
        BookingStanding.Confirmed or BookingStanding.InUse => TagKind.Running,
        BookingStanding.Closed => TagKind.Done,
        _ => TagKind.Stopped,
    };

    public static IEnumerable<Choice> All(Wording words) => Enum.GetValues<BookingStanding>().Select(s => new Choice(CodeWords.Write(s), Of(words, s)));
}
