using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Exchange.Listings;

/// <summary>How a listing's codes read on pages and in tables.</summary>
internal static class ListingWords
{
    public static string Of(Wording words, Domain domain) => words[$"exchange.domain.{domain}"];

    public static string Of(Wording words, ResourceKind resource) => words[$"exchange.resource.{resource}"];

    public static string Of(Wording words, Side side) => words[$"exchange.side.{side}"];

    public static string Of(Wording words, ListingState state) => words[$"exchange.listing-state.{state}"];

    public static string Of(Wording words, Visibility visibility) => words[$"exchange.visibility.{visibility}"];

    public static string Strength(Wording words, Side side, int strength) =>
        words[side == Side.Need ? $"exchange.need-strength.{strength}" : $"exchange.offer-strength.{strength}"];

    public static string Urgency(Wording words, int urgency) => words[$"exchange.urgency.{urgency}"];

    /// <summary>"From … to …", one of them, or nothing.</summary>
    public static string? Window(Wording words, Listing listing) => (listing.WindowFrom, listing.WindowTo) switch
    {
        ({ } from, { } to) => words["exchange.window.both", ("from", from), ("to", to)],
        ({ } from, null) => words["exchange.window.from", ("from", from)],
        (null, { } to) => words["exchange.window.to", ("to", to)],
        _ => null,
    };

    public static TagKind Mark(ListingState state) => state switch
    {
        ListingState.Draft => TagKind.Draft,
        ListingState.Published => TagKind.Done,
        ListingState.Reserved => TagKind.Running,
        _ => TagKind.Stopped,
    };

    public static IEnumerable<Choice> Domains(Wording words) => Enum.GetValues<Domain>().Select(d => new Choice(d.ToString(), Of(words, d)));

    public static IEnumerable<Choice> Resources(Wording words) => Enum.GetValues<ResourceKind>().Select(r => new Choice(r.ToString(), Of(words, r)));

    public static IEnumerable<Choice> Strengths(Wording words, Side side) =>
        Enumerable.Range(0, 6).Select(n => new Choice($"{n}", $"{n} · {Strength(words, side, n)}"));

    public static IEnumerable<Choice> Urgencies(Wording words) => Enumerable.Range(0, 6).Select(n => new Choice($"{n}", $"{n} · {Urgency(words, n)}"));
}
