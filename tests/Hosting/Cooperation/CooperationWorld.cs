using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Hosting.Cooperation;

/// <summary>An alliance with every kind of party, and people who act for them.</summary>
internal sealed class CooperationWorld
{
    private static int serial;
    private readonly GuanlianHost host;
    private readonly string mark = $"H{Interlocked.Increment(ref serial)}";
    private readonly Dictionary<Guid, Actor> actors = [];

    private CooperationWorld(GuanlianHost host) => this.host = host;

    public Guid Cluster { get; private set; }

    public List<Party> Parties { get; } = [];

    public DateOnly Today => new(2026, 11, 20);

    public static async Task<CooperationWorld> CreateAsync(GuanlianHost host)
    {
        var world = new CooperationWorld(host);
        world.Cluster = await host.NewClusterAsync($"示例联盟{world.mark}");
        foreach (var kind in Enum.GetValues<PartyKind>().Where(k => k is not (PartyKind.Operator or PartyKind.Cluster)))
        {
            for (var n = 1; n <= 3; n++)
            {
                world.Add(kind, n, n == 1 ? PartyLevel.Province : PartyLevel.County, n == 1 ? Grade.First : Grade.None);
            }
        }

        await host.WithAsync<MembersDb, int>(db =>
        {
            db.Parties.AddRange(world.Parties);
            return db.SaveChangesAsync();
        });
        foreach (var party in world.Parties)
        {
            await host.JoinAsync(world.Cluster, party.Id);
        }

        return world;
    }

    /// <summary>The director of a party; the same person each time.</summary>
    public Actor For(Guid party) => actors.TryGetValue(party, out var actor) ? actor : actors[party] = As(Roles.Director, party);

    public Actor As(string role, Guid party, params Guid[] over) => new(Guid.CreateVersion7(), $"示例{role}", new(
        Guid.CreateVersion7(), party, Parties.Find(p => p.Id == party)?.Code ?? "", "示例单位", role, host.Services.GetRequiredService<PermissionTable>().Of(role), over.ToHashSet()));

    public Actor Secretariat() => As(Roles.Secretariat, Cluster, [.. Parties.Select(p => p.Id)]);

    public Party Museum(int n) => Parties.Where(p => p.Kind == PartyKind.Museum).ElementAt(n);

    /// <summary>A draft in which every role is taken by parties that fit it, each party once.</summary>
    public CooperationDraft Draft(Template template, int most = 2, string? title = null)
    {
        var free = new List<Party>(Parties);
        var draft = new CooperationDraft { Title = title ?? $"示例{template.Name.Zh}", StartOn = Today, AnchorOn = template.Anchor is null ? null : Today.AddDays(300) };
        foreach (var role in template.Roles.OrderByDescending(r => r.Leads).ThenBy(r => r.Kinds.Count == 0))
        {
            var fitting = free.Where(p => (role.Kinds.Count == 0 || role.Kinds.Contains(p.Kind))
                && (!role.Leads || template.Lead.Allows(Card(p)))).Take(Math.Max(role.Least, Math.Min(most, role.Most))).ToList();
            fitting.ForEach(p => free.Remove(p));
            draft.Parties[role.Code] = string.Join('\n', fitting.Select(p => p.Code));
        }

        return draft;
    }

    /// <summary>A cooperation that every party has agreed to and that runs.</summary>
    public async Task<Guid> RunningAsync(string template, int most = 2)
    {
        var shipped = TemplateBook.Shipped[template];
        var id = await BegunAsync(template, Draft(shipped, most));
        await AgreeAllAsync(id);
        await AnswerAsync(id);
        Held(await MoveAsync(id, Move.Start));
        return id;
    }

    public async Task<Guid> BegunAsync(string template, CooperationDraft draft)
    {
        var lead = Parties.First(p => p.Code == draft.Parties[TemplateBook.Shipped[template].LeadingRole.Code]);
        return Held(await AsAsync(For(lead.Id), (StartFromTemplate.Handler h) => h.HandleAsync(new(template, draft), default)));
    }

    public async Task AgreeAllAsync(Guid id)
    {
        foreach (var party in (await ParticipantsAsync(id)).Where(p => p.AgreedAt is null).Select(p => p.PartyId).Distinct())
        {
            var version = (await RecordAsync(id)).Version;
            Held(await AsAsync(For(party), (AgreeToTakePart.Handler h) => h.HandleAsync(new(id, party, "示例收益", new Dictionary<Guid, string?>(), true, version), default)));
        }
    }

    public async Task AnswerAsync(Guid id)
    {
        var record = await RecordAsync(id);
        Held(await AsAsync(For(record.LeadPartyId), (AnswerSafeguards.Handler h) => h.HandleAsync(
            new(id, Enum.GetValues<Safeguard>().ToDictionary(s => s, _ => (string?)"已落实"), "已按规定", record.Version), default)));
    }

    public async Task<Outcome<Done>> MoveAsync(Guid id, Move move, string? reason = null, string? text = null, Actor? actor = null, int? version = null)
    {
        var record = await RecordAsync(id);
        return await AsAsync(actor ?? For(record.LeadPartyId), (MoveCooperation.Handler h) =>
            h.HandleAsync(new(id, move, version ?? record.Version, reason, text), default));
    }

    public async Task<Outcome<Done>> BeginAsync(Guid task)
    {
        var t = await TaskAsync(task);
        return await AsAsync(For(t.DoesPartyId), (BeginTask.Handler h) => h.HandleAsync(new(task, t.Version), default));
    }

    public async Task<Outcome<Done>> HandInAsync(Guid task, DoneBy by = DoneBy.Together, Actor? actor = null, decimal number = 12)
    {
        var t = await TaskAsync(task);
        var given = (await DbAsync(db => db.Deliverables.AsNoTracking().Where(d => d.TaskId == task).ToListAsync())).Select(d => new GivenEvidence(
            d.Id, d.Evidence.Select(e => CodeWords.Read<EvidenceKind>(e)!.Value).ToDictionary(k => k, k => (string?)(k switch
            {
                EvidenceKind.Number => $"{number}",
                EvidenceKind.Date => "2026-11-20",
                EvidenceKind.Link => "https://example.org/示例",
                _ => "示例：原件存办公室",
            })), new Dictionary<EvidenceKind, SentFile>())).ToList();
        return await AsAsync(actor ?? For(t.DoesPartyId), (HandInTask.Handler h) => h.HandleAsync(new(task, by, given, t.Version), default));
    }

    public async Task<Outcome<Done>> ReviewAsync(Guid task, bool accept = true, Actor? actor = null)
    {
        var t = await TaskAsync(task);
        return await AsAsync(actor ?? For(t.ChecksPartyId), (ReviewTask.Handler h) =>
            h.HandleAsync(new(task, accept, accept ? null : "incomplete", accept ? null : "缺签字页", t.Version), default));
    }

    public async Task<Outcome<Done>> ConfirmAsync(Guid task, bool arrived = true, Actor? actor = null)
    {
        var t = await TaskAsync(task);
        return await AsAsync(actor ?? For(t.ConfirmsPartyId ?? t.ChecksPartyId), (ConfirmTask.Handler h) =>
            h.HandleAsync(new(task, arrived, arrived ? null : "没有收到", t.Version), default));
    }

    public async Task<Outcome<Done>> CallAsync(Guid task, bool call = true)
    {
        var t = await TaskAsync(task);
        return await AsAsync(For(t.DoesPartyId), (CallForTask.Handler h) => h.HandleAsync(new(task, call, "示例：需要", t.Version), default));
    }

    public Task<CooperationRecord> RecordAsync(Guid id) => DbAsync(db => db.Cooperations.AsNoTracking().SingleAsync(c => c.Id == id));

    public Task<CooperationTask> TaskAsync(Guid id) => DbAsync(db => db.Tasks.AsNoTracking().SingleAsync(t => t.Id == id));

    public Task<List<CooperationTask>> TasksAsync(Guid id) =>
        DbAsync(db => db.Tasks.AsNoTracking().Where(t => t.CooperationId == id).OrderBy(t => t.Sort).ToListAsync());

    public Task<List<Participant>> ParticipantsAsync(Guid id) => DbAsync(db => db.Participants.AsNoTracking().Where(p => p.CooperationId == id).ToListAsync());

    public Task<T> DbAsync<T>(Func<CooperationDb, Task<T>> use) => host.WithAsync(use);

    public async Task<T> AsAsync<THandler, T>(Actor actor, Func<THandler, Task<T>> use)
        where THandler : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    public static T Held<T>(Outcome<T> outcome)
    {
        Assert.True(outcome.Refusal is null, $"{outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Holes ?? [])} {(outcome.Refusal as Refusal.Invalid)?.Field} {string.Join(' ', (outcome.Refusal as Refusal.Invalid)?.Also.Select(a => a.Code) ?? [])}");
        return outcome.Value;
    }

    private static PartyCard Card(Party p) => new(p.Id, p.Code, p.Kind, p.Name, null, p.Level, p.Grade, p.Ownership, null, "", null, null, null);

    private void Add(PartyKind kind, int n, PartyLevel level, Grade grade) => Parties.Add(new()
    {
        Id = Guid.CreateVersion7(),
        Code = $"{mark}-{kind}-{n}",
        Kind = kind,
        Name = $"示例{mark}{kind}{n}",
        Level = level,
        Grade = grade,
        RegisteredAt = host.Clock.Now,
    });
}
