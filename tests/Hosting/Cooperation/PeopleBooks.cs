using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Sessions;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Cooperation;

/// <summary>What people write in the books of a course or a team.</summary>
internal sealed class PeopleBooks(CooperationWorld world)
{
    public Task<Outcome<AddPeople.Added>> AddAsync(Guid id, Guid by, Guid party, params string[] lines) =>
        world.AsAsync(world.For(by), (AddPeople.Handler h) => h.HandleAsync(new(id, party, string.Join('\n', lines)), default));

    public async Task<Outcome<int>> MoveAsync(Guid id, Guid by, PersonMove move, string? reason, params string[] names)
    {
        var people = await PeopleAsync(id);
        return await world.AsAsync(world.For(by), (MovePerson.Handler h) => h.HandleAsync(new(id, [.. names.Select(n => people.First(p => p.Name == n).Id)], move, reason), default));
    }

    public Task<List<PersonRecord>> PeopleAsync(Guid id) => world.DbAsync(db => db.Set<PersonRecord>().AsNoTracking().Where(p => p.CooperationId == id).OrderBy(p => p.Name).ToListAsync());

    public async Task<SessionRecord> SessionAsync(Guid id, Guid by, DateOnly day, bool screenOnly = false, string hours = "3", bool online = false)
    {
        var session = Held(await PlanAsync(id, by, day, screenOnly, hours, online));
        return await world.DbAsync(db => db.Set<SessionRecord>().AsNoTracking().SingleAsync(s => s.Id == session));
    }

    public Task<Outcome<Guid>> PlanAsync(Guid id, Guid by, DateOnly day, bool screenOnly = false, string hours = "3", bool online = false) => world.AsAsync(world.For(by), (WriteSession.Handler h) =>
        h.HandleAsync(new WriteSession.Command(id, screenOnly ? "示例课（屏幕签到）" : "示例课", day, new(9, 0), new(12, 0), "示例教室", "示例教员", hours, online, screenOnly), default));

    public Task<Outcome<ComeToSession.Scanned>> ScanAsync(Guid session, string code, Actor? actor = null) =>
        world.AsAsync(actor ?? Actor.Visitor, (ComeToSession.Handler h) => h.ScanAsync(session, code, default));

    public Task<Outcome<PersonRecord>> ComeAsync(Guid session, string? ticket, string? code, Actor? actor = null) =>
        world.AsAsync(actor ?? Actor.Visitor, (ComeToSession.Handler h) => h.HandleAsync(new(session, ticket, code), default));

    public Task<Outcome<int>> DeskAsync(Guid session, Guid by, bool strike, string? why, params Guid[] people) =>
        world.AsAsync(world.For(by), (NoteAtDesk.Handler h) => h.HandleAsync(new(session, people, strike, why), default));

    public async Task<Outcome<int>> CheckAsync(Guid id, Guid by, bool passed, string skill, params string[] names)
    {
        var people = await PeopleAsync(id);
        return await world.AsAsync(world.For(by), (CheckSkill.Handler h) => h.HandleAsync(new(id, [.. names.Select(n => people.First(p => p.Name == n).Id)], skill, passed, null), default));
    }

    public Task<Outcome<int>> IssueAsync(Guid id, Guid by, string kind = "course") => world.AsAsync(world.For(by), (IssueCertificates.Handler h) => h.HandleAsync(new(id, kind), default));

    public Task<List<CertificateRecord>> CertificatesAsync(Guid id) => world.DbAsync(db => db.Set<CertificateRecord>().AsNoTracking().Where(c => c.CooperationId == id).OrderBy(c => c.Number).ToListAsync());

    public Task<Outcome<Done>> NoteAsync(string code, Guid host, DateOnly day, string hours, string what = "示例讲解") =>
        world.AsAsync(Actor.Visitor, (NoteHours.Handler h) => h.HandleAsync(new(null, code, host, day, hours, what), default));

    public Task<Outcome<Done>> NoteForAsync(Guid person, Guid by, Guid host, DateOnly day, string hours, string what = "示例讲解") =>
        world.AsAsync(world.For(by), (NoteHours.Handler h) => h.HandleAsync(new(person, null, host, day, hours, what), default));

    public Task<Outcome<Done>> CancelAsync(Guid id, Guid session, Guid by) =>
        world.AsAsync(world.For(by), (WriteSession.Handler h) => h.HandleAsync(new WriteSession.Cancel(id, session, "示例：教员生病"), default));

    public Task<Outcome<int>> ConfirmAsync(Guid id, Guid by, bool confirm, string? why, params Guid[] hours) =>
        world.AsAsync(world.For(by), (ConfirmHours.Handler h) => h.HandleAsync(new(id, hours, confirm, why), default));

    public Task<List<ServiceHours>> HoursAsync(Guid id) => world.DbAsync(db => db.Set<ServiceHours>().AsNoTracking().Where(h => h.CooperationId == id).OrderBy(h => h.Id).ToListAsync());
}
