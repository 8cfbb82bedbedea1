using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.People;

/// <summary>The roster is written as long as anything that needs it is open: each party sends its own people, the leading one settles who comes.</summary>
internal static class RosterDoor
{
    private static readonly KeptBook[] Books = [KeptBook.Roster, KeptBook.Sessions, KeptBook.Attendance, KeptBook.Certificates, KeptBook.Hours, KeptBook.Thanks];

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

    public static bool IsOpen(Cooperations.SeeCooperation.View view) =>
        view.Record.State == CooperationState.Running && OpenBook.Keepers(view.Template, view.Tasks, open: true, Books).Count > 0;
}
