using Guanlian.Exchange.Access;

namespace Guanlian.Exchange.Rounds;

/// <summary>What the round's page knows for the acts that it offers.</summary>
/// <param name="Computed">The latest input has its result.</param>
/// <param name="Job">The computation that is waiting or running.</param>
/// <param name="Unanswered">Objections without an answer.</param>
internal sealed record ActsView(RoundInSight Sight, bool Computed, Guid? Job, int Unanswered);
