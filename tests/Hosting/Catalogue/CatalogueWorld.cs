using System.Collections.Concurrent;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Hosting.Catalogue;

/// <summary>Museums, their staff and their records, for tests of the catalogue.</summary>
internal sealed class CatalogueWorld(GuanlianHost host)
{
    private static int last = 700_000;

    private readonly ConcurrentDictionary<Guid, string> codes = new();

    public static Profile Census => ProfileBook.Shipped["census"];

    /// <summary>A museum of its own.</summary>
    public async Task<Guid> MuseumAsync()
    {
        var number = Interlocked.Increment(ref last);
        var party = new Party
        {
            Id = Guid.CreateVersion7(),
            Code = $"C{number}",
            Kind = PartyKind.Museum,
            Name = $"试馆{number}",
            RegisteredAt = host.Clock.Now,
        };
        await host.WithAsync<MembersDb, int>(async db =>
        {
            db.Add(party);
            return await db.SaveChangesAsync();
        });
        codes[party.Id] = party.Code;
        return party.Id;
    }

    /// <summary>Somebody who acts for a party in a role.</summary>
    public Actor Actor(Guid party, string role, params Guid[] standsOver) => new(
        null, "试", new(Guid.Empty, party, codes.GetValueOrDefault(party, ""), "试馆", role, host.Services.GetRequiredService<PermissionTable>().Of(role), standsOver.ToHashSet()));

    public static ObjectDraft Draft(Guid institution, string number, string title, params (string Key, FieldValue Value)[] more)
    {
        var record = ObjectRecord.Empty(Census).With("number", new TextValue(number)).With("title", WordsValue.Zh(title));
        return new(institution, Guid.CreateVersion7(), more.Aggregate(record, (r, m) => r.With(m.Key, m.Value)))
        {
            State = ObjectState.Published,
        };
    }

    /// <summary>Stores records as the product does, in a transaction of their own.</summary>
    public Task<IReadOnlyList<WrittenObject>> WriteAsync(params ObjectDraft[] drafts) =>
        UseAsync<WriteObjects, IReadOnlyList<WrittenObject>>(Guanlian.Platform.Access.Actor.Program, async (write, services) =>
        {
            var db = services.GetRequiredService<CatalogueDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var written = await write.WriteAsync(drafts, default);
            await transaction.CommitAsync();
            return written;
        });

    /// <summary>Writes a stored record once more, as it is.</summary>
    public async Task RewriteAsync(Guid museum, int serial)
    {
        var row = await host.WithAsync((CatalogueDb db) => db.Objects.AsNoTracking().SingleAsync(o => o.InstitutionId == museum && o.Serial == serial));
        await WriteAsync(ObjectDraft.Of(row, ObjectRecord.Read(ProfileBook.Shipped[row.Profile], row.Record)));
    }

    /// <summary>The published records that a reader finds.</summary>
    public Task<List<CatalogueObject>> SeenByAsync(Reader reader) =>
        UseAsync<Audiences, List<CatalogueObject>>(Guanlian.Platform.Access.Actor.Program, async (audiences, services) =>
        {
            var open = await audiences.OpenToAsync(reader, default);
            return await services.GetRequiredService<CatalogueDb>().Objects.AsNoTracking().Where(o => open.Contains(o.ShownTo)).ToListAsync();
        });

    /// <summary>Uses a handler as somebody.</summary>
    public async Task<T> UseAsync<THandler, T>(Actor actor, Func<THandler, IServiceProvider, Task<T>> use) where THandler : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await use(scope.ServiceProvider.GetRequiredService<THandler>(), scope.ServiceProvider);
    }
}
