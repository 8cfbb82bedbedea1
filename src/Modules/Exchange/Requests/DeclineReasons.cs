namespace Guanlian.Exchange.Requests;

/// <summary>Why a request is declined; coded, so that refusals can be counted.</summary>
internal static class DeclineReasons
{
    public static IReadOnlyList<string> All { get; } = ["no-capacity", "not-now", "outside-our-field", "conditions-differ", "already-met", "other"];
}
