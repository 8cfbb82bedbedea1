using Guanlian.Funds.Data;

namespace Guanlian.Funds.Ledger;

/// <summary>What stands on accounts, summed from postings; nothing is kept beside them.</summary>
internal sealed class Standing(IReadOnlyDictionary<(AccountKind Kind, string? Use, int? Year), decimal> sums)
{
    public static Standing Empty { get; } = new(new Dictionary<(AccountKind, string?, int?), decimal>());

    /// <summary>On one account.</summary>
    public decimal this[AccountKind kind, string? use, int? year = null] => sums.GetValueOrDefault((kind, use, year));

    /// <summary>On all accounts of a kind.</summary>
    public decimal Of(AccountKind kind) => sums.Where(s => s.Key.Kind == kind).Sum(s => s.Value);

    /// <summary>On all accounts of a kind in one year.</summary>
    public decimal Of(AccountKind kind, int year) => sums.Where(s => s.Key.Kind == kind && s.Key.Year == year).Sum(s => s.Value);

    /// <summary>In the fund's hands or its recipients': everything that came in and is not settled.</summary>
    public decimal Held => Of(AccountKind.Available) + Of(AccountKind.Committed) + Of(AccountKind.Paid) + Of(AccountKind.Accounted);

    /// <summary>Everything that came in.</summary>
    public decimal Received => Held + Of(AccountKind.Settled);

    /// <summary>After an entry with these lines.</summary>
    public Standing After(IEnumerable<Line> lines)
    {
        var after = sums.ToDictionary();
        foreach (var line in lines)
        {
            var account = (line.Kind, line.Use, line.Year);
            after[account] = after.GetValueOrDefault(account) + line.Amount;
        }

        return new(after);
    }

    /// <summary>Years that have a budget.</summary>
    public IEnumerable<int> Years => sums.Keys.Where(k => k.Year is not null).Select(k => k.Year!.Value).Distinct();
}

/// <summary>Of one application: how far its money has come. Its state follows from these and from its open report.</summary>
internal sealed record Progress(Standing Standing, string Use, int? BudgetYear)
{
    public decimal Committed => Standing[AccountKind.Committed, Use];

    public decimal Paid => Standing[AccountKind.Paid, Use];

    public decimal Accounted => Standing[AccountKind.Accounted, Use];

    public decimal Settled => Standing[AccountKind.Settled, Use];

    /// <summary>What it holds of the fund's money, wherever that has come to.</summary>
    public decimal Awarded => Committed + Paid + Accounted + Settled;

    /// <summary>Paid out and not paid back.</summary>
    public decimal PaidOut => Paid + Accounted + Settled;

    /// <summary>Where it was taken from.</summary>
    public Split Taken => new(-Standing[AccountKind.Available, Use], -Standing[AccountKind.Available, null]);

    /// <summary>After an entry with these lines.</summary>
    public Progress After(IEnumerable<Line> lines) => this with { Standing = Standing.After(lines) };

    /// <summary>The state that these figures make, after money moved or a move was reversed; settling alone is a declaration.</summary>
    /// <param name="awarded">An award stands.</param>
    /// <param name="reportIn">A report waits to be checked.</param>
    public ApplicationState State(bool awarded, bool reportIn) =>
        !awarded ? ApplicationState.Submitted
        : reportIn ? ApplicationState.EvidenceIn
        : Paid > 0 ? ApplicationState.Paid
        : Accounted > 0 || Awarded == 0 ? ApplicationState.Accepted
        : ApplicationState.Committed;
}
