using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Programme;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Annex;

/// <summary>All that an annex says, read once for its workbook and its paper.</summary>
internal sealed record AnnexFacts
{
    public required int Year { get; init; }

    /// <summary>Whose annex it is.</summary>
    public required PartyCard Party { get; init; }

    /// <summary>Address of the installation, with a slash at the end.</summary>
    public required string Base { get; init; }

    public required IReadOnlyList<Pair> Pairs { get; init; }

    public required IReadOnlyList<Result> Results { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }

    public required IReadOnlyList<Gift> Gifts { get; init; }

    public int Confirmed => Results.Count(r => r.ConfirmedOn is not null);

    public int Disputed => Results.Count(r => r.Disputed);

    /// <summary>Confirmed steps that the helped museum did alone or under the leader's eye.</summary>
    public int Own => Results.Count(r => r.ConfirmedOn is not null && r.DoneBy is "Supervised" or "Alone");

    /// <param name="Claimed">Results of the year that were handed in for somebody else to confirm.</param>
    internal sealed record Pair(PairLine Line, int Cooperations, int Claimed, int Confirmed, int Disputed);

    /// <summary>One result of the year: a task handed in for somebody else to confirm.</summary>
    internal sealed record Result(
        Guid TaskId, long Number, string Title, Bilingual Kind, Bilingual Task, string Does, string Receives, string? Mode, string? DoneBy,
        DateOnly HandedInOn, DateOnly? ConfirmedOn, bool Disputed, int Evidence);

    /// <summary>An indicator over all cooperations of a kind.</summary>
    internal sealed record Measure(Bilingual Kind, string Name, string Unit, decimal Claimed, decimal Confirmed);

    /// <summary>What a party gave in cooperations of the year, in its own unit.</summary>
    internal sealed record Gift(string Party, string What, string Unit, decimal Promised, decimal Given, decimal Confirmed);
}
