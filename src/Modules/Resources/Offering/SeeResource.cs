using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Offering;

/// <summary>A resource with one month of its calendar: how much is taken each day, and, for those whom it concerns, by whom.</summary>
internal static class SeeResource
{
    internal sealed record View(
        ResourceRecord Resource, PartyCard? Owner, DateOnly Month, IReadOnlyList<DayLine> Days, IReadOnlyList<BookingRecord> Bookings,
        IReadOnlyList<BookingRecord> Requests, IReadOnlyDictionary<Guid, PartyCard> Parties, IReadOnlyList<Closure> Closures, bool Offers, bool Books)
    {
        public string Name(Guid party) => Parties.TryGetValue(party, out var card) ? ResourceWords.Name(card.Name, card.NameEn) : "–";
    }

    /// <param name="Taken">At the day's fullest moment, gaps between bookings among it.</param>
    /// <param name="Closed">Why nobody gets it then.</param>
    /// <param name="Hours">Hours that are taken, of one that goes by hours: without names.</param>
    internal sealed record DayLine(DateOnly Day, decimal Taken, string? Closed, IReadOnlyList<string> Hours);

    internal sealed class Handler(ResourcesDb db, IPartyDirectory directory, CurrentActor current)
    {
        private const int Most = 500;

        public async Task<Outcome<View>> HandleAsync(Guid id, DateOnly month, CancellationToken ct)
        {
            var actor = current.Value;
            var resource = await db.Resources.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
            var readable = ResourceAccess.Readable(actor)?.ToList() ?? [];
            if (resource is null || !(ResourceAccess.MaySee(actor, resource) || await db.Bookings.AnyAsync(b => b.ResourceId == id && readable.Contains(b.ForPartyId), ct)))
            {
                return ResourceAccess.MissingResource;
            }

            var (from, until) = (Dates.At(month, TimeOnly.MinValue).ToUniversalTime(), Dates.At(month.AddMonths(1), TimeOnly.MinValue).ToUniversalTime());
            var taken = await db.Database.SqlQuery<TakenRow>($"""
                select d as "At", resources.taken({id}, d, d + interval '1 day') as "Taken"
                  from generate_series({from}, {until} - interval '1 day', interval '1 day') d order by d
                """).ToListAsync(ct);
            var closures = await db.Closures.AsNoTracking().Where(c => c.ResourceId == id && c.UntilAt > from).OrderBy(c => c.FromAt).ToListAsync(ct);
            var hours = !resource.ByHour ? [] : await db.Bookings.AsNoTracking().Where(b => b.ResourceId == id && b.FromAt < until && b.UntilAt > from
                    && (b.State == BookingStanding.Pencilled || b.State == BookingStanding.Confirmed || b.State == BookingStanding.InUse || b.State == BookingStanding.Closed))
                .OrderBy(b => b.FromAt).Take(Most).ToListAsync(ct);
            var offers = ResourceAccess.Offers(actor, resource.OwnerId);
            var all = readable.Contains(resource.OwnerId);
            var seen = db.Bookings.AsNoTracking().Where(b => b.ResourceId == id && (all || readable.Contains(b.ForPartyId)));
            var bookings = await seen.Where(b => b.FromAt < until && b.UntilAt > from && b.State != BookingStanding.Declined && b.State != BookingStanding.Cancelled)
                .OrderBy(b => b.FromAt).ThenBy(b => b.Number).Take(Most).ToListAsync(ct);
            var requests = await seen.Where(b => b.State == BookingStanding.Requested || (b.State == BookingStanding.Pencilled && b.WaitsFor == Side.Owner))
                .OrderBy(b => b.WaitingSince != null).ThenBy(b => b.WaitingSince).ThenBy(b => b.Number).Take(Most).ToListAsync(ct);
            var parties = await directory.FindAsync([.. bookings.Concat(requests).Select(b => b.ForPartyId).Append(resource.OwnerId).Distinct()], ct);
            return new View(
                resource, parties.GetValueOrDefault(resource.OwnerId), month,
                [.. taken.Select(t => Line(Dates.InChina(new DateTimeOffset(DateTime.SpecifyKind(t.At, DateTimeKind.Utc))), t.Taken, closures, hours))],
                bookings, requests, parties, [.. closures.Where(c => offers || c.FromAt < until)], offers,
                actor.PartyId is { } party && ResourceAccess.Books(actor, party) && resource.State == ResourceState.Open && ResourceAccess.MaySee(actor, resource));
        }

        private static DayLine Line(DateOnly day, decimal taken, List<Closure> closures, IReadOnlyList<BookingRecord> hours) => new(
            day, taken, closures.Find(c => Dates.InChina(c.FromAt) <= day && Dates.InChina(c.UntilAt.AddTicks(-1)) >= day)?.Why,
            [.. hours.Where(b => b.FirstDay <= day && b.LastDay >= day && !b.WholeDays).Select(b => $"{Dates.Hour(b.FromAt)}–{Dates.Hour(b.UntilAt)}").Distinct()]);

        private sealed record TakenRow(DateTime At, decimal Taken);
    }
}
