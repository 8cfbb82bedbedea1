using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Postings;
using Guanlian.Cooperation.Sessions;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Books;

/// <summary>Where each book is written and read.</summary>
internal static class BookPages
{
    /// <summary>The pages of a cooperation's books, in the order of their tabs.</summary>
    public static IEnumerable<string> Tabs(SeeCooperation.View view)
    {
        var template = view.Template;
        var books = KeptBooks.In(template);
        return new (string Tab, bool Has)[]
        {
            ("case", SeeCase.Has(template)),
            ("post", SeePosting.Has(template)),
            ("people", books.Contains(KeptBook.Roster)),
            ("sessions", SeeSessions.Has(template)),
            ("hours", books.Contains(KeptBook.Hours)),
            ("meetings", books.Contains(KeptBook.Meetings)),
            ("credits", books.Contains(KeptBook.Credits)),
            ("licence", books.Contains(KeptBook.Licence)),
            ("bookings", view.Books),
        }.Where(t => t.Has).Select(t => t.Tab);
    }

    /// <summary>The address of the page for a deliverable's book; null where it has none.</summary>
    public static string? Of(CooperationTask task, DeliverableRow deliverable) => CodeWords.Read<KeptBook>(deliverable.Book ?? "") switch
    {
        KeptBook.Opinion => $"cooperations/tasks/{task.Id}/opinion",
        KeptBook.CaseSheet or KeptBook.Advice or KeptBook.Outcome => $"cooperations/{task.CooperationId}/case",
        KeptBook.Roster or KeptBook.Skills or KeptBook.Certificates or KeptBook.Thanks => $"cooperations/{task.CooperationId}/people",
        KeptBook.Sessions or KeptBook.Attendance => $"cooperations/{task.CooperationId}/sessions",
        KeptBook.Hours => $"cooperations/{task.CooperationId}/hours",
        KeptBook.Duties or KeptBook.Cover or KeptBook.Reports or KeptBook.BackHome => $"cooperations/{task.CooperationId}/post",
        KeptBook.Liaison => $"cooperations/{task.CooperationId}/parties",
        KeptBook.Meetings => $"cooperations/{task.CooperationId}/meetings",
        KeptBook.Credits => $"cooperations/{task.CooperationId}/credits",
        KeptBook.Licence => $"cooperations/{task.CooperationId}/licence",
        KeptBook.Bookings => $"cooperations/{task.CooperationId}/bookings",
        KeptBook.HandedOver or KeptBook.Received => $"handovers?cooperation={task.CooperationId}",
        _ => null,
    };
}
