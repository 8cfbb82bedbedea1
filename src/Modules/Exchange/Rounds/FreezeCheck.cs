using System.Collections.Immutable;
using Guanlian.Pairing;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Exchange.Rounds;

/// <summary>Whether an input can be computed at all; what cannot is refused before it is frozen, with the names of those concerned.</summary>
internal static class FreezeCheck
{
    /// <summary>All that stands in the way; empty where nothing does.</summary>
    public static IReadOnlyList<Refusal.Invalid> Of(RoundInput input)
    {
        if (PairingOfInput.RatingRulesOf(input.Charter.Rules).Diagnose() is { Length: > 0 } constants)
        {
            return [Invalid("exchange.freeze.rules-unusable", ("codes", string.Join(", ", constants)))];
        }

        var pairing = PairingOfInput.Of(input);
        var faults = new List<Refusal.Invalid>();
        if (input.Leaders.Count == 0) faults.Add(new("exchange.freeze.no-leaders"));
        if (input.Museums.Count == 0) faults.Add(new("exchange.freeze.no-museums"));
        faults.AddRange(pairing.LocksOfStrangers.Select(l => Invalid("exchange.freeze.lock-not-entered", ("leader", l.Leader), ("museum", l.Museum))));
        faults.AddRange(PairingSolver.Diagnose(pairing.Problem).Select(f => Invalid(
            CodeOf(f.Code), ("leaders", Names(f.Leaders, input.Leaders, l => l.Name)), ("museums", Names(f.Museums, input.Museums, m => m.Name)),
            ("code", f.Code.ToString()))));
        return faults;
    }

    /// <summary>One refusal for all of them.</summary>
    public static Refusal.Invalid? Join(IReadOnlyList<Refusal.Invalid> faults) =>
        faults.Count == 0 ? null : faults[0] with { Also = [.. faults.Skip(1)] };

    private static string CodeOf(PairingFaultCode code) => code switch
    {
        PairingFaultCode.MuseumLockedTwice => "exchange.freeze.museum-locked-twice",
        PairingFaultCode.LocksExceedCapacity => "exchange.freeze.locks-exceed-places",
        PairingFaultCode.LockExcluded => "exchange.freeze.lock-excluded",
        PairingFaultCode.LockWithoutArc => "exchange.freeze.lock-impossible",
        PairingFaultCode.TooLarge => "exchange.freeze.too-large",
        _ => "exchange.freeze.fault",
    };

    private static string Names<T>(ImmutableArray<int> indices, IReadOnlyList<T> all, Func<T, string> name) =>
        string.Join(Wording.InChinese ? "、" : ", ", indices.Where(i => i >= 0 && i < all.Count).Select(i => name(all[i])));

    private static Refusal.Invalid Invalid(string code, params (string, object?)[] holes) => (Refusal.Invalid)new Refusal.Invalid(code).With(holes);
}
