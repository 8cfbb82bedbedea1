using Guanlian.Contracts.Resources;
using Guanlian.Hosting.Cooperation;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Resources;

/// <summary>Parties of an alliance that book what others have.</summary>
internal sealed class ResourceWorld(GuanlianHost host, CooperationWorld parties)
{
    public CooperationWorld Alliance => parties;

    public Party Owner => parties.Museum(0);

    public Party User => parties.Museum(1);

    public Party Other => parties.Museum(2);

    public DateOnly Today => parties.Today;

    public static async Task<ResourceWorld> CreateAsync(GuanlianHost host) => new(host, await CooperationWorld.CreateAsync(host));

    public static ResourceForm Form(Action<ResourceForm>? change = null)
    {
        var form = new ResourceForm { Name = "示例资源", Kind = ResourceKind.Exhibition, Unit = ResourceUnit.Sets };
        change?.Invoke(form);
        return form;
    }

    public async Task<Guid> OpenAsync(Action<ResourceForm>? change = null) => Held(await WriteAsync(Owner, null, Form(change), open: true));

    public Task<Outcome<Guid>> WriteAsync(Party by, Guid? id, ResourceForm form, bool open = false) =>
        parties.AsAsync(parties.For(by.Id), (WriteResource.Handler h) => h.HandleAsync(new(id, form, open), default));

    /// <summary>Days counted from today.</summary>
    public Wish Days(int first, int last, string amount = "1") => new(Today.AddDays(first), Today.AddDays(last), null, null, amount);

    public Task<Outcome<Guid>> AskAsync(Guid resource, Party by, Wish wish, bool wait = false, Guid? cooperation = null, Guid? once = null, Actor? actor = null) =>
        parties.AsAsync(actor ?? parties.For(by.Id), (AskForBooking.Handler h) => h.HandleAsync(new(resource, by.Id, wish, "示例用途", cooperation, wait, once ?? Guid.Empty), default));

    public async Task<Guid> AskedAsync(Guid resource, Party by, Wish wish, bool wait = false) => Held(await AskAsync(resource, by, wish, wait));

    public async Task<Guid> ConfirmedAsync(Guid resource, Party by, Wish wish)
    {
        var id = await AskedAsync(resource, by, wish);
        Held(await MoveAsync(id, Owner, BookingMove.Confirm));
        return id;
    }

    public async Task<Outcome<Done>> MoveAsync(Guid id, Party by, BookingMove move, string? reason = null, string? text = null, int? version = null, Actor? actor = null)
    {
        var now = version ?? (await BookingAsync(id)).Version;
        return await parties.AsAsync(actor ?? parties.For(by.Id), (MoveBooking.Handler h) => h.HandleAsync(new(id, move, now, reason, text), default));
    }

    public async Task<Outcome<BookingStanding>> ChangeAsync(Guid id, Party by, Wish wish, string? reason = "示例：改期", DateOnly? answerBy = null)
    {
        var version = (await BookingAsync(id)).Version;
        return await parties.AsAsync(parties.For(by.Id), (ChangeBooking.Handler h) => h.HandleAsync(new(id, wish, reason, answerBy, version), default));
    }

    public Task<BookingRecord> BookingAsync(Guid id) => DbAsync(db => db.Bookings.AsNoTracking().SingleAsync(b => b.Id == id));

    public Task<ResourceRecord> ResourceAsync(Guid id) => DbAsync(db => db.Resources.AsNoTracking().SingleAsync(r => r.Id == id));

    public async Task<(BookingStanding State, bool OnList, Side? Waits)> StandingAsync(Guid id) =>
        await BookingAsync(id) is var b ? (b.State, b.WaitingSince is not null, b.WaitsFor) : default;

    public Task<T> DbAsync<T>(Func<ResourcesDb, Task<T>> use) => host.WithAsync(use);
}
