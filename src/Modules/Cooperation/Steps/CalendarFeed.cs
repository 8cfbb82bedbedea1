using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Guanlian.Contracts.Cooperation;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Steps;

/// <summary>
/// Due days as a calendar that an office calendar subscribes to: those of one's institution, or, for a person with several mandates, of all of
/// them. The address carries a sealed mandate instead of a password: whoever holds it sees what that person may see today, and nothing once
/// the mandate or the account has ended, or once the address was made anew. What other modules have on those days stands beside the tasks.
/// </summary>
internal sealed class CalendarFeed(CooperationDb db, IActorSource actors, IEnumerable<IFeedDays> others, IDataProtectionProvider protection, CurrentActor current)
{
    private const int Most = 2000;
    private const int Length = 36;
    private readonly IDataProtector protector = protection.CreateProtector("Guanlian.Cooperation.Steps.CalendarFeed");

    /// <summary>The relative addresses in use.</summary>
    /// <param name="Institution">Days of the institution that one acts for.</param>
    /// <param name="Person">Days of all institutions that one acts for.</param>
    internal sealed record Addresses(string Institution, string Person);

    /// <summary>The actor's own addresses; null for somebody without a mandate.</summary>
    public async Task<Addresses?> AddressesAsync(CancellationToken ct)
    {
        if (current.Value is not { PersonId: { } person, Mandate.Id: var mandate })
        {
            return null;
        }

        var serials = await db.Feeds.AsNoTracking().Where(f => f.PersonId == person).ToDictionaryAsync(f => f.MandateId, f => f.Serial, ct);
        return new(Address(person, mandate, serials.GetValueOrDefault(mandate)), Address(person, Guid.Empty, serials.GetValueOrDefault(Guid.Empty)));
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/feeds/{seal}.ics", async (
        string seal, CalendarFeed feed, Wording words, HttpContext http, CancellationToken ct) =>
    {
        var (name, parties) = await feed.PartiesOfAsync(seal, ct);
        if (parties.Count == 0)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-store";
        var root = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/";
        var days = await feed.DaysAsync(parties, root, words, ct);
        return Results.Text(CalendarText.Write($"{words["cooperation.list.title"]} · {name}", days), "text/calendar", Encoding.UTF8);
    }).AllowAnonymous();

    private string Address(Guid person, Guid mandate, int serial)
    {
        var bytes = new byte[Length];
        person.TryWriteBytes(bytes);
        mandate.TryWriteBytes(bytes.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(32), serial);
        return $"cooperations/feeds/{WebEncoders.Base64UrlEncode(protector.Protect(bytes))}.ics";
    }

    private async Task<(string Name, IReadOnlyList<Guid> Parties)> PartiesOfAsync(string seal, CancellationToken ct)
    {
        if (Open(seal) is not var (person, mandate, serial)
            || serial != await db.Feeds.Where(f => f.PersonId == person && f.MandateId == mandate).Select(f => f.Serial).SingleOrDefaultAsync(ct))
        {
            return ("", []);
        }

        var actor = await actors.ForAsync(person, mandate == Guid.Empty ? null : mandate, ct);
        if (mandate != Guid.Empty)
        {
            return actor.Mandate is { } inUse && actor.May(CooperationPermissions.Read) ? (inUse.PartyName, [inUse.PartyId]) : ("", []);
        }

        return (actor.Name, [.. actor.Mandates.Where(m => m.Permissions.Contains(CooperationPermissions.Read)).Select(m => m.PartyId).Distinct()]);
    }

    private (Guid Person, Guid Mandate, int Serial)? Open(string seal)
    {
        try
        {
            var bytes = seal.Length > 1000 ? [] : protector.Unprotect(WebEncoders.Base64UrlDecode(seal));
            return bytes.Length != Length ? null
                : (new Guid(bytes.AsSpan(0, 16)), new Guid(bytes.AsSpan(16, 16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(32)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<CalendarText.Day>> DaysAsync(IReadOnlyList<Guid> parties, string root, Wording words, CancellationToken ct)
    {
        var rows = await db.Tasks.AsNoTracking()
            .Where(t => (parties.Contains(t.DoesPartyId) || parties.Contains(t.ChecksPartyId)) && t.DroppedAt == null && t.Called && t.State != TaskState.Accepted && t.DueOn != null)
            .Join(db.Cooperations.Where(c => c.State == CooperationState.Running), t => t.CooperationId, c => c.Id, (t, c) => new { Task = t, c.Title, c.QuietSince })
            .OrderBy(r => r.Task.DueOn).ThenBy(r => r.Task.Id).Take(Most).ToListAsync(ct);
        var days = rows.ConvertAll(r => new CalendarText.Day(
            r.Task.Id, r.Task.DueOn!.Value,
            words[parties.Contains(r.Task.DoesPartyId) ? "cooperation.due.do" : "cooperation.due.check", ("task", r.Task.Title.Here)],
            r.Title, $"{root}cooperations/tasks/{r.Task.Id}", r.QuietSince));
        foreach (var other in others)
        {
            days.AddRange((await other.OfAsync(parties, ct)).Take(Most).Select(d => new CalendarText.Day(d.Id, d.On, d.Words, d.Where, root + d.Href, d.ChangedAt)));
        }

        return [.. days.OrderBy(d => d.On).ThenBy(d => d.Id)];
    }
}
