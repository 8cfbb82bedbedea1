using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;

namespace Guanlian.Resources.Bookings;

/// <summary>When and how much, as people fill it in: whole days, or hours of one day.</summary>
internal sealed record Wish(DateOnly? First, DateOnly? Last, TimeOnly? FromTime, TimeOnly? UntilTime, string? Amount)
{
    public static Wish Of(BookingRecord b, ResourceRecord r) => r.ByHour && !b.WholeDays
        ? new(b.FirstDay, b.FirstDay, Time(b.FromAt), Time(b.UntilAt), ResourceWords.Number(b.Amount))
        : new(b.FirstDay, b.LastDay, null, null, ResourceWords.Number(b.Amount));

    private static TimeOnly Time(DateTimeOffset at) => TimeOnly.FromTimeSpan(at.ToOffset(TimeSpan.FromHours(8)).TimeOfDay);
}

/// <summary>A wish that keeps to the resource's rules.</summary>
internal sealed record BookingTimes(DateTimeOffset From, DateTimeOffset Until, decimal Amount)
{
    /// <summary>The resource's gap after it included: what has to be free.</summary>
    public DateTimeOffset FreeUntil(ResourceRecord resource) => Until.AddDays(resource.GapDays);

    /// <summary>Reads a wish; every rule that it breaks is told at once.</summary>
    /// <param name="today">Day on which it is asked.</param>
    /// <param name="binds">The rules for asking hold: days ahead, days of the week, longest time. They do not bind the owner.</param>
    /// <param name="standing">The booking that is changed; the day on which it begins may stay, whatever day it is today.</param>
    public static Outcome<BookingTimes> Read(Wish wish, ResourceRecord resource, IReadOnlyList<Closure> closures, DateOnly today, bool binds, BookingRecord? standing = null)
    {
        var wrong = new List<Refusal.Invalid>();
        // What an agreement set aside by whole days stays whole.
        var byHours = resource.ByHour && !(standing?.WholeDays == true && wish is { FromTime: null, UntilTime: null });
        var last = byHours ? wish.First : wish.Last ?? wish.First;
        if (wish.First is not { } first || last is not { } end || !Possible(first) || !Possible(end))
        {
            return new Refusal.Invalid("resources.booking.day-missing", nameof(wish.First));
        }

        var begins = standing is null || first != standing.FirstDay;
        Check(end < first, "resources.booking.days-turned", nameof(wish.Last));
        Check(begins && first < today, "resources.booking.past", nameof(wish.First));
        Check(end < today && !(begins && first < today), "resources.booking.past", nameof(wish.Last));
        Check(binds && begins && first >= today && first < today.AddDays(resource.LeadDays), "resources.booking.lead", nameof(wish.First), ("days", resource.LeadDays));
        Check(end > today.AddYears(5), "resources.booking.far", nameof(wish.Last));
        Check(binds && end >= first && resource.MostDays is { } most && end.DayNumber - first.DayNumber + 1 > most, "resources.booking.long", nameof(wish.Last), ("days", resource.MostDays));
        Check(binds && (!resource.OpenOn(first) || !resource.OpenOn(end)), "resources.booking.weekday", nameof(wish.First));
        Check(!Platform.Words.Amount.TryRead(wish.Amount, out var amount) || amount is not > 0, "resources.booking.amount", nameof(wish.Amount));
        Check(amount > resource.Capacity, "resources.booking.more-than-all", nameof(wish.Amount), ("most", ResourceWords.Number(resource.Capacity)));
        if (byHours)
        {
            Check(wish.FromTime is null || wish.UntilTime is null || wish.UntilTime <= wish.FromTime, "resources.booking.hours", nameof(wish.FromTime));
            Check(wish.FromTime < resource.OpensAt || wish.UntilTime > resource.ClosesAt, "resources.booking.outside-hours", nameof(wish.FromTime), ("hours", ResourceWords.Hours(resource)));
        }

        if (wrong is [var fault, .. var rest])
        {
            return fault with { Also = rest };
        }

        var from = Dates.At(first, byHours ? wish.FromTime!.Value : TimeOnly.MinValue).ToUniversalTime();
        var until = byHours ? Dates.At(first, wish.UntilTime!.Value).ToUniversalTime() : Dates.At(end.AddDays(1), TimeOnly.MinValue).ToUniversalTime();
        return closures.FirstOrDefault(c => c.FromAt < until && c.UntilAt > from) is { } closed
            ? new Refusal.Invalid("resources.booking.closed", nameof(wish.First)).With(
                ("from", Dates.Day(closed.FromAt)), ("until", Dates.Day(closed.UntilAt.AddTicks(-1))), ("why", closed.Why))
            : new BookingTimes(from, until, amount!.Value);

        void Check(bool fails, string code, string field, params (string Name, object? Value)[] holes)
        {
            if (fails)
            {
                wrong.Add((Refusal.Invalid)new Refusal.Invalid(code, field).With(holes));
            }
        }
    }

    private static bool Possible(DateOnly day) => day.Year is >= 1990 and <= 2100;
}
