namespace Guanlian.Resources.Loans;

/// <summary>One change of custody of one object, as the clock sees it.</summary>
/// <param name="From">Who handed it over.</param>
/// <param name="To">Who received it.</param>
/// <param name="Lends">By its kind, the object is lent.</param>
/// <param name="SentOn">The day it left.</param>
/// <param name="ReceivedOn">The day it arrived; null while it is under way.</param>
/// <param name="Whole">All of it arrived.</param>
internal sealed record Passage(Guid From, Guid To, bool Lends, DateOnly SentOn, DateOnly? ReceivedOn, bool Whole);

/// <summary>A time that an object was lent: from the day it left its owner until the day it was back; still out where there is none.</summary>
internal readonly record struct Absence(DateOnly From, DateOnly? Until);

/// <summary>
/// How long an object was out of its owner's custody, over all borrowers: it does not matter through whose hands it went, only when it left
/// the owner and when it was back. A day counts when the object is away at its end.
/// </summary>
internal static class LoanClock
{
    /// <summary>The times of absence, the earliest first.</summary>
    /// <param name="owner">Whose object.</param>
    /// <param name="passages">In the order in which they took place.</param>
    public static IReadOnlyList<Absence> Absences(Guid owner, IEnumerable<Passage> passages)
    {
        var absences = new List<Absence>();
        DateOnly? since = null;
        foreach (var passage in passages)
        {
            // What was taken for other ends and is then lent on counts from there.
            if (passage.To != owner && passage.Lends)
            {
                since ??= passage.SentOn;
            }
            else if (passage.To == owner && since is { } left && passage is { ReceivedOn: { } back, Whole: true })
            {
                absences.Add(new(left, back));
                since = null;
            }
        }

        return since is { } still ? [.. absences, new(still, null)] : absences;
    }

    /// <summary>Days lent until a day (not counted itself), each once however the times overlap.</summary>
    /// <param name="absences">What <see cref="Absences"/> found.</param>
    /// <param name="today">Who is still out has been so until here.</param>
    /// <param name="since">Only days from here on; null for all.</param>
    public static int Days(IEnumerable<Absence> absences, DateOnly today, DateOnly? since = null)
    {
        var (days, reached) = (0, since ?? DateOnly.MinValue);
        foreach (var (from, until) in absences.Select(a => (a.From, Until: a.Until is { } back && back < today ? back : today)).OrderBy(a => a.From))
        {
            var begins = from > reached ? from : reached;
            if (until > begins)
            {
                days += until.DayNumber - begins.DayNumber;
                reached = until;
            }
        }

        return days;
    }

    /// <summary>Days lent by the end of a further loan; what is out already stays out until then.</summary>
    public static int DaysBy(IReadOnlyList<Absence> absences, DateOnly from, DateOnly until, DateOnly? since = null) =>
        Days(absences.Any(a => a.Until is null) ? absences : [.. absences, new(from, until)], until, since);
}
