namespace Guanlian.Contracts.Resources;

/// <summary>What changed hands, and the lists that both sides signed.</summary>
public interface IHandoverLists
{
    /// <summary>
    /// The handovers of one cooperation that were not cancelled, in the order in which they take place. Whoever asks has made sure that the
    /// reader sees the cooperation.
    /// </summary>
    Task<IReadOnlyList<HandoverCard>> OfCooperationAsync(Guid cooperationId, CancellationToken ct);
}

/// <summary>One handover in a line.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Number">As people cite it, e.g. DJ-0012.</param>
/// <param name="FromId">Who hands over.</param>
/// <param name="ToId">Who receives.</param>
/// <param name="Out">The list that the sender signed; null before.</param>
/// <param name="Sent">The things have left.</param>
/// <param name="In">The list that the receiver signed; null before.</param>
/// <param name="Done">Both sides are done: received as it left, or the differences accepted or settled.</param>
public sealed record HandoverCard(Guid Id, string Number, Guid FromId, Guid ToId, SignedList? Out, bool Sent, SignedList? In, bool Done);

/// <summary>A signed list.</summary>
/// <param name="On">The day in China on which it was signed.</param>
/// <param name="Code">Printed on every sheet of it (核对码).</param>
public sealed record SignedList(DateOnly On, string Code);
