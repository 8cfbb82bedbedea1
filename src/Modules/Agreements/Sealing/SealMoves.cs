using Guanlian.Agreements.Data;

namespace Guanlian.Agreements.Sealing;

/// <summary>What happens to a text on its way to being sealed.</summary>
internal enum TextMove
{
    /// <summary>送签</summary>
    Send,

    /// <summary>用印</summary>
    Seal,

    /// <summary>退回: by a party that will not seal it.</summary>
    Reject,

    /// <summary>撤回: by those who sent it.</summary>
    TakeBack,

    /// <summary>作废</summary>
    Drop,
}

/// <summary>The list of transitions of a text. Only what is listed here happens.</summary>
internal static class SealMoves
{
    public static IReadOnlyList<(TextState From, TextMove Move, TextState To)> All { get; } =
    [
        (TextState.Draft, TextMove.Send, TextState.OutForSealing),
        (TextState.Draft, TextMove.Drop, TextState.Dropped),
        (TextState.OutForSealing, TextMove.Seal, TextState.PartlySealed),
        (TextState.OutForSealing, TextMove.Reject, TextState.Rejected),
        (TextState.OutForSealing, TextMove.TakeBack, TextState.TakenBack),
        (TextState.PartlySealed, TextMove.Seal, TextState.PartlySealed),
        (TextState.PartlySealed, TextMove.Reject, TextState.Rejected),
        (TextState.PartlySealed, TextMove.TakeBack, TextState.TakenBack),
    ];

    /// <summary>The last seal makes it sealed.</summary>
    public static TextState? To(TextState from, TextMove move, bool last = false) =>
        All.Where(t => t.From == from && t.Move == move).Select(t => (TextState?)t.To).FirstOrDefault() is { } to
            ? move == TextMove.Seal && last ? TextState.Sealed : to
            : null;

    /// <summary>Why an agreement never came into force, or ended early.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["not-needed", "no-money", "no-people", "no-approval", "not-kept", "agreed-by-all", "other"];
}
