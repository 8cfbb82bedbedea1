using System.Globalization;
using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Divisions;

/// <summary>An operator brings in a newer list of divisions, whole or not at all.</summary>
internal static class ImportDivisions
{
    /// <param name="Apply">False for a dry run.</param>
    internal sealed record Command(Stream File, string FileName, bool Apply);

    /// <param name="Stranded">Institutions placed in a division that the new list no longer has: place them anew.</param>
    internal sealed record Report(int Rows, IReadOnlyList<string> Added, IReadOnlyList<string> Gone, IReadOnlyList<string> Renamed,
        IReadOnlyList<string> Stranded);

    internal sealed class Handler(MembersDb db, DivisionBooks books, TimeProvider clock)
    {
        private static readonly TableShape Shape = new(
            new TableColumn("code", Required: true) { OtherNames = ["代码", "行政区划代码"] },
            new TableColumn("name", Required: true) { OtherNames = ["名称", "单位名称"] },
            new TableColumn("short_name") { OtherNames = ["简称"] },
            new TableColumn("pinyin") { OtherNames = ["拼音"] },
            new TableColumn("lng") { OtherNames = ["经度"] },
            new TableColumn("lat") { OtherNames = ["纬度"] })
        {
            Limits = new() { Rows = 10_000 },
        };

        public async Task<Outcome<Report>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var read = await ReadAsync(cmd.File, ct);
            if (read.Refused)
            {
                return read.Refusal;
            }

            var (now, then) = (await books.NowAsync(ct), new DivisionBook(read.Value));
            var placed = await db.Parties.Where(p => p.DivisionCode != null).Select(p => new { p.Name, p.DivisionCode }).ToListAsync(ct);
            var report = new Report(
                then.All.Count,
                [.. then.All.Where(d => now.Find(d.Code) is null).Select(Said)],
                [.. now.All.Where(d => then.Find(d.Code) is null).Select(Said)],
                [.. then.All.Where(d => now.Find(d.Code) is { } old && old.Name != d.Name)
                    .Select(d => $"{now.Find(d.Code)!.Name} → {Said(d)}")],
                [.. placed.Where(p => then.Find(p.DivisionCode) is null).Select(p => $"{p.Name} ({p.DivisionCode})")]);
            if (cmd.Apply)
            {
                await books.ImportAsync(read.Value, cmd.FileName, ct);
                db.Record(new Change("members.divisions.imported", "members.divisions", Guid.CreateVersion7(clock.GetUtcNow()))
                {
                    After = new
                    {
                        cmd.FileName,
                        report.Rows,
                        Added = report.Added.Count,
                        Gone = report.Gone.Count,
                        Renamed = report.Renamed.Count
                    },
                });
                await db.SaveChangesAsync(ct);
            }

            return report;
        }

        private static string Said(Division division) => $"{division.Code} {division.Name}";

        private static async Task<Outcome<List<Division>>> ReadAsync(Stream file, CancellationToken ct)
        {
            var opened = await TableReader.OpenAsync(file, Shape, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            using var table = opened.Value;
            var (divisions, wrong) = (new List<Division>(), (TableProblem?)null);
            var ended = await table.ReadRowsAsync((row, _) =>
            {
                if (Read(row) is { } division)
                {
                    divisions.Add(division);
                }
                else
                {
                    wrong ??= row.Problem("members.divisions.row", "code");
                }

                return ValueTask.CompletedTask;
            }, ct);
            return ended.Refused ? ended.Refusal
                : wrong is not null ? wrong.AsRefusal()
                : divisions.GroupBy(d => d.Code).FirstOrDefault(g => g.Count() > 1) is { } twice
                    ? new Refusal.Invalid("members.divisions.twice").With(("code", twice.Key))
                : divisions.Find(d => d.ParentCode is { } parent && divisions.All(p => p.Code != parent)) is { } orphan
                    ? new Refusal.Invalid("members.divisions.orphan").With(("code", orphan.Code), ("name", orphan.Name))
                : divisions;
        }

        private static Division? Read(TableRow row)
        {
            var (code, name) = (row["code"], row["name"]);
            var (longitude, latitude) = (Degrees(row["lng"]), Degrees(row["lat"]));
            var isPlace = (longitude, latitude) is (null, null) or ( >= 70 and <= 140, >= 3 and <= 54);
            return isPlace && Division.IsCode(code) && name is { Length: > 0 and <= 60 }
                ? new(code!, name!, row["short_name"] ?? "", row["pinyin"] ?? "", longitude, latitude)
                : null;
        }

        private static double? Degrees(string? text) => text is null ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : double.NaN;
    }
}
