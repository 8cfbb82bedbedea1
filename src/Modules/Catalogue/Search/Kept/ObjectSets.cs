using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search.Kept;

/// <summary>
/// Sets of objects of several members, and a person's favourites. A set is its maker's own until somebody who may publish for an institution
/// publishes it in that institution's name; each reader sees of it what he may see.
/// </summary>
internal static class ObjectSets
{
    private const int MostSets = 100;
    private const int MostItems = 500;
    private const int MostTold = 20;

    internal sealed record SetRow(Guid Id, Guid PersonId, Guid? PartyId, bool Favourites, string Title, string Text, DateTimeOffset ChangedAt, int Items);

    /// <summary>A published set as an object's page names it: what it tells, and who tells it since when.</summary>
    internal sealed record Telling(Guid Id, string Title, string Text, DateTimeOffset ChangedAt, string By, string? ByEn);

    internal sealed record Shown(SetRow Set, bool Mine, PartyCard? Party, IReadOnlyList<(ObjectCard Card, Guid ObjectId)> Cards);

    internal sealed class Handler(
        CatalogueDb db, Audiences audiences, CurrentReader readers, CurrentActor current, IPartyDirectory directory, ProfileBook profiles, TimeProvider clock)
    {
        private Guid? Me => current.Value.PersonId;

        /// <summary>One's own first, then those that are published.</summary>
        public async Task<(IReadOnlyList<SetRow> Mine, IReadOnlyList<SetRow> Published)> ListAsync(CancellationToken ct)
        {
            var me = Me;
            var rows = await db.Database.SqlQuery<SetRow>($"""
                select s.id as "Id", s.person_id as "PersonId", s.party_id as "PartyId", s.favourites as "Favourites", s.title as "Title", s.text as "Text",
                       s.changed_at as "ChangedAt", (select count(*) from catalogue.set_item i where i.set_id = s.id)::int as "Items"
                  from catalogue.object_set s where s.person_id = {me} or s.party_id is not null order by s.favourites desc, s.changed_at desc limit {MostSets * 2}
                """).ToListAsync(ct);
            return ([.. rows.Where(r => r.PersonId == me)], [.. rows.Where(r => r.PartyId is not null && r.PersonId != me)]);
        }

        /// <summary>A set as far as the reader may see it; null where there is none for him.</summary>
        public async Task<Shown?> ShowAsync(Guid id, CancellationToken ct)
        {
            var (mine, published) = await ListOneAsync(id, ct);
            if ((mine ?? published) is not { } set)
            {
                return null;
            }

            var open = await audiences.OpenToAsync(readers.Value, ct);
            var rows = await db.Objects.FromSql($"""
                select o.* from catalogue.set_item i join catalogue.object o on o.institution_id = i.institution_id and o.id = i.object_id
                 where i.set_id = {id} and o.shown_to = any ({open}) and o.state not in ('Binned', 'Gone') order by i.place, o.serial limit {MostItems}
                """).AsNoTracking().ToListAsync(ct);
            var owners = await directory.FindAsync([.. rows.Select(r => r.InstitutionId).Append(set.PartyId ?? Guid.Empty).Distinct()], ct);
            return new(set, mine is not null, set.PartyId is { } party ? owners.GetValueOrDefault(party) : null,
                [.. rows.Select(r => (ObjectCard.Of(SeenObject.Of(r, profiles[r.Profile], readers.Value), owners.GetValueOrDefault(r.InstitutionId)), r.Id))]);
        }

        /// <summary>Published sets that an object stands in, the newest first: the stories that are told with it.</summary>
        public Task<List<Telling>> TellingAsync(Guid institution, Guid objectId, CancellationToken ct) => db.Database.SqlQuery<Telling>($"""
            select s.id as "Id", s.title as "Title", s.text as "Text", s.changed_at as "ChangedAt", p.name as "By", p.name_en as "ByEn"
              from catalogue.set_item i join catalogue.object_set s on s.id = i.set_id join members.pub_party p on p.id = s.party_id
             where i.institution_id = {institution} and i.object_id = {objectId} order by s.changed_at desc, s.id limit {MostTold}
            """).ToListAsync(ct);

        /// <summary>Makes a set, or with no title the favourites.</summary>
        public async Task<Outcome<Guid>> MakeAsync(string? title, string favouritesTitle, CancellationToken ct)
        {
            if (Me is not { } me)
            {
                return new Refusal.Denied("catalogue.kept.sign-in");
            }

            var (id, now, favourites) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow(), title is null);
            var said = (title ?? favouritesTitle).Trim();
            if (said.Length is 0 or > 120)
            {
                return new Refusal.Invalid("catalogue.kept.set-title", "Title");
            }

            await db.Database.ExecuteSqlAsync($"""
                insert into catalogue.object_set (id, person_id, favourites, title, created_at, changed_at) select {id}, {me}, {favourites}, {said}, {now}, {now}
                 where (select count(*) from catalogue.object_set where person_id = {me}) < {MostSets} on conflict do nothing
                """, ct);
            return (await db.Database.SqlQuery<Guid>($"""
                select id as "Value" from catalogue.object_set where person_id = {me} and (id = {id} or (favourites and {favourites}))
                """).ToListAsync(ct)) is [var made] ? made : new Refusal.Invalid("catalogue.kept.too-many", "Title");
        }

        /// <summary>Puts an object that the reader sees into one of his sets.</summary>
        public async Task<Outcome<Done>> AddAsync(Guid set, Guid institution, Guid objectId, CancellationToken ct)
        {
            var open = await audiences.OpenToAsync(readers.Value, ct);
            var (me, now) = (Me, clock.GetUtcNow());
            var added = await db.Database.ExecuteSqlAsync($"""
                insert into catalogue.set_item (set_id, institution_id, object_id, place)
                select s.id, o.institution_id, o.id, (select coalesce(max(place), 0) + 1 from catalogue.set_item where set_id = s.id)
                  from catalogue.object_set s, catalogue.object o
                 where s.id = {set} and s.person_id = {me} and o.institution_id = {institution} and o.id = {objectId} and o.shown_to = any ({open})
                   and (select count(*) from catalogue.set_item where set_id = s.id) < {MostItems}
                    on conflict (set_id, institution_id, object_id) do update set place = catalogue.set_item.place
                """, ct);
            await db.Database.ExecuteSqlAsync($"update catalogue.object_set set changed_at = {now} where id = {set} and person_id = {me}", ct);
            return added == 0 ? new Refusal.Missing("catalogue.object.missing") : Done.It;
        }

        public Task RemoveItemAsync(Guid set, Guid objectId, CancellationToken ct)
        {
            var me = Me;
            return db.Database.ExecuteSqlAsync($"""
                delete from catalogue.set_item i using catalogue.object_set s where i.set_id = {set} and i.object_id = {objectId} and s.id = i.set_id and s.person_id = {me}
                """, ct);
        }

        /// <summary>Changes words; publishes in the name of the party acted for, or takes back.</summary>
        public async Task<Outcome<Done>> ChangeAsync(Guid set, string? title, string? text, bool publish, CancellationToken ct)
        {
            if (title?.Trim() is not { Length: > 0 and <= 120 } said || text?.Length > 4000)
            {
                return new Refusal.Invalid("catalogue.kept.set-title", "Title");
            }

            if ((await ListOneAsync(set, ct)).Mine is not { } now)
            {
                return new Refusal.Missing("catalogue.kept.no-set");
            }

            var party = !publish ? null : now.PartyId ?? current.Value.PartyId;
            if (publish && (now.Favourites || party is not { } owner || !current.Value.May(CataloguePermissions.Publish, owner)))
            {
                return new Refusal.Denied("catalogue.kept.may-not-publish");
            }

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var (me, at, words) = (Me, clock.GetUtcNow(), text?.Trim() ?? "");
            await db.Database.ExecuteSqlAsync($"""
                update catalogue.object_set set title = {said}, text = {words}, party_id = {party}, changed_at = {at} where id = {set} and person_id = {me}
                """, ct);
            if (party != now.PartyId || (party is not null && (said, words) != (now.Title, now.Text)))
            {
                // What was said in an institution's name stays known, and who said it.
                db.Record(new Change(party is null ? "catalogue.set.withdrawn" : now.PartyId is null ? "catalogue.set.published" : "catalogue.set.rewritten", "catalogue.set", set)
                {
                    OwnerId = party ?? now.PartyId,
                    Before = now.PartyId is null ? null : new { now.Title, now.Text },
                    After = party is null ? null : new { Title = said, Text = words },
                });
                await db.SaveChangesAsync(ct);
            }

            await transaction.CommitAsync(ct);
            return Done.It;
        }

        public Task RemoveAsync(Guid set, CancellationToken ct)
        {
            var me = Me;
            return db.Database.ExecuteSqlAsync($"delete from catalogue.object_set where id = {set} and person_id = {me}", ct);
        }

        private async Task<(SetRow? Mine, SetRow? Published)> ListOneAsync(Guid id, CancellationToken ct)
        {
            var me = Me;
            var row = await db.Database.SqlQuery<SetRow>($"""
                select s.id as "Id", s.person_id as "PersonId", s.party_id as "PartyId", s.favourites as "Favourites", s.title as "Title", s.text as "Text",
                       s.changed_at as "ChangedAt", (select count(*) from catalogue.set_item i where i.set_id = s.id)::int as "Items"
                  from catalogue.object_set s where s.id = {id} and (s.person_id = {me} or s.party_id is not null)
                """).SingleOrDefaultAsync(ct);
            return row?.PersonId == me && me is not null ? (row, null) : (null, row);
        }
    }
}
