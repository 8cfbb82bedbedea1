using Guanlian.Contracts.Governance;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Exchange.Rounds;

/// <summary>How a round's codes read on pages, in letters and in tables.</summary>
internal static class RoundWords
{
    public static string Of(Wording words, RoundState state) => words[$"exchange.round-state.{state}"];

    public static string Of(Wording words, Mode mode) => words[$"exchange.mode.{mode}"];

    public static string Of(Wording words, Part part) => words[$"exchange.part.{part}"];

    public static string Of(Wording words, AbsentReason reason) => words[$"exchange.absent.{reason}"];

    public static string Tier(Wording words, int tier) => words[$"exchange.tier.{tier}"];

    public static string Level(Wording words, string level) => words[$"exchange.level.{level}"];

    public static string Missing(Wording words, string reason) => words[$"exchange.missing.{reason}"];

    public static string Unpaired(Wording words, string reason) => words[$"exchange.unpaired.{reason}"];

    /// <summary>128 公里, 150 分钟.</summary>
    public static string Distance(Wording words, DistanceUnit unit, int distance) =>
        unit == DistanceUnit.Kilometres ? words["exchange.distance.kilometres", ("count", distance)] : words["exchange.distance.minutes", ("count", distance)];

    public static TagKind Mark(RoundState state) => state switch
    {
        RoundState.Open => TagKind.Running,
        RoundState.Frozen or RoundState.Computed or RoundState.Shown or RoundState.Adjusted => TagKind.Waiting,
        RoundState.Adopted or RoundState.InForce => TagKind.Done,
        _ => TagKind.Stopped,
    };

    /// <summary>The way of a round, and where this one stands.</summary>
    public static (IReadOnlyList<Step> Steps, int At) Way(Wording words, Round round)
    {
        RoundState[] way = [RoundState.Open, RoundState.Frozen, RoundState.Computed, RoundState.Shown, RoundState.Adopted, RoundState.InForce];
        var at = round.State switch
        {
            RoundState.Adjusted => RoundState.Computed,
            RoundState.Superseded => RoundState.InForce,
            _ => round.State,
        };
        return ([.. way.Select(s => new Step(Of(words, s), NoteOf(words, round, s)))], Array.IndexOf(way, at));
    }

    private static string? NoteOf(Wording words, Round round, RoundState state) => state switch
    {
        RoundState.Open => words["exchange.round.until", ("day", round.EntryUntil)],
        RoundState.Shown when round.ObjectionsUntil is { } until => words["exchange.round.until", ("day", until)],
        RoundState.Adopted when round.AdoptedAt is { } at => Dates.Day(at),
        RoundState.InForce when round.InForceAt is { } at => Dates.Day(at),
        _ => null,
    };
}
