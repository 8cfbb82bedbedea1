using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>Somebody says which rows are to be applied: those ticked on a page, or all of a filter.</summary>
public static class ChooseRows
{
    /// <param name="Id">The act.</param>
    /// <param name="Version">As it was seen.</param>
    /// <param name="Shown">Numbers of the rows on the page that was sent; empty for a whole filter.</param>
    /// <param name="Accepted">Those of them that are ticked.</param>
    public sealed record Command(Guid Id, int Version, IReadOnlyList<int> Shown, IReadOnlyList<int> Accepted)
    {
        /// <summary>Instead of a page: all rows that this filter shows.</summary>
        public BulkFilter? All { get; init; }

        /// <summary>… and that have this in their key or label.</summary>
        public string? Search { get; init; }

        /// <summary>What becomes of them.</summary>
        public bool Accept { get; init; }
    }

    /// <summary>Writes the choice.</summary>
    public sealed class Handler(BulkAccess access, PlatformDb db)
    {
        /// <summary>A choice that is so already changes nothing, however late it comes.</summary>
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            ArgumentNullException.ThrowIfNull(cmd);
            var opened = await access.OpenAsync(cmd.Id, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var act = opened.Value.Act;
            if (act.State != BulkState.Ready)
            {
                return new Refusal.Stale(BulkWords.MovedOn);
            }

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var choosable = db.Set<BulkRow>()
                .Where(r => r.ActId == cmd.Id && (r.State == BulkRowState.Added || r.State == BulkRowState.Changed));
            var changed = cmd.All is { } filter
                ? await BulkFilters.Search(choosable.Where(BulkFilters.Of(filter)), cmd.Search).Where(r => r.Accepted != cmd.Accept)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.Accepted, cmd.Accept), ct)
                : await choosable.Where(r => cmd.Shown.Contains(r.Number) && r.Accepted != cmd.Accepted.Contains(r.Number))
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.Accepted, r => !r.Accepted), ct);
            if (changed == 0)
            {
                return Done.It;
            }

            if (act.Version != cmd.Version)
            {
                return new Refusal.Stale(BulkWords.Stale);
            }

            act.Version++;
            var saved = await db.SaveOrStaleAsync(ct);
            if (!saved.Refused)
            {
                await transaction.CommitAsync(ct);
            }

            return saved;
        }
    }
}
