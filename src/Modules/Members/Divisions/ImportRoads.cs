using System.Globalization;
using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Divisions;

/// <summary>An association brings in minutes by road between divisions; a pair named before gets the new figure.</summary>
internal static class ImportRoads
{
    internal sealed record Command(Stream File, string FileName, bool Apply);

    internal sealed record Report(int Rows, int Added, int Changed);

    internal sealed class Handler(MembersDb db, DivisionBooks books, TimeProvider clock)
    {
        private static readonly TableShape Shape = new(
            new TableColumn("from", Required: true) { OtherNames = ["起点代码", "from_division"] },
            new TableColumn("to", Required: true) { OtherNames = ["终点代码", "to_division"] },
            new TableColumn("minutes", Required: true) { OtherNames = ["分钟", "车程（分钟）"] });

        public async Task<Outcome<Report>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await TableReader.OpenAsync(cmd.File, Shape, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            using var table = opened.Value;
            var book = await books.NowAsync(ct);
            var (roads, wrong) = (new Dictionary<(string, string), int>(), (TableProblem?)null);
            var ended = await table.ReadRowsAsync((row, _) =>
            {
                if (book.Find(row["from"]) is { } from && book.Find(row["to"]) is { } to
                    && int.TryParse(row["minutes"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= 10_000)
                {
                    roads[(from.Code, to.Code)] = minutes;
                }
                else
                {
                    wrong ??= row.Problem("members.roads.row", "from");
                }

                return ValueTask.CompletedTask;
            }, ct);
            return ended.Refused ? ended.Refusal : wrong is not null ? wrong.AsRefusal() : await WriteAsync(cmd, roads, ct);
        }

        private async Task<Outcome<Report>> WriteAsync(Command cmd, Dictionary<(string From, string To), int> roads, CancellationToken ct)
        {
            var known = await db.Roads.ToDictionaryAsync(r => (r.FromDivision, r.ToDivision), ct);
            var changed = roads.Where(r => known.TryGetValue(r.Key, out var old) && old.Minutes != r.Value).ToList();
            var added = roads.Where(r => !known.ContainsKey(r.Key)).ToList();
            if (cmd.Apply)
            {
                foreach (var (pair, minutes) in changed)
                {
                    (known[pair].Minutes, known[pair].Source) = (minutes, cmd.FileName);
                }

                db.Roads.AddRange(added
                    .Select(r => new Road { FromDivision = r.Key.From, ToDivision = r.Key.To, Minutes = r.Value, Source = cmd.FileName }));
                db.Record(new Change("members.roads.imported", "members.roads", Guid.CreateVersion7(clock.GetUtcNow()))
                {
                    After = new { cmd.FileName, Rows = roads.Count, Added = added.Count, Changed = changed.Count },
                });
                await db.SaveChangesAsync(ct);
            }

            return new Report(roads.Count, added.Count, changed.Count);
        }
    }
}
