using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>The cooperations that a reader may see, filtered, the liveliest first.</summary>
internal static class FindCooperations
{
    /// <param name="Text">Any part of the title.</param>
    /// <param name="Late">With tasks past their date.</param>
    internal sealed record Query(string? Text, CooperationState? State, Family? Family, string? Template, Guid? Party, bool Late, DateOnly Today, int Page, int Size)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? state, string? family, string? template, string? party, bool late, DateOnly today, int page, int size) => new(
            text, CodeWords.Read<CooperationState>(state ?? ""), CodeWords.Read<Family>(family ?? ""), string.IsNullOrWhiteSpace(template) ? null : template,
            Guid.TryParse(party, out var id) ? id : null, late, today, page, size);
    }

    /// <param name="NextDue">The day of the next open task.</param>
    internal sealed record Item(CooperationRecord Record, Bilingual Kind, PartyCard? Lead, IReadOnlyList<PartyCard> Others, DateOnly? NextDue, int LateTasks);

    internal sealed record Found(IReadOnlyList<Item> Items, int Total);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            if (CooperationAccess.Readable(current.Value) is not { } readable)
            {
                return new([], 0);
            }

            var rows = Asked(query, [.. readable]);
            var total = await rows.CountAsync(ct);
            var records = await rows.OrderByDescending(c => c.QuietSince).ThenBy(c => c.Id).Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            return new(await ItemsAsync(records, query.Today, ct), total);
        }

        private IQueryable<CooperationRecord> Asked(Query query, List<Guid> readable)
        {
            var rows = db.Cooperations.AsNoTracking().Where(c => db.Participants.Any(p => p.CooperationId == c.Id && readable.Contains(p.PartyId)));
            rows = query.State is { } state ? rows.Where(c => c.State == state) : rows;
            rows = query.Template is { } template ? rows.Where(c => c.Template == template) : rows;
            rows = query.Party is { } party ? rows.Where(c => db.Participants.Any(p => p.CooperationId == c.Id && p.PartyId == party)) : rows;
            if (query.Family is { } family)
            {
                var word = CodeWords.Write(family);
                rows = rows.Where(c => c.Family == word);
            }

            if (query.Late)
            {
                rows = rows.Where(c => c.State == CooperationState.Running && db.Tasks.Any(t => t.CooperationId == c.Id && t.DroppedAt == null && t.Called
                    && t.State != TaskState.Accepted && t.DueOn < query.Today));
            }

            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(query.Text.Trim());
                rows = rows.Where(c => EF.Functions.ILike(c.Title, pattern, LikePattern.Escape));
            }

            return rows;
        }

        private async Task<IReadOnlyList<Item>> ItemsAsync(List<CooperationRecord> records, DateOnly today, CancellationToken ct)
        {
            var ids = records.Select(r => r.Id).ToList();
            var parties = (await db.Participants.AsNoTracking().Where(p => ids.Contains(p.CooperationId)).OrderBy(p => p.Sort)
                .Select(p => new { p.CooperationId, p.PartyId }).ToListAsync(ct)).ToLookup(p => p.CooperationId, p => p.PartyId);
            var cards = await directory.FindAsync([.. parties.SelectMany(p => p).Distinct()], ct);
            var editionIds = records.Select(r => r.EditionId).Distinct().ToList();
            var kinds = await db.Editions.AsNoTracking().Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => new Bilingual(e.NameZh, e.NameEn), ct);
            var open = await db.Tasks.AsNoTracking()
                .Where(t => ids.Contains(t.CooperationId) && t.DroppedAt == null && t.Called && t.State != TaskState.Accepted)
                .GroupBy(t => t.CooperationId)
                .Select(g => new { g.Key, Next = g.Min(t => t.DueOn), Late = g.Count(t => t.DueOn < today) }).ToDictionaryAsync(g => g.Key, ct);
            return [.. records.Select(r => new Item(
                r, kinds[r.EditionId], cards.GetValueOrDefault(r.LeadPartyId),
                [.. parties[r.Id].Distinct().Where(p => p != r.LeadPartyId).Select(cards.GetValueOrDefault).OfType<PartyCard>()],
                r.State is CooperationState.Running or CooperationState.Paused ? open.GetValueOrDefault(r.Id)?.Next : null,
                r.State == CooperationState.Running ? open.GetValueOrDefault(r.Id)?.Late ?? 0 : 0))];
        }
    }
}
