using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Words;

namespace Guanlian.Exchange.Results;

/// <summary>Turns the numbers of an explanation into sentences.</summary>
internal sealed class ExplainInWords(Wording words, RoundBook book)
{
    private string Between => Wording.InChinese ? "，" : ", ";

    /// <summary>What the whole would lose, the weightiest first: 少结对 1 家濒危急需馆，总分低 42.</summary>
    public string Loss(ModeResult mode, IReadOnlyList<long> loss)
    {
        var parts = mode.Levels.Zip(loss).Where(x => x.Second != 0)
            .Select(x => words[$"exchange.{(x.Second > 0 ? "loss" : "gain")}.{x.First.Name}", ("count", Math.Abs(x.Second))]).ToList();
        return parts.Count == 0 ? words["exchange.loss.none"] : string.Join(Between, parts);
    }

    /// <summary>What one more place would bring: the same sentences the other way round.</summary>
    public string Gain(ModeResult mode, IReadOnlyList<long> gain)
    {
        var parts = mode.Levels.Zip(gain).Where(x => x.Second != 0)
            .Select(x => words[$"exchange.{(x.Second > 0 ? "gain" : "loss")}.{x.First.Name}", ("count", Math.Abs(x.Second))]).ToList();
        return parts.Count == 0 ? words["exchange.gain.none"] : string.Join(Between, parts);
    }

    /// <summary>Who moves: 甲馆由乙馆改为丙馆；….</summary>
    public string Moves(IEnumerable<ResultMove> moves) => string.Join(Wording.InChinese ? "；" : "; ", moves.Select(Move));

    public string Move(ResultMove move) => (move.From, move.To) switch
    {
        (null, { } to) => words["exchange.move.gets", ("museum", book.Name(move.Museum)), ("to", book.Name(to))],
        ({ } from, null) => words["exchange.move.loses", ("museum", book.Name(move.Museum)), ("from", book.Name(from))],
        _ => words["exchange.move.changes", ("museum", book.Name(move.Museum)), ("from", book.Name(move.From ?? "")), ("to", book.Name(move.To ?? ""))],
    };

    /// <summary>匹配 820、邻近 640、….</summary>
    public string Parts(ResultRating rating) => words["exchange.rating.parts",
        ("fit", rating.Fit), ("near", rating.Near), ("theme", rating.Theme), ("wish", rating.Wish), ("continuity", rating.Continuity)];

    public string Names(IEnumerable<string> codes) => string.Join(Wording.InChinese ? "、" : ", ", codes.Select(book.Name));

    /// <summary>The domains of the need that this leader covers: 展览（需 3，供 5）….</summary>
    public string Covered(InputLeader leader, InputMuseum museum) => string.Join(Wording.InChinese ? "、" : ", ", EntryRules.Domains
        .Select((domain, d) => (domain, Need: museum.Needs[d], Offer: leader.Strengths[d])).Where(x => x.Need > 0 && x.Offer > 0)
        .OrderByDescending(x => x.Need)
        .Select(x => words["exchange.covered", ("domain", words[$"exchange.domain.{x.domain}"]), ("need", x.Need), ("offer", x.Offer)]));
}
