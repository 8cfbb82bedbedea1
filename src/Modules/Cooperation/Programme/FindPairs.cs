using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Cooperation.Programme;

/// <summary>The pairs of the programme under some questions; as a page and as a workbook.</summary>
internal static class FindPairs
{
    /// <param name="Text">Part of either name or of the place.</param>
    /// <param name="Quiet">Only those whose silence is an alarm.</param>
    internal sealed record Query(string? Text, PairState? State, Guid? Leader, bool Quiet)
    {
        public static Query Read(string? text, string? state, string? leader, bool quiet) => new(
            text, CodeWords.Read<PairState>(state ?? ""), Guid.TryParse(leader, out var id) ? id : null, quiet);

        public bool Takes(PairLine line) =>
            (State is null || line.State == State) && (Leader is null || line.Leader.Id == Leader) && (!Quiet || line.Alarm != Alarm.None)
            && (string.IsNullOrWhiteSpace(Text) || new[] { line.Leader, line.Museum }.Any(Named));

        private bool Named(PartyCard card) => card.Name.Contains(Text!.Trim(), StringComparison.OrdinalIgnoreCase)
            || card.Place.Contains(Text.Trim(), StringComparison.Ordinal) || card.NameEn?.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase) == true;
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programme/pairs.xlsx", async (
            string? q, string? state, string? leader, bool? quiet, ReadPairs.Handler read, Wording words, CancellationToken ct) =>
        {
            var asked = Query.Read(q, state, leader, quiet ?? false);
            return (IResult)new TableDownload(words["cooperation.programme.title"], TableFormat.Xlsx, Sheet(words, [.. (await read.HandleAsync(ct)).Where(asked.Takes)]));
        }).RequireAuthorization(CooperationPermissions.Oversee);
        routes.MapGet("/counties.xlsx", async (ReadPairs.Handler read, Platform.Access.CurrentActor current, Wording words, CancellationToken ct) =>
            (IResult)new TableDownload(words["cooperation.counties.title"], TableFormat.Xlsx, Sheet(words, await read.OfAsync(current.Value.PartyId!.Value, ct))))
            .RequireAuthorization(CooperationPermissions.Work);
    }

    public static string Of(Wording words, PairState state) => words[$"cooperation.pair-state.{CodeWords.Write(state)}"];

    private static TableSheet Sheet(Wording words, IReadOnlyList<PairLine> lines) => new(
        words["cooperation.programme.title"],
        [
            new(words["cooperation.pair.museum"], 30), new(words["cooperation.pair.place"]), new(words["cooperation.pair.leader"], 30), new(words["cooperation.pair.round"]),
            new(words["cooperation.field.state"]), new(words["cooperation.pair.days-in-state"]), new(words["cooperation.pair.agreement"]), new(words["cooperation.pair.until"]),
            new(words["cooperation.pair.running"]), new(words["cooperation.pair.all"]), new(words["cooperation.pair.claimed"]), new(words["cooperation.pair.confirmed"]),
            new(words["cooperation.pair.disputed"]), new(words["cooperation.pair.last"]), new(words["cooperation.pair.quiet-days"]),
            new(words["cooperation.pair.leader-owes"]), new(words["cooperation.pair.museum-owes"]),
        ],
        lines.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (l) =>
        [
            l.Museum.Name, l.Museum.Place, l.Leader.Name, l.Paper.Round, Of(words, l.State), l.DaysInState, l.Paper.Number, TableCell.Day(l.Paper.Until),
            l.Running, l.All, l.Claimed, l.Confirmed, l.Disputed, TableCell.Day(l.ActivityAt is { } at ? Dates.InChina(at) : null), l.QuietDays, l.LeaderOwes, l.MuseumOwes,
        ]))
    {
        Title = words["cooperation.programme.title"],
        Notes = [words["cooperation.quiet.rule", ("sides", QuietRule.Sides), ("association", QuietRule.Association)]],
    };
}
