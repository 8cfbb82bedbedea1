using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Programme;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Annex;

/// <summary>The annex as a workbook: pairs, results with the addresses of their evidence, indicators, contributions.</summary>
internal static class AnnexBook
{
    public static IReadOnlyList<TableSheet> Sheets(Wording words, AnnexFacts facts) => [Pairs(words, facts), Results(words, facts), Measures(words, facts), Gifts(words, facts)];

    private static TableSheet Pairs(Wording words, AnnexFacts facts) => new(
        words["cooperation.annex.pairs"],
        [
            new(words["cooperation.annex.no"]), new(words["cooperation.pair.leader"], 30), new(words["cooperation.pair.museum"], 30), new(words["cooperation.pair.place"]),
            new(words["cooperation.pair.agreement"]), new(words["cooperation.pair.until"]), new(words["cooperation.field.state"]), new(words["cooperation.annex.cooperations"]),
            new(words["cooperation.pair.claimed"]), new(words["cooperation.pair.confirmed"]), new(words["cooperation.annex.gap"]), new(words["cooperation.pair.disputed"]),
        ],
        facts.Pairs.Select((p, n) => (IReadOnlyList<TableCell>)
        [
            n + 1, p.Line.Leader.Name, p.Line.Museum.Name, p.Line.Museum.Place, p.Line.Paper.Number, TableCell.Day(p.Line.Paper.Until),
            FindPairs.Of(words, p.Line.State), p.Cooperations, p.Claimed, p.Confirmed, p.Claimed - p.Confirmed, p.Disputed,
        ]).ToAsyncEnumerable())
    {
        Title = words["cooperation.annex.of", ("party", facts.Party.Name), ("year", $"{facts.Year}")],
        Notes = [words["cooperation.annex.rule"]],
    };

    private static TableSheet Results(Wording words, AnnexFacts facts) => new(
        words["cooperation.annex.results"],
        [
            new(words["cooperation.field.number"]), new(words["cooperation.field.title"], 40), new(words["cooperation.field.kind"]), new(words["cooperation.field.task"], 30),
            new(words["cooperation.field.does"], 30), new(words["cooperation.field.confirms"], 30), new(words["cooperation.annex.mode"]), new(words["cooperation.field.done-by"]),
            new(words["cooperation.annex.handed-in"]), new(words["cooperation.annex.confirmed-on"]), new(words["cooperation.field.state"]), new(words["cooperation.annex.evidence"]),
            new(words["cooperation.annex.address"], 60),
        ],
        facts.Results.Select(r => (IReadOnlyList<TableCell>)
        [
            CooperationWords.Number(r.Number), r.Title, r.Kind.Here, r.Task.Here, r.Does, r.Receives,
            r.Mode is { } mode && Enum.TryParse<HelpMode>(mode, out var help) ? CooperationWords.Of(words, help) : null,
            r.DoneBy is { } by && Enum.TryParse<DoneBy>(by, out var who) ? CooperationWords.Of(words, who) : null,
            r.HandedInOn, TableCell.Day(r.ConfirmedOn), StateOf(words, r), r.Evidence, $"{facts.Base}cooperations/tasks/{r.TaskId}",
        ]).ToAsyncEnumerable());

    public static string StateOf(Wording words, AnnexFacts.Result result) =>
        words[result.ConfirmedOn is not null ? "cooperation.annex.state.confirmed" : result.Disputed ? "cooperation.annex.state.disputed" : "cooperation.annex.state.claimed"];

    private static TableSheet Measures(Wording words, AnnexFacts facts) => new(
        words["cooperation.annex.measures"],
        [
            new(words["cooperation.field.kind"], 30), new(words["cooperation.field.indicator"], 30), new(words["cooperation.balance.unit"]), new(words["cooperation.measures.claimed"]),
            new(words["cooperation.measures.confirmed"]), new(words["cooperation.measures.gap"]),
        ],
        facts.Measures.Select(m => (IReadOnlyList<TableCell>)[m.Kind.Here, m.Name, CooperationWords.Unit(words, m.Unit), m.Claimed, m.Confirmed, m.Claimed - m.Confirmed]).ToAsyncEnumerable());

    private static TableSheet Gifts(Wording words, AnnexFacts facts) => new(
        words["cooperation.annex.gifts"],
        [
            new(words["cooperation.field.party"], 30), new(words["cooperation.field.what"], 30), new(words["cooperation.balance.unit"]), new(words["cooperation.balance.promised"]),
            new(words["cooperation.balance.given"]), new(words["cooperation.balance.confirmed"]),
        ],
        facts.Gifts.Select(g => (IReadOnlyList<TableCell>)[g.Party, g.What, CooperationWords.Unit(words, g.Unit), g.Promised, g.Given, g.Confirmed]).ToAsyncEnumerable());
}
