using Guanlian.Resources.Handovers;

namespace Guanlian.Resources.Loans;

/// <summary>Something that the rules of lending say of a list.</summary>
/// <param name="Code">Key of its sentence.</param>
/// <param name="Item">Of which line; null where it is said of the whole.</param>
/// <param name="Refuses">Like this it does not leave; else it is a warning.</param>
internal sealed record LoanFinding(string Code, HandoverItem? Item, bool Refuses)
{
    public IReadOnlyList<(string Name, object? Value)> Holes { get; init; } = [];
}

/// <summary>How long one object has been lent by the end of a loan.</summary>
internal readonly record struct LentDays(int Now, int ByTheEnd);

/// <summary>What the rules of lending say of a list before it leaves.</summary>
internal static class LoanChecks
{
    /// <param name="rules">As shipped.</param>
    /// <param name="handover">Facts of the list.</param>
    /// <param name="items">Its lines, with grade and preservation as they are known now.</param>
    /// <param name="lent">Of each line how long it has been lent.</param>
    public static IReadOnlyList<LoanFinding> Of(LoanRules rules, HandoverRecord handover, IReadOnlyList<HandoverItem> items, Func<HandoverItem, LentDays> lent) =>
        rules.Lends.Contains(handover.Kind) ? [.. Filing(rules, handover, items), .. items.SelectMany(i => OfItem(rules, i, lent(i)))] : [];

    private static IEnumerable<LoanFinding> Filing(LoanRules rules, HandoverRecord handover, IReadOnlyList<HandoverItem> items)
    {
        if (handover.FilingNumber is not null)
        {
            yield break;
        }

        if (items.Count(i => i.Grade is { } g && rules.FilingNeeded.Contains(g)) is > 0 and var needed)
        {
            yield return new("resources.loan.filing-needed", null, true) { Holes = [("count", needed)] };
        }
        else if (items.Count(i => i.Grade is { } g && rules.FilingAsked.Contains(g)) is > 0 and var asked)
        {
            yield return new("resources.loan.filing-asked", null, false) { Holes = [("count", asked)] };
        }
    }

    private static IEnumerable<LoanFinding> OfItem(LoanRules rules, HandoverItem item, LentDays lent)
    {
        (string, object?) name = ("name", item.Name);
        if (item.Grade is null)
        {
            yield return new("resources.loan.grade-needed", item, true) { Holes = [name] };
        }
        else if (item.Grade is ItemGrade.First or ItemGrade.Second or ItemGrade.Third && !LentObject.Of(item).Known)
        {
            yield return new("resources.loan.number-needed", item, true) { Holes = [name] };
        }

        if (item.Grade == ItemGrade.First
            && ((item.Preservation is { } p && rules.PoorPreservation.Contains(p)) || (item.OutCondition is { } c && rules.PoorCondition.Contains(c))))
        {
            yield return new("resources.loan.poor", item, true) { Holes = [name] };
        }
        else if (item.Preservation is { } doubtful && (rules.DoubtfulPreservation.Contains(doubtful) || rules.PoorPreservation.Contains(doubtful)))
        {
            yield return new("resources.loan.doubtful", item, false) { Holes = [name] };
        }

        if (item.Grade == ItemGrade.None)
        {
            yield break;
        }

        IReadOnlyList<(string, object?)> days = [name, ("now", lent.Now), ("end", lent.ByTheEnd), ("most", rules.LimitDays), ("years", rules.LimitYears)];
        if (lent.ByTheEnd > rules.LimitDays)
        {
            var exempt = item.ExemptCode is { } code && rules.ExemptionsFor(item.Grade).Contains(code) && item.ExemptDocument is not null;
            yield return exempt
                ? new("resources.loan.exempted", item, false) { Holes = [name, ("document", item.ExemptDocument), ("end", lent.ByTheEnd), ("most", rules.LimitDays)] }
                : new("resources.loan.over-limit", item, true) { Holes = days };
        }
        else if (lent.ByTheEnd > rules.LimitDays - rules.WarnDays)
        {
            yield return new("resources.loan.near-limit", item, false) { Holes = days };
        }
    }
}
