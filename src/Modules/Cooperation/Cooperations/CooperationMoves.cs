using Guanlian.Cooperation.Data;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>What moves a cooperation from state to state. Only what is listed here happens.</summary>
internal enum Move
{
    /// <summary>全部同意: done by the last party that agrees.</summary>
    Agree,

    /// <summary>启动</summary>
    Start,

    /// <summary>应急启动: without waiting for the others, to be ratified.</summary>
    StartAtOnce,

    /// <summary>暂停</summary>
    Pause,

    /// <summary>恢复</summary>
    Resume,

    /// <summary>交付: every task that counts is accepted.</summary>
    Deliver,

    /// <summary>评估</summary>
    Evaluate,

    /// <summary>结项</summary>
    Close,

    /// <summary>取消</summary>
    Cancel,
}

/// <summary>The list of transitions (domain model: state machines) and the coded reasons.</summary>
internal static class CooperationMoves
{
    public static IReadOnlyList<(CooperationState From, Move Move, CooperationState To)> All { get; } =
    [
        (CooperationState.Idea, Move.Agree, CooperationState.Agreed),
        (CooperationState.Idea, Move.StartAtOnce, CooperationState.Running),
        (CooperationState.Idea, Move.Cancel, CooperationState.Cancelled),
        (CooperationState.Agreed, Move.Start, CooperationState.Running),
        (CooperationState.Agreed, Move.Cancel, CooperationState.Cancelled),
        (CooperationState.Running, Move.Pause, CooperationState.Paused),
        (CooperationState.Running, Move.Deliver, CooperationState.Delivered),
        (CooperationState.Running, Move.Cancel, CooperationState.Cancelled),
        (CooperationState.Paused, Move.Resume, CooperationState.Running),
        (CooperationState.Paused, Move.Cancel, CooperationState.Cancelled),
        (CooperationState.Delivered, Move.Evaluate, CooperationState.Evaluated),
        (CooperationState.Evaluated, Move.Close, CooperationState.Closed),
    ];

    /// <summary>Why a cooperation is paused.</summary>
    public static IReadOnlyList<string> PauseReasons { get; } = ["approval", "money", "people", "weather", "venue", "object-at-risk", "other"];

    /// <summary>Why it is cancelled.</summary>
    public static IReadOnlyList<string> CancelReasons { get; } = ["declined", "no-money", "no-people", "no-permit", "need-met-otherwise", "party-left", "other"];

    public static CooperationState? To(CooperationState from, Move move) =>
        All.Where(t => t.From == from && t.Move == move).Select(t => (CooperationState?)t.To).FirstOrDefault();

    public static bool Ended(CooperationState state) => state is CooperationState.Closed or CooperationState.Cancelled;
}
