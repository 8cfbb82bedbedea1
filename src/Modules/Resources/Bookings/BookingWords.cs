using System.Globalization;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;

namespace Guanlian.Resources.Bookings;

/// <summary>How pages name bookings.</summary>
internal static class BookingWords
{
    public static string Of(Wording words, BookingStanding state) => words[$"resources.booking.state.{CodeWords.Write(state)}"];

    /// <summary>The state as people say it: a request on the list is 候补, one that waits says for whom.</summary>
    public static string Of(Wording words, BookingRecord b) =>
        b.WaitingSince is not null ? words["resources.booking.on-list"]
        : b is { State: BookingStanding.Pencilled, WaitsFor: Side.User } ? words["resources.booking.offered"]
        : Of(words, b.State);

    public static TagKind Mark(BookingRecord b) => b.State switch
    {
        BookingStanding.Requested or BookingStanding.Pencilled => TagKind.Waiting,
        BookingStanding.Confirmed or BookingStanding.InUse => TagKind.Running,
        BookingStanding.Closed => TagKind.Done,
        _ => TagKind.Stopped,
    };

    /// <summary>2026年11月23日至27日, or the hours of one day.</summary>
    public static string When(Wording words, BookingRecord b, ResourceRecord r) =>
        r.ByHour && !b.WholeDays ? string.Create(CultureInfo.InvariantCulture, $"{Dates.Day(b.FirstDay)} {Dates.Hour(b.FromAt)}–{Dates.Hour(b.UntilAt)}")
        : b.FirstDay == b.LastDay ? Dates.Day(b.FirstDay)
        : words["resources.from-until", ("from", Dates.Day(b.FirstDay)), ("until", Dates.Day(b.LastDay))];

    public static string Amount(Wording words, BookingRecord b, ResourceRecord r) => ResourceWords.Amount(words, b.Amount, r.Unit);

    public static IEnumerable<Choice> States(Wording words) => Enum.GetValues<BookingStanding>().Select(s => new Choice(CodeWords.Write(s), Of(words, s)));

    public static IEnumerable<Choice> Reasons(Wording words, IEnumerable<string> codes) => codes.Select(c => new Choice(c, words[$"resources.reason.{c}"]));
}
