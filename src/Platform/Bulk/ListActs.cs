using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Pages;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>What an actor may import or edit in bulk, and what was done so far.</summary>
public static class ListActs
{
    /// <summary>Acts of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads them.</summary>
    public sealed class Handler(IEnumerable<IBulkKind> kinds, PlatformDb db, CurrentActor current)
    {
        /// <summary>Kinds that start from a file and that the actor may start.</summary>
        public IReadOnlyList<IBulkKind> Startable => [.. kinds.Where(k => k is IBulkImport && current.Value.May(k.Permission))];

        /// <summary>The newest acts that the actor may see.</summary>
        public async Task<(IReadOnlyList<BulkAct> Acts, int Found)> HandleAsync(int page, CancellationToken ct)
        {
            var acts = Seen();
            var found = await acts.CountAsync(ct);
            return (await acts.OrderByDescending(a => a.CreatedAt).Skip(PageNumber.Before(page, found, PageSize)).Take(PageSize).ToListAsync(ct), found);
        }

        /// <summary>Those at work now for one party, of the kinds whose names begin so.</summary>
        public async Task<IReadOnlyList<BulkAct>> AtWorkAsync(Guid party, string kind, CancellationToken ct) => await Seen()
            .Where(a => a.PartyId == party && a.Kind.StartsWith(kind) && (a.State == BulkState.Comparing || a.State == BulkState.Applying || a.State == BulkState.Undoing))
            .OrderByDescending(a => a.CreatedAt).Take(PageSize).ToListAsync(ct);

        private IQueryable<BulkAct> Seen()
        {
            var actor = current.Value;
            var mine = kinds.Where(k => actor.May(k.Permission)).Select(k => k.Kind).ToList();
            var parties = actor.Mandate is { } mandate ? mandate.StandsOver.Append(mandate.PartyId).ToList() : [];
            var operates = actor.May(PlatformPermissions.Operate);
            return db.Set<BulkAct>().AsNoTracking()
                .Where(a => mine.Contains(a.Kind) && (a.PartyId == null ? operates : parties.Contains(a.PartyId.Value)));
        }
    }

    /// <summary>A comparison that waits for the decision of whoever started it.</summary>
    internal sealed class Due(PlatformDb db, IEnumerable<IBulkKind> kinds, Words.Wording words) : IDueItems
    {
        public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
        {
            if (actor.PersonId is not { } person)
            {
                return [];
            }

            var mine = kinds.Where(k => actor.May(k.Permission)).Select(k => k.Kind).ToList();
            var waiting = await db.Set<BulkAct>().AsNoTracking()
                .Where(a => a.PersonId == person && a.PartyId == actor.PartyId && a.State == BulkState.Ready && mine.Contains(a.Kind))
                .OrderByDescending(a => a.CreatedAt).Take(5).ToListAsync(ct);
            return [.. waiting.Select(a => new DueItem("platform.bulk.due", $"bulk/{a.Id}")
            {
                Holes = [("kind", words[a.Kind + ".title"]), ("file", a.FileName)],
                Urgency = Urgency.Soon,
            })];
        }
    }
}
