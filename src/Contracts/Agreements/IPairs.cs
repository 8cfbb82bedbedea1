namespace Guanlian.Contracts.Agreements;

/// <summary>The pairs of adopted rounds, and what became of them on paper.</summary>
public interface IPairs
{
    /// <summary>For each museum of a cluster its newest pair, where the leader or the museum is one of these parties; ordered by museum.</summary>
    /// <param name="parties">Whose.</param>
    /// <param name="before">Of those only that had been adopted before that moment; null for all.</param>
    /// <param name="ct">Stops it.</param>
    Task<IReadOnlyList<PairOnPaper>> OfAsync(IReadOnlyCollection<Guid> parties, DateTimeOffset? before, CancellationToken ct);
}

/// <summary>A pair and the agreement between the two that matters most: in force, else the newest.</summary>
/// <param name="PairId">An agreement is begun for it.</param>
/// <param name="Round">Code of the round that adopted it.</param>
/// <param name="ClusterId">Whose round it was.</param>
/// <param name="LeaderId">Who helps.</param>
/// <param name="MuseumId">Who is helped.</param>
/// <param name="AdoptedAt">When the council adopted it.</param>
/// <param name="AgreementId">Null while there is none.</param>
/// <param name="Number">The agreement's, as people cite it.</param>
/// <param name="Standing">Where the agreement stands.</param>
/// <param name="Since">When it came to stand there; of the adoption while there is no agreement.</param>
/// <param name="Until">Its last day.</param>
/// <param name="LeaderToAct">The agreement waits for the leader.</param>
/// <param name="MuseumToAct">The agreement waits for the museum.</param>
public sealed record PairOnPaper(
    Guid PairId, string Round, Guid ClusterId, Guid LeaderId, Guid MuseumId, DateTimeOffset AdoptedAt, Guid? AgreementId, string? Number,
    PaperStanding Standing, DateTimeOffset Since, DateOnly? Until, bool LeaderToAct, bool MuseumToAct);

/// <summary>Where a pair stands on paper.</summary>
public enum PaperStanding
{
    /// <summary>No agreement was begun.</summary>
    None,

    /// <summary>Written, or out for sealing.</summary>
    Underway,

    /// <summary>In force.</summary>
    InForce,

    /// <summary>Fulfilled, expired or ended early.</summary>
    Over,
}
