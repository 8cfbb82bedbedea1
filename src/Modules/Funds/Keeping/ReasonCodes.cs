namespace Guanlian.Funds.Keeping;

/// <summary>Reasons that can be counted.</summary>
internal static class ReasonCodes
{
    /// <summary>Why an application is refused or awarded in part.</summary>
    public static IReadOnlyList<string> Decision { get; } = ["not-within-use", "budget-short", "papers-lacking", "too-dear", "paid-elsewhere", "other"];

    /// <summary>Why a report goes back.</summary>
    public static IReadOnlyList<string> Report { get; } = ["papers-lacking", "amount-wrong", "unreadable", "not-within-use", "other"];

    /// <summary>Why an entry is reversed.</summary>
    public static IReadOnlyList<string> Reversal { get; } = ["wrong-amount", "wrong-account", "booked-twice", "bank-returned", "decision-changed", "other"];

    /// <summary>Why nothing more of a promise is awaited.</summary>
    public static IReadOnlyList<string> Pledge { get; } = ["donor-withdrew", "donor-gone", "entered-wrongly", "other"];

    /// <summary>Why an applicant takes his application back.</summary>
    public static IReadOnlyList<string> Withdrawal { get; } = ["plan-changed", "paid-elsewhere", "entered-wrongly", "other"];
}
