using Guanlian.Contracts.Resources;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Agreements;

/// <summary>Resources that parties of an alliance open for each other, and what is booked of them.</summary>
internal sealed class BookedWorld(GuanlianHost host, CooperationWorld parties)
{
    /// <summary>Counted by the piece, had by whole days.</summary>
    public async Task<Guid> OpenedAsync(Guid owner, string name, ResourceKind kind = ResourceKind.Instrument, int capacity = 1, bool selfService = false, bool open = true) =>
        Held(await parties.AsAsync(parties.For(owner), (WriteResource.Handler h) => h.HandleAsync(
            new(null, new() { Kind = kind, Name = name, Unit = ResourceUnit.Places, Capacity = $"{capacity}", SelfService = selfService }, open), default)));

    public Task<Outcome<Guid>> AskAsync(Guid resource, Guid party, DateOnly first, DateOnly last, Guid? cooperation = null) =>
        parties.AsAsync(parties.For(party), (AskForBooking.Handler h) => h.HandleAsync(
            new(resource, party, new(first, last, null, null, "1"), "示例用途", cooperation, Wait: false, Guid.CreateVersion7()), default));

    public async Task<Outcome<Done>> MoveAsync(Guid booking, Guid party, BookingMove move, string? reason = null)
    {
        var version = (await BookingAsync(booking)).Version;
        return await parties.AsAsync(parties.For(party), (MoveBooking.Handler h) => h.HandleAsync(new(booking, move, version, reason, reason is null ? null : "示例"), default));
    }

    public async Task CloseAsync(Guid resource, Guid owner)
    {
        var version = await host.WithAsync((ResourcesDb db) => db.Resources.Where(r => r.Id == resource).Select(r => r.Version).SingleAsync());
        Held(await parties.AsAsync(parties.For(owner), (ChangeResourceState.Handler h) => h.HandleAsync(new(resource, false, version), default)));
    }

    public Task<BookingRecord> BookingAsync(Guid id) => host.WithAsync((ResourcesDb db) => db.Bookings.AsNoTracking().SingleAsync(b => b.Id == id));

    public Task<List<BookingRecord>> OfAgreementAsync(Guid agreement) =>
        host.WithAsync((ResourcesDb db) => db.Bookings.AsNoTracking().Where(b => b.AgreementId == agreement).OrderBy(b => b.Number).ToListAsync());

    public Task<IReadOnlyList<BookingCard>> OfCooperationAsync(Guid cooperation) =>
        parties.AsAsync(Platform.Access.Actor.Program, (IBookableResources resources) => resources.OfCooperationAsync(cooperation, default));
}
