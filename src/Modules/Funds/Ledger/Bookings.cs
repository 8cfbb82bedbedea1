using Guanlian.Funds.Data;

namespace Guanlian.Funds.Ledger;

/// <summary>One line of an entry before its account is looked up.</summary>
internal readonly record struct Line(AccountKind Kind, string? Use, int? Year, decimal Amount);

/// <summary>
/// What each act moves from where to where. Every one of them sums to zero; what is earmarked is spent before what is not, and what comes back
/// goes first where it was taken last.
/// </summary>
internal static class Bookings
{
    public static IReadOnlyList<Line> Budget(string use, int year, decimal amount) =>
        [new(AccountKind.Plan, null, null, -amount), new(AccountKind.Budget, use, year, amount)];

    public static IReadOnlyList<Line> CutBudget(string use, int year, decimal amount) => Reverse(Budget(use, year, amount));

    public static IReadOnlyList<Line> Pledge(string? use, decimal amount) =>
        [new(AccountKind.Donors, null, null, -amount), new(AccountKind.Pledged, use, null, amount)];

    public static IReadOnlyList<Line> CancelPledge(string? use, decimal rest) => Reverse(Pledge(use, rest));

    public static IReadOnlyList<Line> Receive(string? use, decimal amount) =>
        [new(AccountKind.Pledged, use, null, -amount), new(AccountKind.Available, use, null, amount)];

    /// <param name="taken">How much from what is earmarked and how much from what is not.</param>
    public static IReadOnlyList<Line> Award(string use, int year, Split taken) => Lines(
        new(AccountKind.Available, use, null, -taken.Earmarked),
        new(AccountKind.Available, null, null, -taken.Free),
        new(AccountKind.Committed, use, null, taken.Sum),
        new(AccountKind.Budget, use, year, -taken.Sum),
        new(AccountKind.Drawn, use, year, taken.Sum));

    public static IReadOnlyList<Line> Pay(string use, decimal amount) =>
        [new(AccountKind.Committed, use, null, -amount), new(AccountKind.Paid, use, null, amount)];

    public static IReadOnlyList<Line> PayBack(string use, int year, Split back) => Return(AccountKind.Paid, use, year, back);

    public static IReadOnlyList<Line> Release(string use, int year, Split back) => Return(AccountKind.Committed, use, year, back);

    public static IReadOnlyList<Line> Accept(string use, decimal amount) =>
        [new(AccountKind.Paid, use, null, -amount), new(AccountKind.Accounted, use, null, amount)];

    public static IReadOnlyList<Line> Settle(string use, decimal amount) =>
        [new(AccountKind.Accounted, use, null, -amount), new(AccountKind.Settled, use, null, amount)];

    /// <summary>The same with every sign turned.</summary>
    public static IReadOnlyList<Line> Reverse(IEnumerable<Line> lines) => [.. lines.Select(l => l with { Amount = -l.Amount })];

    /// <summary>How much is taken from where; null where it is not there.</summary>
    public static Split? Take(decimal amount, decimal earmarked, decimal free)
    {
        var first = Math.Min(amount, Math.Max(earmarked, 0));
        return amount - first <= Math.Max(free, 0) ? new(first, amount - first) : null;
    }

    /// <summary>Where a rest goes, of what was taken so far (and has not come back yet).</summary>
    public static Split GiveBack(decimal rest, Split taken)
    {
        var free = Math.Min(rest, taken.Free);
        return new(rest - free, free);
    }

    private static List<Line> Return(AccountKind from, string use, int year, Split back) => Lines(
        new(from, use, null, -back.Sum),
        new(AccountKind.Available, use, null, back.Earmarked),
        new(AccountKind.Available, null, null, back.Free),
        new(AccountKind.Drawn, use, year, -back.Sum),
        new(AccountKind.Budget, use, year, back.Sum));

    private static List<Line> Lines(params ReadOnlySpan<Line> lines)
    {
        var kept = new List<Line>();
        foreach (var line in lines)
        {
            if (line.Amount != 0)
            {
                kept.Add(line);
            }
        }

        return kept;
    }
}

/// <summary>An amount by where it comes from.</summary>
/// <param name="Earmarked">Given for this use.</param>
/// <param name="Free">Given for any.</param>
internal readonly record struct Split(decimal Earmarked, decimal Free)
{
    public decimal Sum => Earmarked + Free;
}
