using System.Security.Claims;
using System.Text;
using Guanlian.Hosting;
using Guanlian.Hosting.Shelf;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Integration.Platform.Bulk;

/// <summary>The program with a shelf, built but not started: tests run its jobs by hand, on one copy or another.</summary>
public sealed class BulkProgram : IAsyncLifetime
{
    private readonly List<WebApplication> copies = [];
    private TestDatabase? database;

    public ManualClock Clock { get; } = new();

    internal ShelfProbe Probe { get; } = new();

    public Actor Keeper { get; } = Person("李馆员", Guid.CreateVersion7());

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        await SqlAsync(ShelfDb.Sql);
        NewCopy();
    }

    public async Task DisposeAsync()
    {
        foreach (var copy in copies)
        {
            await copy.DisposeAsync();
        }

        await database!.DisposeAsync();
    }

    public static Actor Person(string name, Guid party, params string[] permissions)
    {
        var mandate = new MandateInUse(Guid.CreateVersion7(), party, "m-1", "某馆", Roles.Staff,
            permissions.DefaultIfEmpty(ShelfImport.MayImport).ToHashSet(), new HashSet<Guid>());
        return new Actor(Guid.CreateVersion7(), name, mandate);
    }

    public IServiceProvider NewCopy()
    {
        var app = WebHost.Build(new()
        {
            ConnectionString = database!.ConnectionString,
            Services = services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.Replace(ServiceDescriptor.Scoped<IActorSource>(_ => new KnownPeople(Keeper)));
                services.AddSingleton(Probe);
                services.AddModuleDb<ShelfDb>();
                services.AddBulkKind<ShelfImport>();
                services.AddBulkKind<ShelfEdit>();
                services.AddBulkKind<SetShelf>();
            },
        });
        copies.Add(app);
        return app.Services;
    }

    /// <summary>Runs something as a person (the keeper unless said otherwise) in a scope of its own.</summary>
    public async Task<T> AsAsync<TService, T>(Func<TService, Task<T>> use, Actor? actor = null) where TService : notnull
    {
        await using var scope = copies[0].Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor ?? Keeper;
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>The kind that files are sent to.</summary>
    public string KindName { get; set; } = ShelfImport.Name;

    public string ConnectionString => database!.ConnectionString;

    public Task<Outcome<Guid>> SendAsync(string csv, Actor? actor = null, Guid? id = null) => AsAsync<StartAct.Handler, Outcome<Guid>>(
        start => start.HandleAsync(
            new(id ?? Guid.CreateVersion7(), KindName, new MemoryStream(Encoding.UTF8.GetBytes(csv)), "清单.csv",
                new Dictionary<string, string>()), default), actor);

    /// <summary>Runs all due jobs.</summary>
    public async Task WorkAsync()
    {
        while (await copies[0].Services.GetRequiredService<JobLoop>().RunNextAsync(default))
        {
        }
    }

    /// <summary>Sends a file and compares it.</summary>
    public async Task<BulkAct> CompareAsync(string csv)
    {
        var id = (await SendAsync(csv)).Value;
        await WorkAsync();
        return await ActAsync(id);
    }

    /// <summary>Sends, compares and applies.</summary>
    public async Task<BulkAct> ImportAsync(string csv)
    {
        var act = await CompareAsync(csv);
        Assert.False((await ApplyAsync(act)).Refused);
        await WorkAsync();
        return await ActAsync(act.Id);
    }

    public Task<Outcome<Done>> ApplyAsync(BulkAct act, string? reason = "年度更新", Actor? actor = null) =>
        AsAsync<ApplyAct.Handler, Outcome<Done>>(h => h.HandleAsync(new(act.Id, act.Version, reason), default), actor);

    public Task<Outcome<Done>> UndoAsync(BulkAct act, string? reason = "导错了", Actor? actor = null) =>
        AsAsync<UndoAct.Handler, Outcome<Done>>(h => h.HandleAsync(new(act.Id, act.Version, reason), default), actor);

    public Task<BulkAct> ActAsync(Guid id) =>
        AsAsync<PlatformDb, BulkAct>(db => db.Set<BulkAct>().AsNoTracking().SingleAsync(a => a.Id == id));

    public Task<List<BulkRow>> RowsAsync(Guid id) =>
        AsAsync<PlatformDb, List<BulkRow>>(
            db => db.Set<BulkRow>().AsNoTracking().Where(r => r.ActId == id).OrderBy(r => r.Number).ToListAsync());

    public Task<List<string>> ShelfAsync() => AsAsync<ShelfDb, List<string>>(db =>
        db.Things.OrderBy(t => t.Code).Select(t => t.Code + " " + t.Name + " " + (t.Count ?? "-") + " " + (t.Note ?? "-")).ToListAsync());

    public Task<List<HistoryEvent>> HistoryAsync() =>
        AsAsync<PlatformDb, List<HistoryEvent>>(db => db.Set<HistoryEvent>().AsNoTracking().OrderBy(e => e.Id).ToListAsync());

    public async Task SqlAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(database!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class KnownPeople(params Actor[] people) : IActorSource
    {
        public Task<Actor> ForAsync(ClaimsPrincipal principal, CancellationToken ct) => Task.FromResult(Actor.Visitor);

        public Task<Actor> ForAsync(Guid personId, Guid? mandateId, CancellationToken ct) =>
            Task.FromResult(people.SingleOrDefault(p => p.PersonId == personId) ?? Actor.Visitor);
    }
}
