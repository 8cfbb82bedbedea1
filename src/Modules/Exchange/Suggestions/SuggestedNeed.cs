using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;

namespace Guanlian.Exchange.Suggestions;

/// <summary>A need that the register's figures point to. It is a suggestion until the museum confirms it.</summary>
/// <param name="Rule">Name of the rule; <c>exchange.rule.{Rule}</c> is its sentence, with the figures as holes.</param>
/// <param name="Domain">Where the need lies.</param>
/// <param name="Resource">What would help.</param>
/// <param name="Strength">1–5.</param>
/// <param name="Holes">The figures that the rule looked at.</param>
internal sealed record SuggestedNeed(
    string Rule, Domain Domain, ResourceKind Resource, int Strength, params IReadOnlyList<(string Name, object? Value)> Holes);

/// <summary>
/// The stated rules that read needs off a museum's own register figures. Each looks at published figures only, gives at most one need
/// a domain, and says in a sentence what it saw. docs/questions/where-do-suggestions-come-from.md lists them for readers.
/// </summary>
internal static class RegisterRules
{
    /// <summary>Names of all rules, for the words test and the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["no-exhibitions", "few-exhibitions", "no-activities", "few-activities", "precious-and-no-grade", "many-precious", "unregistered-objects", "no-visits", "no-grade"];

    /// <summary>The suggestions for a museum with these figures, in domain order, at most one a domain: the strongest.</summary>
    public static IReadOnlyList<SuggestedNeed> For(Grade grade, RegisterFigures? figures) => figures is null
        ? []
        : [.. All(grade, figures).GroupBy(s => s.Domain).Select(g => g.MaxBy(s => s.Strength)!).OrderBy(s => s.Domain)];

    private static IEnumerable<SuggestedNeed> All(Grade grade, RegisterFigures f)
    {
        if (f.Exhibitions == 0)
        {
            yield return new("no-exhibitions", Domain.Exhibition, ResourceKind.Objects, 5);
        }
        else if (f.Exhibitions is 1 or 2)
        {
            yield return new("few-exhibitions", Domain.Exhibition, ResourceKind.Objects, 3, ("exhibitions", f.Exhibitions));
        }

        if (f.Activities == 0)
        {
            yield return new("no-activities", Domain.Education, ResourceKind.People, 4);
        }
        else if (f.Activities is > 0 and < 10)
        {
            yield return new("few-activities", Domain.Education, ResourceKind.People, 2, ("activities", f.Activities));
        }

        if (grade == Grade.None && f.PreciousObjects > 0)
        {
            yield return new("precious-and-no-grade", Domain.Conservation, ResourceKind.Technology, 4, ("precious", f.PreciousObjects));
        }
        else if (f.PreciousObjects >= 100)
        {
            yield return new("many-precious", Domain.Conservation, ResourceKind.Technology, 3, ("precious", f.PreciousObjects));
        }

        if (f.Objects == 0)
        {
            yield return new("unregistered-objects", Domain.Digital, ResourceKind.Technology, 3);
        }

        if (f.VisitsTenThousand == 0)
        {
            yield return new("no-visits", Domain.Management, ResourceKind.People, 3);
        }

        if (grade == Grade.None && f.Objects >= 200)
        {
            yield return new("no-grade", Domain.Talent, ResourceKind.People, 2, ("objects", f.Objects));
        }
    }
}
