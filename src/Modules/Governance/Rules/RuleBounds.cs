namespace Guanlian.Governance.Rules;

/// <summary>
/// Between what values a charter may choose. Capacity and secondment are those of the appeal "big museums lead small museums"
/// (requirement N08); the others keep the arithmetic of a round within its proven range. Only this form knows them: a round reads what the
/// charter chose.
/// </summary>
internal static class RuleBounds
{
    public static readonly Bound Capacity = new(1, 3);
    public static readonly Bound SecondmentMonths = new(3, 6);
    public static readonly Bound Distance = new(1, 6000);
    public static readonly Bound LeastFit = new(0, 1000);
    public static readonly Bound Weight = new(0, 1000);
    public static readonly Bound UrgentFrom = new(1, 5);
    public static readonly Bound RoundsWithoutHelp = new(1, 20);
    public static readonly Bound WorkloadBonus = new(0, 1000);
    public static readonly Bound ConfirmationDays = new(7, 730);
    public static readonly Bound ObjectionDays = new(1, 180);
    public static readonly Bound TermYears = new(1, 20);

    internal sealed record Bound(int Least, int Most)
    {
        public bool Holds(int value) => value >= Least && value <= Most;
    }
}
