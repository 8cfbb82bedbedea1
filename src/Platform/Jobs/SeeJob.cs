using System.Text.Json;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Jobs;

/// <summary>Somebody looks how far long work is, or asks it to stop: whoever asked for it, and those who run the installation.</summary>
internal static class SeeJob
{
    internal sealed class Handler(PlatformDb db, CurrentActor current)
    {
        public async Task<Job?> FindAsync(Guid id, CancellationToken ct) =>
            await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, ct) is { } job && MaySee(job) ? job : null;

        /// <summary>The newest jobs: all for those who run the installation, one's own for everybody else.</summary>
        public async Task<IReadOnlyList<Job>> NewestAsync(int most, CancellationToken ct)
        {
            var (all, person) = (current.Value.May(PlatformPermissions.Operate), current.Value.PersonId);
            return await db.Set<Job>().AsNoTracking().Where(j => all || (person != null && j.PersonId == person))
                .OrderByDescending(j => j.CreatedAt).Take(most).ToListAsync(ct);
        }

        public async Task<Outcome<Done>> StopAsync(Guid id, CancellationToken ct)
        {
            if (await FindAsync(id, ct) is null)
            {
                return new Refusal.Missing("platform.job.missing");
            }

            var stopped = await db.Set<Job>().Where(j => j.Id == id && (j.State == JobState.Waiting || j.State == JobState.Running))
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.StopAsked, true), ct);
            return stopped == 1 ? Done.It : new Refusal.Stale("platform.job.over");
        }

        private bool MaySee(Job job) =>
            (job.PersonId is { } asked && asked == current.Value.PersonId) || current.Value.May(PlatformPermissions.Operate);
    }

    /// <summary>The sentence at the end: the counted result, or why the rules said no.</summary>
    public static string Ending(Wording words, Job job) => job.State switch
    {
        JobState.Done => words[$"{job.Kind}.done", Holes(job.Result?.RootElement)],
        JobState.Refused when job.Result?.RootElement is { } refusal && refusal.TryGetProperty("code", out var code) =>
            words[code.GetString()!, Holes(refusal.TryGetProperty("holes", out var holes) ? holes : null)],
        JobState.Stopped => words["platform.job.stopped"],
        _ => words["platform.job.failed"],
    };

    /// <summary>Where to go on from here: the result's member <c>href</c>.</summary>
    public static string? Href(Job job) =>
        job.Result?.RootElement is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("href", out var href) ? href.GetString() : null;

    private static (string Name, object? Value)[] Holes(JsonElement? members) => members is not { ValueKind: JsonValueKind.Object } all ? [] :
        [.. all.EnumerateObject().Select(m => (m.Name, m.Value.ValueKind switch
        {
            JsonValueKind.Number when m.Value.TryGetInt64(out var whole) => (object?)whole,
            JsonValueKind.Number => m.Value.GetDecimal(),
            JsonValueKind.Null => null,
            _ => m.Value.ToString(),
        }))];
}
