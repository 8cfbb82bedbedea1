using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.People;

/// <summary>The roster is written as long as anything that needs it is open: each party sends its own people, the leading one settles who comes, within the seats it promised.</summary>
internal static class RosterDoor
{
    private static readonly KeptBook[] Books = [KeptBook.Roster, KeptBook.Sessions, KeptBook.Attendance, KeptBook.Skills, KeptBook.Certificates, KeptBook.Hours, KeptBook.Thanks];

    private static readonly KeptBook[] Checking = [KeptBook.Skills, KeptBook.Certificates, KeptBook.Attendance];
    private static readonly string Seats = CodeWords.Write(Unit.Seats);

    public static async Task<Outcome<OpenBook>> OpenAsync(CooperationDb db, Editions editions, Guid id, Actor actor, CancellationToken ct)
    {
        var opened = await OpenBook.OpenAsync(db, editions, id, actor, ct);
        return opened.Refused ? opened.Refusal
            : !KeptBooks.In(opened.Value.Template).Contains(KeptBook.Roster) ? CooperationAccess.Missing
            : opened.Value.Record.State != CooperationState.Running ? new Refusal.Stale("cooperation.task.not-running")
            : OpenBook.Keepers(opened.Value.Template, opened.Value.Tasks, open: true, Books).Count == 0 ? new Refusal.Stale("cooperation.book.closed")
            : opened;
    }

    /// <summary>Parties for which this actor may put people on the roster.</summary>
    public static IReadOnlyList<Guid> Senders(CooperationRecord record, IEnumerable<Guid> parties, Actor actor) =>
        CooperationAccess.Works(actor, record.LeadPartyId) ? [.. parties.Distinct()] : CooperationAccess.Own(actor, parties);

    /// <summary>
    /// Of whose people this actor is told why they were not admitted, what they failed and where their certificates are: the leading party
    /// and whoever checks them, of all; a sender, of its own; others, though they see the roster, of nobody.
    /// </summary>
    public static IReadOnlySet<Guid> Told(Cooperations.SeeCooperation.View view, Actor actor)
    {
        var parties = view.Participants.Select(p => p.PartyId).ToHashSet();
        return OpenBook.Keepers(view.Template, view.Tasks, open: false, Checking).Append(view.Record.LeadPartyId).Any(p => CooperationAccess.Works(actor, p))
            ? parties : CooperationAccess.Own(actor, parties).ToHashSet();
    }

    /// <summary>Why no more can be admitted: the leading party promised fewer seats. Null where there is room, or no number was given.</summary>
    public static async Task<Refusal?> RoomAsync(CooperationDb db, CooperationRecord record, int more, CancellationToken ct)
    {
        var seats = await db.Contributions.Where(c => c.CooperationId == record.Id && c.PartyId == record.LeadPartyId && c.Unit == Seats && c.Promised != null)
            .Select(c => c.Promised!.Value).ToListAsync(ct);
        if (seats.Count == 0)
        {
            return null;
        }

        var taken = await db.Set<PersonRecord>().CountAsync(p => p.CooperationId == record.Id && p.State == PersonState.Accepted, ct);
        return taken + more <= seats.Sum() ? null
            : new Refusal.Invalid("cooperation.people.no-room").With(("seats", $"{seats.Sum():0.##}"), ("taken", taken), ("more", more));
    }

    public static bool IsOpen(Cooperations.SeeCooperation.View view) =>
        view.Record.State == CooperationState.Running && OpenBook.Keepers(view.Template, view.Tasks, open: true, Books).Count > 0;
}
