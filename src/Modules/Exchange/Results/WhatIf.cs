using System.Globalization;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Rounds;
using Guanlian.Pairing;

namespace Guanlian.Exchange.Results;

/// <summary>One thing changed for a question: written in addresses as <c>lock:L:M</c>, <c>exclude:L:M</c>, <c>places:L:n</c>, <c>weight:near:40</c>.</summary>
internal sealed record WhatIfChange(string Kind, string Subject, string? Museum, int? Number)
{
    public static IReadOnlyList<string> Weights { get; } = ["fit", "near", "theme", "wish", "continuity"];

    /// <summary>Reads one change; false for anything else.</summary>
    public static bool TryParse(string? text, out WhatIfChange change)
    {
        change = new("", "", null, null);
        if (text?.Split(':') is not [var kind, { Length: > 0 } subject, { Length: > 0 } last]) return false;
        var number = int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 1000 ? n : (int?)null;
        if (kind is "lock" or "exclude") change = new(kind, subject, last, null);
        else if (kind == "places" && number is not null) change = new(kind, subject, null, number);
        else if (kind == "weight" && number is not null && Weights.Contains(subject)) change = new(kind, subject, null, number);
        else return false;
        return true;
    }

    public override string ToString() => $"{Kind}:{Subject}:{Museum ?? Number!.Value.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The decision that would keep it; null for a weight, which only a charter changes.</summary>
    public AdjustRound.Decision? ToDecision() => Kind switch
    {
        "lock" => new(AdjustmentKind.Lock, Subject, Museum),
        "exclude" => new(AdjustmentKind.Exclusion, Subject, Museum),
        "places" => new(AdjustmentKind.Places, Subject, Places: Number),
        _ => null,
    };
}

/// <summary>What would be if: the frozen input with some things changed, solved while the person waits; nothing is kept.</summary>
internal static class WhatIf
{
    /// <param name="Museum">Code.</param>
    /// <param name="From">Leader now; null for none.</param>
    /// <param name="To">Leader then.</param>
    internal sealed record Moved(string Museum, string? From, string? To);

    /// <param name="Name">Level.</param>
    internal sealed record LevelChange(string Name, long Before, long After);

    /// <param name="Faults">Why it is not possible; then the rest is empty.</param>
    internal sealed record Answer(IReadOnlyList<Moved> Moves, IReadOnlyList<LevelChange> Levels, IReadOnlyList<Platform.Outcomes.Refusal.Invalid> Faults);

    public static Answer Ask(RoundBook book, Mode mode, IReadOnlyList<WhatIfChange> changes, CancellationToken ct)
    {
        var input = changes.Aggregate(book.Input, Apply);
        var faults = FreezeCheck.Of(input);
        if (faults.Count > 0) return new([], [], faults);
        var problem = PairingOfInput.Of(input).Problem with { Order = PairingOfInput.OrderOf(input.Charter.Rules, mode) };
        var answer = PairingSolver.Solve(problem, ModeWriter.KernelMode(mode), null, ct);
        if (!answer.IsSolved) return new([], [], [new("exchange.freeze.fault")]);

        var now = book.Result.Modes[mode];
        var leaderNow = now.Pairs.ToDictionary(p => p.Museum, p => p.Leader);
        return new(
            [.. input.Museums.Select((m, j) => new Moved(
                    m.Code, leaderNow.GetValueOrDefault(m.Code), answer.Result.LeaderOf[j] is var i and >= 0 ? input.Leaders[i].Code : null))
                .Where(m => m.From != m.To)],
            [.. now.Levels.Select((l, k) => new LevelChange(l.Name, l.Value, answer.Result.Objective[k]))],
            []);
    }

    private static RoundInput Apply(RoundInput input, WhatIfChange change)
    {
        var decision = new InputDecision(change.Subject, change.Museum ?? "", "?", "?", input.Round.FrozenOn);
        var rules = input.Charter.Rules;
        return change.Kind switch
        {
            "lock" => input with { Locks = [.. input.Locks.Where(l => l.Museum != change.Museum), decision] },
            "exclude" => input with
            {
                Locks = [.. input.Locks.Where(l => l.Leader != change.Subject || l.Museum != change.Museum)],
                Exclusions = Known(input, change) ? [.. input.Exclusions.Where(e => e.Leader != change.Subject || e.Museum != change.Museum), decision] : input.Exclusions,
            },
            "places" => input with
            {
                Leaders = [.. input.Leaders.Select(l => l.Code != change.Subject ? l
                    : l with { Places = change.Number!.Value, Least = Math.Min(rules.Capacity.Least, change.Number.Value) })],
            },
            _ => input with { Charter = input.Charter with { Rules = rules with { Weights = Weighted(rules.Weights, change) } } },
        };
    }

    private static bool Known(RoundInput input, WhatIfChange change) =>
        input.Leaders.Any(l => l.Code == change.Subject) && input.Museums.Any(m => m.Code == change.Museum);

    private static Contracts.Governance.ScoreWeights Weighted(Contracts.Governance.ScoreWeights w, WhatIfChange change) => change.Subject switch
    {
        "fit" => w with { Fit = change.Number!.Value },
        "near" => w with { Near = change.Number!.Value },
        "theme" => w with { Theme = change.Number!.Value },
        "wish" => w with { Wish = change.Number!.Value },
        _ => w with { Continuity = change.Number!.Value },
    };
}
