namespace Guanlian.Resources.Handovers;

/// <summary>What happens to a handover.</summary>
internal enum HandoverMove
{
    /// <summary>出库点交签字</summary>
    SignOut,

    /// <summary>发出</summary>
    Send,

    /// <summary>入库点交签字，与出库一致</summary>
    SignIn,

    /// <summary>入库点交签字，有不一致</summary>
    SignInDiffering,

    /// <summary>认可不一致: the sender signs them too.</summary>
    Accept,

    /// <summary>提出争议</summary>
    Dispute,

    /// <summary>协商解决: each side in its own words; the second one ends it.</summary>
    Settle,

    /// <summary>取消</summary>
    Cancel,
}

/// <summary>Who may make a move.</summary>
internal enum Mover
{
    /// <summary>The side that hands over.</summary>
    From,

    /// <summary>The side that receives.</summary>
    To,

    /// <summary>Either.</summary>
    Either,
}

/// <summary>The list of transitions of a handover. Only what is listed here happens.</summary>
internal static class HandoverMoves
{
    public static IReadOnlyList<(HandoverState From, HandoverMove Move, Mover By, HandoverState To)> All { get; } =
    [
        (HandoverState.Planned, HandoverMove.SignOut, Mover.From, HandoverState.ConditionOut),
        (HandoverState.Planned, HandoverMove.Cancel, Mover.Either, HandoverState.Cancelled),
        (HandoverState.ConditionOut, HandoverMove.Send, Mover.From, HandoverState.Sent),
        (HandoverState.ConditionOut, HandoverMove.Cancel, Mover.Either, HandoverState.Cancelled),
        (HandoverState.Sent, HandoverMove.SignIn, Mover.To, HandoverState.Accepted),
        (HandoverState.Sent, HandoverMove.SignInDiffering, Mover.To, HandoverState.ConditionIn),
        (HandoverState.ConditionIn, HandoverMove.Accept, Mover.From, HandoverState.Accepted),
        (HandoverState.ConditionIn, HandoverMove.Dispute, Mover.Either, HandoverState.Disputed),
        (HandoverState.Disputed, HandoverMove.Settle, Mover.Either, HandoverState.Disputed),
    ];

    /// <summary>The second side's words settle a dispute.</summary>
    public static HandoverState? To(HandoverState from, HandoverMove move, bool last = false) =>
        All.Where(t => t.From == from && t.Move == move).Select(t => (HandoverState?)t.To).FirstOrDefault() is { } to
            ? move == HandoverMove.Settle && last ? HandoverState.Settled : to
            : null;

    /// <summary>Who makes it in that state; null where nobody does.</summary>
    public static Mover? By(HandoverState from, HandoverMove move) =>
        All.Where(t => t.From == from && t.Move == move).Select(t => (Mover?)t.By).FirstOrDefault();

    /// <summary>Why a handover does not take place.</summary>
    public static IReadOnlyList<string> CancelReasons { get; } = ["not-needed", "no-approval", "condition", "venue", "transport", "mistake", "other"];

    /// <summary>What is disputed.</summary>
    public static IReadOnlyList<string> DisputeReasons { get; } = ["count", "damage", "identity", "packing", "papers", "other"];
}
