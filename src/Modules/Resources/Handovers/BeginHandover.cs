using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>What the form of a new handover begins with: what a booking or a cooperation already says is not asked again.</summary>
internal static class BeginHandover
{
    /// <param name="BookingHref">The page of the booking that it carries out.</param>
    internal sealed record Begun(HandoverForm Form, string? BookingHref, IReadOnlyList<CooperationCard> Cooperations, IReadOnlyList<PartyCard> Parties);

    internal sealed class Handler(ResourcesDb db, IPartyDirectory directory, ICooperationDesk cooperations, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Begun>> HandleAsync(Guid? booking, Guid? cooperation, CancellationToken ct)
        {
            var mine = current.Value.PartyId ?? Guid.Empty;
            var allies = await directory.AlliesOfAsync(mine, ct);
            var form = new HandoverForm { From = allies.FirstOrDefault(a => a.Id == mine)?.Name, PlannedOn = Dates.InChina(clock.GetUtcNow()) };
            if (booking is { } of && !await FromBookingAsync(form, of, allies, ct))
            {
                return HandoverAccess.Missing;
            }

            IReadOnlyList<CooperationCard> own = mine == Guid.Empty ? [] : await cooperations.OfAsync(mine, ct);
            if (cooperation is { } within)
            {
                if (await cooperations.FindAsync(within, ct) is not { } card)
                {
                    return HandoverAccess.Missing;
                }

                own = own.Any(c => c.Id == card.Id) ? own : [.. own, card];
                form.CooperationId = card.Id;
                form.Kind ??= card.Kind switch { "loan" => "loan", "touring-exhibition" => "tour-stop", _ => null };
                form.To ??= allies.FirstOrDefault(a => a.Id != mine && card.Parties.Contains(a.Id))?.Name;
            }

            return new Begun(form, booking is null ? null : $"bookings/{booking}", own, allies);
        }

        private async Task<bool> FromBookingAsync(HandoverForm form, Guid id, IReadOnlyList<PartyCard> allies, CancellationToken ct)
        {
            var found = await db.Bookings.AsNoTracking().Where(b => b.Id == id).Join(db.Resources.AsNoTracking(), b => b.ResourceId, r => r.Id, (b, r) => new { Booking = b, Resource = r }).SingleOrDefaultAsync(ct);
            if (found is null || !ResourceAccess.MaySee(current.Value, found.Booking, found.Resource.OwnerId))
            {
                return false;
            }

            var (booking, resource) = (found.Booking, found.Resource);
            form.From = allies.FirstOrDefault(a => a.Id == resource.OwnerId)?.Name;
            form.To = allies.FirstOrDefault(a => a.Id == booking.ForPartyId)?.Name;
            form.Kind = resource.Kind switch { ResourceKind.Exhibition => "tour-stop", ResourceKind.Object => "loan", _ => "other" };
            (form.PlannedOn, form.DueBackOn) = (booking.FirstDay, booking.LastDay);
            (form.Purpose, form.Place) = (booking.Purpose, "");
            form.AgreementNumber = booking.AgreementNumber;
            form.CooperationId = booking.CooperationId;
            form.Items = $"| {resource.Name} | {Math.Max(1, (int)booking.Amount)}";
            return true;
        }
    }
}
