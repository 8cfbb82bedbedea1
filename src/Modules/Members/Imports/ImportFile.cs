using System.Text.Json;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Imports;

/// <summary>A file brought in through the bulk mechanism without a page: by a command, by the sample province, by tests.</summary>
internal static class ImportFile
{
    /// <param name="Kind">Which bulk kind reads it.</param>
    /// <param name="File">A stream that can be rewound.</param>
    /// <param name="FileName">As it came.</param>
    /// <param name="Options">Answers to the kind's questions.</param>
    /// <param name="ApplyBecause">Why it is written; null for a dry run, which leaves nothing behind.</param>
    internal sealed record Command(
        string Kind, Stream File, string FileName, IReadOnlyDictionary<string, string> Options, string? ApplyBecause);

    /// <summary>The counted result.</summary>
    /// <param name="Remarks">What was found, row by row: where and what.</param>
    internal sealed record Report(BulkAct Act, IReadOnlyList<Remark> Remarks);

    /// <summary>One finding about a row.</summary>
    internal sealed record Remark(int? Row, string Label, bool IsProblem, string Code, IReadOnlyList<(string Name, object? Value)> Holes);

    internal sealed class Handler(StartAct.Handler start, ApplyAct.Handler apply, EndAct.Handler end, PlatformDb db, JobLoop jobs)
    {
        public async Task<Outcome<Report>> HandleAsync(Command cmd, Action<string, long, long>? progress, CancellationToken ct)
        {
            var started = await start.HandleAsync(new(Guid.CreateVersion7(), cmd.Kind, cmd.File, cmd.FileName, cmd.Options), ct);
            if (started.Refused)
            {
                return started.Refusal;
            }

            var act = await WorkAsync(started.Value, BulkState.Comparing, progress, ct);
            if (act.State != BulkState.Ready)
            {
                return RefusalOf(act);
            }

            var remarks = await RemarksAsync(act.Id, ct);
            if (cmd.ApplyBecause is null || !await db.Set<BulkRow>().AnyAsync(r => r.ActId == act.Id && r.Accepted, ct))
            {
                await end.DiscardAsync(new(act.Id, act.Version), ct);
                return new Report(act, remarks);
            }

            var applied = await apply.HandleAsync(new(act.Id, act.Version, cmd.ApplyBecause), ct);
            if (applied.Refused)
            {
                return applied.Refusal;
            }

            act = await WorkAsync(act.Id, BulkState.Applying, progress, ct);
            return act.State == BulkState.Applied ? new Report(act, remarks) : RefusalOf(act);
        }

        /// <summary>Runs due jobs here, or watches a running server do so, until the act has left a state.</summary>
        private async Task<BulkAct> WorkAsync(Guid id, BulkState leaving, Action<string, long, long>? progress, CancellationToken ct)
        {
            while (true)
            {
                var working = jobs.RunNextAsync(ct);
                while (await Task.WhenAny(working, Task.Delay(TimeSpan.FromMilliseconds(300), ct)) != working)
                {
                    await TellAsync(id, progress, ct);
                }

                var ran = await working;
                var act = await db.Set<BulkAct>().AsNoTracking().SingleAsync(a => a.Id == id, ct);
                if (act.State != leaving)
                {
                    db.ChangeTracker.Clear();
                    return act;
                }

                if (!ran)
                {
                    await TellAsync(id, progress, ct);
                    await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
                }
            }
        }

        private async Task TellAsync(Guid actId, Action<string, long, long>? progress, CancellationToken ct)
        {
            var job = await db.Set<Job>().AsNoTracking().Where(j => j.SubjectId == actId && j.State == JobState.Running)
                .FirstOrDefaultAsync(ct);
            if (job?.Stage is { } stage)
            {
                progress?.Invoke(stage, job.Done, job.Total);
            }
        }

        private async Task<List<Remark>> RemarksAsync(Guid actId, CancellationToken ct)
        {
            var rows = await db.Set<BulkRow>().AsNoTracking().Where(r => r.ActId == actId && r.Findings != null).OrderBy(r => r.Number)
                .Select(r => new { r.FileRow, r.Label, r.Findings }).ToListAsync(ct);
            return [.. rows.SelectMany(r => r.Findings!.RootElement.EnumerateArray().Select(f => new Remark(
                r.FileRow, r.Label, f.GetProperty("weight").GetString() == "problem", f.GetProperty("code").GetString()!, HolesOf(f))))];
        }

        private static Refusal RefusalOf(BulkAct act) => act.Refusal is { } why
            ? new Refusal.Invalid(why.RootElement.GetProperty("code").GetString()!).With([.. HolesOf(why.RootElement)])
            : new Refusal.Stale("members.import.stopped");

        private static List<(string Name, object? Value)> HolesOf(JsonElement told)
        {
            var holes = new List<(string, object?)>();
            if (told.TryGetProperty("holes", out var named) && named.ValueKind == JsonValueKind.Object)
            {
                holes.AddRange(named.EnumerateObject().Select(h => (h.Name, (object?)h.Value.ToString())));
            }

            foreach (var name in new[] { "row", "column", "cell", "value" })
            {
                if (told.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Object)
                {
                    holes.Add((name, value.ToString()));
                }
            }

            return holes;
        }
    }

    /// <summary>A remark as one line.</summary>
    public static string Line(Wording words, Remark remark) => words[remark.Row is null ? "members.import.remark-silent" : "members.import.remark",
        ("row", remark.Row?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("name", remark.Label),
        ("column", remark.Holes.FirstOrDefault(h => h.Name == "column").Value),
            ("value", remark.Holes.FirstOrDefault(h => h.Name == "value").Value),
        ("finding", Wording.Fill(words[remark.Code], remark.Holes))];
}
