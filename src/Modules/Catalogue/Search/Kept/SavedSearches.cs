using Guanlian.Catalogue.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search.Kept;

/// <summary>Searches that a person keeps: an address under a name. What they find is looked up each time, as that person sees it.</summary>
internal static class SavedSearches
{
    private const int Most = 100;

    internal sealed record Saved(Guid Id, string Name, string Query, DateTimeOffset CreatedAt)
    {
        public SearchAsk Asked => SearchAsk.Read(Query);
    }

    internal sealed class Handler(CatalogueDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Saved>> ListAsync(CancellationToken ct) => current.Value.PersonId is not { } person ? [] : await db.Database.SqlQuery<Saved>($"""
            select id as "Id", name as "Name", query as "Query", created_at as "CreatedAt" from catalogue.saved_search where person_id = {person} order by created_at desc limit {Most}
            """).ToListAsync(ct);

        public async Task<Outcome<Done>> SaveAsync(string? name, string? query, CancellationToken ct)
        {
            if (current.Value.PersonId is not { } person)
            {
                return new Refusal.Denied("catalogue.kept.sign-in");
            }

            var asked = SearchAsk.Read(query) with { Page = 1 };
            var said = name?.Trim() is { Length: > 0 } typed ? typed : asked.Words;
            if (said.Length is 0 or > 80)
            {
                return new Refusal.Invalid("catalogue.kept.name", "Name");
            }

            var address = asked.Address("");
            if (address.Length > 4000)
            {
                return new Refusal.Invalid("catalogue.kept.name", "Name");
            }

            var (id, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow());
            await db.Database.ExecuteSqlAsync($"""
                insert into catalogue.saved_search (id, person_id, name, query, created_at) select {id}, {person}, {said}, {address}, {now}
                 where (select count(*) from catalogue.saved_search where person_id = {person}) < {Most}
                """, ct);
            return Done.It;
        }

        public Task RemoveAsync(Guid id, CancellationToken ct) =>
            db.Database.ExecuteSqlAsync($"delete from catalogue.saved_search where id = {id} and person_id = {current.Value.PersonId}", ct);
    }
}
