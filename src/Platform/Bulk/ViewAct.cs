using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>An act with one page of its comparison.</summary>
public static class ViewAct
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <param name="Id">The act.</param>
    /// <param name="Filter">Which rows.</param>
    /// <param name="Search">Part of a key or label.</param>
    /// <param name="Page">Counts from one.</param>
    public sealed record Query(Guid Id, BulkFilter Filter, string? Search, int Page);

    /// <param name="Act">As it stands.</param>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Job">The job of its present or last step.</param>
    /// <param name="Rows">The page.</param>
    /// <param name="Found">Rows under the filter.</param>
    /// <param name="Accepted">Rows that would be, or were, applied.</param>
    /// <param name="Skipped">Rows left out by choice.</param>
    public sealed record View(BulkAct Act, IBulkKind Kind, Job? Job, IReadOnlyList<BulkRow> Rows, int Found, int Accepted, int Skipped)
    {
        /// <summary>The step goes on.</summary>
        public bool Running => Act.State is BulkState.Comparing or BulkState.Applying or BulkState.Undoing && !Stuck;

        /// <summary>The job of the step is over, but the step is not: a fault of the program.</summary>
        public bool Stuck => Act.State is BulkState.Comparing or BulkState.Applying or BulkState.Undoing
            && Job?.State is JobState.Failed or JobState.Refused or JobState.Stopped;
    }

    /// <summary>Reads it.</summary>
    public sealed class Handler(BulkAccess access, PlatformDb db)
    {
        /// <summary>Reads afresh each time: a form of the same request may just have changed it.</summary>
        public async Task<Outcome<View>> HandleAsync(Query query, CancellationToken ct)
        {
            ArgumentNullException.ThrowIfNull(query);
            db.ChangeTracker.Clear();
            var opened = await access.OpenPreparedAsync(query.Id, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var (act, kind) = opened.Value;
            var job = await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == act.JobId, ct);
            if (act.State is BulkState.Comparing or BulkState.Refused or BulkState.Discarded)
            {
                return new View(act, kind, job, [], 0, 0, 0);
            }

            var rows = Find(db, query.Id, query.Filter, query.Search);
            var choosable = db.Set<BulkRow>()
                .Where(r => r.ActId == act.Id && (r.State == BulkRowState.Added || r.State == BulkRowState.Changed));
            var accepted = await choosable.CountAsync(r => r.Accepted, ct);
            return new View(act, kind, job,
                await rows.OrderBy(r => r.Number).Skip((Math.Max(1, query.Page) - 1) * PageSize).Take(PageSize).ToListAsync(ct),
                await rows.CountAsync(ct), accepted, act.Added + act.Changed - accepted);
        }
    }

    internal static IQueryable<BulkRow> Find(PlatformDb db, Guid actId, BulkFilter filter, string? search) =>
        BulkFilters.Search(db.Set<BulkRow>().AsNoTracking().Where(r => r.ActId == actId).Where(BulkFilters.Of(filter)), search);
}
