namespace Guanlian.Exchange.Verification;

/// <summary>One thing that is wrong with a published round: the key of its sentence and what fills it.</summary>
internal sealed record Finding(string Code, params (string Name, object? Value)[] Holes);

/// <summary>Collects findings.</summary>
internal sealed class Findings
{
    private readonly List<Finding> all = [];

    public IReadOnlyList<Finding> All => all;

    public bool Any => all.Count > 0;

    public void Add(string code, params (string Name, object? Value)[] holes) => all.Add(new(code, holes));

    /// <summary>Adds the finding where the claim does not hold.</summary>
    public void Expect(bool holds, string code, params (string Name, object? Value)[] holes)
    {
        if (!holds) Add(code, holes);
    }
}
