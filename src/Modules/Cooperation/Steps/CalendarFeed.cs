using System.Security.Cryptography;
using System.Text;
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
/// The due days of one's institution as a calendar that an office calendar subscribes to. The address carries a sealed mandate instead of
/// a password: whoever holds it sees what that person may see today, and nothing once the mandate or the account has ended.
/// </summary>
internal sealed class CalendarFeed(CooperationDb db, IActorSource actors, IDataProtectionProvider protection, CurrentActor current)
{
    private const int Most = 2000;
    private readonly IDataProtector protector = protection.CreateProtector("Guanlian.Cooperation.Steps.CalendarFeed");

    /// <summary>The relative address of the actor's own feed; null for somebody without a mandate.</summary>
    public string? Address() => current.Value is { PersonId: { } person, Mandate.Id: var mandate }
        ? $"cooperations/feeds/{WebEncoders.Base64UrlEncode(protector.Protect([.. person.ToByteArray(), .. mandate.ToByteArray()]))}.ics"
        : null;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/feeds/{seal}.ics", async (
        string seal, CalendarFeed feed, Wording words, HttpContext http, CancellationToken ct) =>
    {
        if (await feed.ActorOfAsync(seal, ct) is not { } actor)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-store";
        var root = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/";
        var days = await feed.DaysAsync(actor, root, words, ct);
        return Results.Text(CalendarText.Write($"{words["cooperation.list.title"]} · {actor.Mandate!.PartyName}", days), "text/calendar", Encoding.UTF8);
    }).AllowAnonymous();

    private async Task<Actor?> ActorOfAsync(string seal, CancellationToken ct)
    {
        try
        {
            var bytes = seal.Length > 1000 ? [] : protector.Unprotect(WebEncoders.Base64UrlDecode(seal));
            if (bytes.Length != 32)
            {
                return null;
            }

            var actor = await actors.ForAsync(new Guid(bytes.AsSpan(0, 16)), new Guid(bytes.AsSpan(16)), ct);
            return actor.Mandate is not null && actor.May(CooperationPermissions.Read) ? actor : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<CalendarText.Day>> DaysAsync(Actor actor, string root, Wording words, CancellationToken ct)
    {
        var party = actor.PartyId!.Value;
        var rows = await db.Tasks.AsNoTracking()
            .Where(t => (t.DoesPartyId == party || t.ChecksPartyId == party) && t.DroppedAt == null && t.Called && t.State != TaskState.Accepted && t.DueOn != null)
            .Join(db.Cooperations.Where(c => c.State == CooperationState.Running), t => t.CooperationId, c => c.Id, (t, c) => new { Task = t, c.Title, c.QuietSince })
            .OrderBy(r => r.Task.DueOn).ThenBy(r => r.Task.Id).Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => new CalendarText.Day(
            r.Task.Id, r.Task.DueOn!.Value,
            words[r.Task.DoesPartyId == party ? "cooperation.due.do" : "cooperation.due.check", ("task", r.Task.Title.Here)],
            r.Title, $"{root}cooperations/tasks/{r.Task.Id}", r.QuietSince))];
    }
}
