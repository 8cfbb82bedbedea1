using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;

namespace Guanlian.Resources.Bookings;

/// <summary>When and how much, as people fill it in: whole days, or hours of one day.</summary>
internal sealed record Wish(DateOnly? First, DateOnly? Last, TimeOnly? FromTime, TimeOnly? UntilTime, string? Amount)
{
    public static Wish Of(BookingRecord b, ResourceRecord r) => r.ByHour
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
    /// <param name="asked">Day on which it is asked; null where an agreement says it, which may begin in the past.</param>
    public static Outcome<BookingTimes> Read(Wish wish, ResourceRecord resource, IReadOnlyList<Closure> closures, DateOnly? asked)
    {
        var wrong = new List<Refusal.Invalid>();
        var last = resource.ByHour ? wish.First : wish.Last ?? wish.First;
        Check(wish.First is null || last is null, "resources.booking.day-missing", nameof(wish.First));
        if (wish.First is not { } first || last is not { } end)
        {
            return wrong[0];
        }

        Check(end < first, "resources.booking.days-turned", nameof(wish.Last));
        Check(first < asked, "resources.booking.past", nameof(wish.First));
        Check(asked is { } day && first >= day && first < day.AddDays(resource.LeadDays), "resources.booking.lead", nameof(wish.First), ("days", resource.LeadDays));
        Check(first > (asked ?? first).AddYears(5), "resources.booking.far", nameof(wish.First));
        Check(end >= first && resource.MostDays is { } most && end.DayNumber - first.DayNumber + 1 > most, "resources.booking.long", nameof(wish.Last), ("days", resource.MostDays));
        Check(asked is not null && (!resource.OpenOn(first) || !resource.OpenOn(end)), "resources.booking.weekday", nameof(wish.First));
        Check(!Platform.Words.Amount.TryRead(wish.Amount, out var amount) || amount is not > 0, "resources.booking.amount", nameof(wish.Amount));
        Check(amount > resource.Capacity, "resources.booking.more-than-all", nameof(wish.Amount), ("most", ResourceWords.Number(resource.Capacity)));
        if (resource.ByHour)
        {
            Check(wish.FromTime is null || wish.UntilTime is null || wish.UntilTime <= wish.FromTime, "resources.booking.hours", nameof(wish.FromTime));
            Check(wish.FromTime < resource.OpensAt || wish.UntilTime > resource.ClosesAt, "resources.booking.outside-hours", nameof(wish.FromTime), ("hours", ResourceWords.Hours(resource)));
        }

        if (wrong is [var fault, .. var rest])
        {
            return fault with { Also = rest };
        }

        var from = Dates.At(first, resource.ByHour ? wish.FromTime!.Value : TimeOnly.MinValue).ToUniversalTime();
        var until = resource.ByHour ? Dates.At(first, wish.UntilTime!.Value).ToUniversalTime() : Dates.At(end.AddDays(1), TimeOnly.MinValue).ToUniversalTime();
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
}
