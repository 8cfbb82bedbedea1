using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Hosting.Exchange;

/// <summary>A small province of its own: an association with a charter, two leaders, five county museums, and people who act for them.</summary>
internal sealed class RoundWorld
{
    private static int serial;
    private readonly GuanlianHost host;

    private RoundWorld(GuanlianHost host) => this.host = host;

    public Guid Cluster { get; } = Guid.CreateVersion7();

    public string ClusterCode { get; } = $"W{Interlocked.Increment(ref serial)}";

    public List<Party> Leaders { get; } = [];

    public List<Party> Museums { get; } = [];

    public Actor Secretariat => Office(Roles.Secretariat);

    public Actor Council => Office(Roles.Council);

    public static PairingRules Rules { get; } = new()
    {
        Leaders = new([PartyLevel.Province], [Grade.First], []),
        Receivers = new([PartyLevel.County], [Grade.None, Grade.Third]),
        Capacity = new(1, 2),
        Distance = new(DistanceUnit.Kilometres, 400, 400),
        LeastFit = 1,
        Weights = new(55, 30, 15, 5, 5),
        Objective =
        [
            ObjectiveLevel.UrgentPaired, ObjectiveLevel.WaitingPaired, ObjectiveLevel.OthersPaired, ObjectiveLevel.LeadersUsed,
            ObjectiveLevel.TotalScore, ObjectiveLevel.Workload,
        ],
        Tiers = new(4, 2),
        WorkloadBonus = [2, 1],
        SecondmentMonths = new(3, 6),
        ConfirmationDays = 90,
        ObjectionDays = 10,
        TermYears = 3,
    };

    public static async Task<RoundWorld> CreateAsync(GuanlianHost host, int museums = 5)
    {
        var world = new RoundWorld(host);
        await world.FoundAsync(museums);
        foreach (var leader in world.Leaders)
        {
            await world.ListAsync(leader.Id, Side.Offer, Domain.Exhibition, 5);
            await world.ListAsync(leader.Id, Side.Offer, Domain.Conservation, leader == world.Leaders[0] ? 4 : 2);
        }

        foreach (var museum in world.Museums)
        {
            await world.ListAsync(museum.Id, Side.Need, Domain.Exhibition, 3);
        }

        return world;
    }

    public Actor For(Party party, string role = Roles.Director) => As(role, party.Id, party.Code, party.Name, []);

    public Task ListAsync(Guid party, Side side, Domain domain, int strength, int urgency = 0, int? quantity = null, string? unit = null) =>
        host.WithAsync<ExchangeDb, int>(db =>
        {
            db.Listings.Add(new()
            {
                Id = Guid.CreateVersion7(),
                PartyId = party,
                Side = side,
                Domain = domain,
                Resource = ResourceKind.People,
                Title = $"{domain}{side}",
                Strength = strength,
                Urgency = urgency,
                UrgencyReason = urgency > 2 ? "彩塑起甲" : null,
                Quantity = quantity,
                Unit = unit,
                State = ListingState.Published,
                CreatedAt = host.Clock.Now,
                ConfirmedAt = host.Clock.Now,
            });
            return db.SaveChangesAsync();
        });

    public async Task<string> OpenAsync() => (await AsAsync(Secretariat, (OpenRound.Handler h) =>
        h.HandleAsync(new(Cluster, "2026 年度结对", ["红色文化", "古建筑"], Dates.InChina(host.Clock.Now).AddDays(11)), default))).Value;

    public Task<Outcome<Done>> EnterAsync(Party party, string round, int? places = null, string? reason = null, string? theme = null,
        Guid[]? wishes = null, int version = 0, bool takesPart = true, Actor? actor = null) => AsAsync(actor ?? For(party), (EnterRound.Handler h) =>
        h.HandleAsync(new(round, party.Id, takesPart, places, reason, null, theme, wishes ?? [], version), default));

    public Task<Outcome<FreezeRound.Frozen>> FreezeAsync(string round, int version = 1, Actor? actor = null) =>
        AsAsync(actor ?? Secretariat, (FreezeRound.Handler h) => h.HandleAsync(new(round, version), default));

    public async Task<Guid> ComputeAsync(string code, int? version = null)
    {
        var seen = version ?? await VersionAsync(code);
        return (await AsAsync(Secretariat, (ComputeRound.Handler h) => h.HandleAsync(new(code, seen), default))).Value;
    }

    /// <summary>Opens, freezes and computes a round.</summary>
    public async Task<string> ComputedAsync()
    {
        var code = await OpenAsync();
        await FreezeAsync(code);
        await EndedAsync(await ComputeAsync(code));
        return code;
    }

    public async Task<Outcome<DateOnly>> ShowAsync(string code, Mode mode = Mode.Optimal, string? reason = null)
    {
        var version = await VersionAsync(code);
        return await AsAsync(Secretariat, (ShowResult.Handler h) => h.HandleAsync(new(code, mode, reason, version), default));
    }

    public async Task<Outcome<Done>> AdjustAsync(string code, AdjustmentKind kind, Party leader, Party? museum = null, int? places = null, int? version = null, Guid? objection = null)
    {
        var seen = version ?? await VersionAsync(code);
        return await AsAsync(Secretariat, (AdjustRound.Handler h) => h.HandleAsync(
            new(code, [new(kind, leader.Code, museum?.Code, places)], [], "理事会议定", Dates.InChina(host.Clock.Now).AddYears(1), objection, seen), default));
    }

    public Task<Outcome<Guid>> ObjectAsync(Party party, string code, string text = "我馆需求填报有误", string reason = "needs-wrong") =>
        AsAsync(For(party), (ObjectToResult.Handler h) => h.HandleAsync(new(code, reason, text), default));

    public Task<Outcome<Done>> AnswerAsync(string code, Guid objection, ObjectionOutcome outcome = ObjectionOutcome.Upheld, int version = 1) =>
        AsAsync(Secretariat, (AnswerObjection.Handler h) => h.HandleAsync(new(code, objection, outcome, "已核实", version), default));

    public async Task<Outcome<Done>> AdoptAsync(string code, Actor? actor = null)
    {
        var version = await VersionAsync(code);
        return await AsAsync(actor ?? Council, (AdoptRound.Handler h) => h.HandleAsync(new(code, "理事会第三次会议通过", version), default));
    }

    public async Task<Outcome<Done>> PutInForceAsync(string code)
    {
        var version = await VersionAsync(code);
        return await AsAsync(Secretariat, (AdoptRound.Handler h) => h.PutInForceAsync(new(code, version), default));
    }

    public async Task EndedAsync(Guid job)
    {
        for (var n = 0; n < 300; n++)
        {
            var state = await WithDbAsync(db => db.Set<Job>().Where(j => j.Id == job).Select(j => new { j.State, j.Error }).SingleAsync());
            if (state.State == JobState.Done) return;
            Assert.True(state.State is JobState.Waiting or JobState.Running, $"{state.State}: {state.Error}");
            await Task.Delay(100);
        }

        Assert.Fail("the job did not end within 30 seconds");
    }

    public Task<Computation> ComputationAsync(string code) =>
        WithDbAsync(db => db.Computations.AsNoTracking().SingleAsync(c => db.Rounds.Any(r => r.ComputationId == c.Id && r.Code == code)));

    public async Task<RoundState> StateAsync(string code) => (await RoundAsync(code)).State;

    public Task<Round> RoundAsync(string code) => WithDbAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Code == code));

    private async Task<int> VersionAsync(string code) => (await RoundAsync(code)).Version;

    public async Task<T> AsAsync<THandler, T>(Actor actor, Func<THandler, Task<T>> use)
        where THandler : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    public Task<T> WithDbAsync<T>(Func<ExchangeDb, Task<T>> use) => host.WithAsync(use);

    private Actor Office(string role) =>
        As(role, Cluster, ClusterCode, "示例省联盟", [.. Leaders.Select(l => l.Id), .. Museums.Select(m => m.Id)]);

    private Actor As(string role, Guid party, string code, string name, HashSet<Guid> over) => new(
        Guid.CreateVersion7(), $"示例{role}",
        new(Guid.CreateVersion7(), party, code, name, role, host.Services.GetRequiredService<PermissionTable>().Of(role), over));

    private async Task FoundAsync(int museums)
    {
        var cluster = new Party { Id = Cluster, Code = ClusterCode, Kind = PartyKind.Cluster, Name = $"示例省联盟{ClusterCode}", RegisteredAt = host.Clock.Now };
        Leaders.Add(Museum("L1", "示例省馆", PartyLevel.Province, Grade.First, 112.55, 37.87));
        Leaders.Add(Museum("L2", "示例市馆", PartyLevel.Prefecture, Grade.First, 113.30, 40.08));
        for (var n = 1; n <= museums; n++)
        {
            Museums.Add(Museum($"M{n}", $"示例县馆{n}", PartyLevel.County, Grade.None, 112.0 + (n * 0.2), 37.0 + (n * 0.4)));
        }

        await host.WithAsync<MembersDb, int>(db =>
        {
            db.Parties.AddRange([cluster, .. Leaders, .. Museums]);
            return db.SaveChangesAsync();
        });
        var rules = CanonicalJson.Write(Rules);
        await using var connection = new NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            insert into members.cluster (party_id, kind, mode, founded_on) values ($1, 'Regional', 'StrategicAlliance', '2025-01-01');
            """, connection) { Parameters = { new() { Value = Cluster } } };
        await command.ExecuteNonQueryAsync();
        await using var join = new NpgsqlCommand("""
            insert into members.membership (id, cluster_id, party_id, state, role, asked_at, from_on)
            select gen_random_uuid(), $1, id, 'Full', 'Member', '2025-01-01', '2025-01-01' from unnest($2::uuid[]) id
            """, connection)
        {
            Parameters = { new() { Value = Cluster }, new() { Value = Leaders.Concat(Museums).Select(p => p.Id).ToArray() } },
        };
        await join.ExecuteNonQueryAsync();
        await using var charter = new NpgsqlCommand("""
            insert into governance.charter_version (id, cluster_id, state, number, rules, rules_hash, begun_at, edited_at, edited_by, in_force_at, in_force_reason)
            values (gen_random_uuid(), $1, 'InForce', 1, $2, $3, '2025-01-01', '2025-01-01', '示例', '2025-01-01', '首版')
            """, connection)
        {
            Parameters = { new() { Value = Cluster }, new() { Value = rules }, new() { Value = CanonicalJson.Hash(rules) } },
        };
        await charter.ExecuteNonQueryAsync();
    }

    private Party Museum(string code, string name, PartyLevel level, Grade grade, double longitude, double latitude) => new()
    {
        Id = Guid.CreateVersion7(),
        Code = $"{ClusterCode}-{code}",
        Kind = PartyKind.Museum,
        Name = name,
        Level = level,
        Grade = grade,
        Longitude = longitude,
        Latitude = latitude,
        PointBasis = PointBasis.Given,
        DivisionCode = "140000",
        RegisteredAt = host.Clock.Now,
    };
}
