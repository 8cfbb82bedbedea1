using System.Collections.Immutable;

namespace Guanlian.Pairing.Ratings;

/// <summary>The charter's constants for scores. All integers; weights are relative.</summary>
public sealed record RatingRules
{
    public required int FitWeight { get; init; }
    public required int NearWeight { get; init; }
    public required int ThemeWeight { get; init; }
    public int WishWeight { get; init; }
    public int ContinuityWeight { get; init; }

    /// <summary>T: minutes at which nearness reaches 0.</summary>
    public required int NearMinutes { get; init; }

    /// <summary>T_max: minutes beyond which there is no arc.</summary>
    public required int MaxMinutes { get; init; }

    /// <summary>fit_min ∈ 0..1000: less coverage of the stated need than this gives no arc.</summary>
    public int MinFit { get; init; }

    /// <summary>All that is wrong with the constants; empty when they can be used.</summary>
    public ImmutableArray<RatingFault> Diagnose()
    {
        var faults = ImmutableArray.CreateBuilder<RatingFault>();
        int[] weights = [FitWeight, NearWeight, ThemeWeight, WishWeight, ContinuityWeight];
        if (weights.Any(w => w is < 0 or > 1_000_000)) faults.Add(RatingFault.WeightOutOfRange);
        else if (weights.Sum() == 0) faults.Add(RatingFault.AllWeightsZero);
        if (NearMinutes < 1) faults.Add(RatingFault.NearMinutesNotPositive);
        if (MaxMinutes < 0) faults.Add(RatingFault.MaxMinutesNegative);
        if (MinFit is < 0 or > 1000) faults.Add(RatingFault.MinFitOutOfRange);
        return faults.ToImmutable();
    }
}

/// <summary>What may be wrong with <see cref="RatingRules"/>.</summary>
public enum RatingFault
{
    WeightOutOfRange,
    AllWeightsZero,
    NearMinutesNotPositive,
    MaxMinutesNegative,
    MinFitOutOfRange,
}

/// <summary>What is known about one leader and one museum, beside their strengths and needs.</summary>
/// <param name="Minutes">Road minutes, or minutes estimated from the great circle; null if unknown.</param>
/// <param name="SameTheme">They share a theme.</param>
/// <param name="Wish">Mutual wishes: 0, 1 or 2 of the two asked for the other.</param>
/// <param name="Continues">They were a pair before.</param>
/// <param name="Excluded">An exclusion is in force.</param>
public readonly record struct PairFacts(int? Minutes, bool SameTheme = false, int Wish = 0, bool Continues = false, bool Excluded = false);

/// <summary>The parts of a score, each 0..1000, and their weighted floor.</summary>
public sealed record ScoreParts(int Fit, int Near, int Theme, int Wish, int Continuity, int Score);

/// <summary>Either the parts of a score or the reason why there is no arc.</summary>
public readonly record struct PairRating(ScoreParts? Parts, MissingReason? Missing);

/// <summary>
/// s = ⌊(w_f·fit + w_p·near + w_t·theme + w_r·wish + w_e·continuity) / Σw⌋ with
/// fit = ⌊1000·Σ_d min(n_d, o_d)·n_d / Σ_d n_d²⌋ (the share of the stated need this leader can cover; surplus strength earns nothing),
/// near = max(0, 1000 − ⌊1000·t/T⌋), theme and continuity 0 or 1000, wish 0, 500 or 1000.
/// </summary>
public static class PairRatings
{
    /// <summary>Strengths and needs run from 0 to this, per domain.</summary>
    public const int MaxStrength = 5;

    /// <summary>
    /// Rates one pair. <paramref name="offers"/> and <paramref name="needs"/> are strengths per domain, in the same order. The first reason
    /// that applies is given, in this order: invalid input, excluded, no capacity, no need, distance unknown, too far, fit too low.
    /// </summary>
    public static PairRating Rate(RatingRules rules, ReadOnlySpan<int> offers, int places, ReadOnlySpan<int> needs, PairFacts facts)
    {
        if (!Valid(offers) || !Valid(needs) || offers.Length != needs.Length || facts.Minutes < 0 || facts.Wish is < 0 or > 2
            || rules.Diagnose().Length > 0)
        {
            return new(null, MissingReason.InvalidInput);
        }
        if (facts.Excluded) return new(null, MissingReason.Excluded);
        if (places <= 0) return new(null, MissingReason.NoCapacity);
        int covered = 0, wanted = 0;
        for (var d = 0; d < needs.Length; d++)
        {
            covered += Math.Min(needs[d], offers[d]) * needs[d];
            wanted += needs[d] * needs[d];
        }
        if (wanted == 0) return new(null, MissingReason.NoNeed);
        if (facts.Minutes is not { } minutes) return new(null, MissingReason.DistanceUnknown);
        if (minutes > rules.MaxMinutes) return new(null, MissingReason.TooFar);
        var fit = 1000 * covered / wanted;
        if (fit < rules.MinFit) return new(null, MissingReason.FitTooLow);

        var near = (int)Math.Max(0, 1000 - 1000L * minutes / rules.NearMinutes);
        var theme = facts.SameTheme ? 1000 : 0;
        var wish = 500 * facts.Wish;
        var continuity = facts.Continues ? 1000 : 0;
        var weighted = (long)rules.FitWeight * fit + (long)rules.NearWeight * near + (long)rules.ThemeWeight * theme
            + (long)rules.WishWeight * wish + (long)rules.ContinuityWeight * continuity;
        var weights = (long)rules.FitWeight + rules.NearWeight + rules.ThemeWeight + rules.WishWeight + rules.ContinuityWeight;
        return new(new(fit, near, theme, wish, continuity, (int)(weighted / weights)), null);
    }

    static bool Valid(ReadOnlySpan<int> strengths) =>
        strengths.Length is > 0 and <= 1000 && !strengths.ContainsAnyExceptInRange(0, MaxStrength);
}
