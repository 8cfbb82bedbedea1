using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Talk;

/// <summary>What others wrote about things that concern the party one acts for, the newest first; what is new, and what names the party.</summary>
internal static class ReadInbox
{
    /// <param name="Mine">It names the party, or oneself.</param>
    /// <param name="Fresh">Not marked as read yet.</param>
    internal sealed record Item(Message Message, bool Mine, bool Fresh);

    /// <param name="Until">When the newest unread one was written, on this page or not: so far one can say that one has read.</param>
    internal sealed record Found(IReadOnlyList<Item> Items, int Total, int Fresh, DateTimeOffset? Until = null);

    internal sealed class Handler(PlatformDb db, CurrentActor current, TimeProvider clock)
    {
        /// <param name="named">Only what names the party, or oneself.</param>
        /// <param name="fresh">Only what is not read yet.</param>
        public async Task<Found> HandleAsync(bool named, bool fresh, int page, int size, CancellationToken ct)
        {
            if (current.Value is not { PersonId: { } person, PartyId: { } party } || !current.Value.May(PlatformPermissions.Talk))
            {
                return new([], 0, 0);
            }

            var read = await db.Set<InboxMark>().Where(m => m.PersonId == person && m.PartyId == party).Select(m => (DateTimeOffset?)m.ReadAt).SingleOrDefaultAsync(ct) ?? DateTimeOffset.MinValue;
            var rows = db.Set<Message>().AsNoTracking().Where(m => m.Concerns.Contains(party) && m.PersonId != person);
            var unread = await rows.Where(m => m.At > read).GroupBy(_ => 1).Select(g => new { Count = g.Count(), Newest = g.Max(m => m.At) }).SingleOrDefaultAsync(ct);
            rows = named ? rows.Where(m => m.Mentions.Contains(party) || m.People.Contains(person)) : rows;
            rows = fresh ? rows.Where(m => m.At > read) : rows;
            var total = await rows.CountAsync(ct);
            var found = await rows.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Skip(PageNumber.Before(page, total, size)).Take(size).ToListAsync(ct);
            return new([.. found.Select(m => new Item(m, m.Mentions.Contains(party) || m.People.Contains(person), m.At > read))], total, unread?.Count ?? 0, unread?.Newest);
        }

        /// <summary>Everything that stood there when the page was drawn has been read; what came after it has not.</summary>
        public async Task MarkReadAsync(DateTimeOffset until, CancellationToken ct)
        {
            if (current.Value is { PersonId: { } person, PartyId: { } party } actor && actor.May(PlatformPermissions.Talk))
            {
                var (now, read) = (clock.GetUtcNow(), until.ToUniversalTime());
                await db.Database.ExecuteSqlAsync($"""
                    insert into platform.inbox_mark (person_id, party_id, read_at) values ({person}, {party}, {(read < now ? read : now)})
                    on conflict (person_id, party_id) do update set read_at = greatest(inbox_mark.read_at, excluded.read_at)
                    """, ct);
            }
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/inbox.xlsx", async (
        bool? named, bool? fresh, Handler read, Wording words, CancellationToken ct) =>
        (IResult)new TableDownload(words["platform.inbox.title"], TableFormat.Xlsx, new TableSheet(
            words["platform.inbox.title"],
            [new(words["platform.inbox.when"]), new(words["platform.inbox.who"]), new(words["platform.inbox.about"], 40), new(words["platform.inbox.text"], 60)],
            (await read.HandleAsync(named ?? false, fresh ?? false, 1, 5000, ct)).Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
                [Dates.InChina(i.Message.At), i.Message.ByName, i.Message.Title, i.Message.Text])))).RequireAuthorization(PlatformPermissions.Talk);

    /// <summary>Today: unread words that name one's party, or oneself.</summary>
    internal sealed class Named(PlatformDb db) : IDueItems
    {
        private const int Most = 4;

        public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
        {
            if (actor is not { PersonId: { } person, PartyId: { } party } || !actor.May(PlatformPermissions.Talk))
            {
                return [];
            }

            var named = await db.Set<Message>()
                .Where(m => (m.Mentions.Contains(party) || m.People.Contains(person)) && m.Concerns.Contains(party) && m.PersonId != person
                    && !db.Set<InboxMark>().Any(r => r.PersonId == person && r.PartyId == party && r.ReadAt >= m.At))
                .OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Most).Select(m => new { m.Href, m.ByName, m.Title }).ToListAsync(ct);
            return [.. named.Select(m => new DueItem("platform.due.named", m.Href) { Holes = [("name", m.ByName), ("title", m.Title)], Urgency = Urgency.Soon })];
        }
    }
}
