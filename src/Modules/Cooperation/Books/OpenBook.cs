using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.Books;

/// <summary>
/// A book (台账) of one cooperation, opened to write in it. Whoever does a task that is taken from the book keeps it, as long as one such
/// task is not accepted yet; everybody who sees the cooperation reads it.
/// </summary>
internal sealed record OpenBook(Loaded Cooperation, Template Template, List<CooperationTask> Tasks)
{
    public CooperationRecord Record => Cooperation.Record;

    /// <summary>Opens it, the cooperation locked until it is saved.</summary>
    public static async Task<Outcome<OpenBook>> OpenAsync(CooperationDb db, Editions editions, Guid id, Actor actor, CancellationToken ct)
    {
        var found = await db.CooperationAsync(id, actor, ct);
        return found.Refused ? found.Refusal
            : new OpenBook(found.Value, await editions.OfAsync(found.Value.Record.EditionId, ct), await db.TasksOfAsync(id, ct));
    }

    /// <summary>Why this actor may not write in it now; null where he may.</summary>
    public Refusal? Check(Actor actor, params KeptBook[] books) =>
        !Keepers(Template, Tasks, open: false, books).Any(p => CooperationAccess.Works(actor, p)) ? new Refusal.Denied("cooperation.book.not-yours")
        : Record.State != CooperationState.Running ? new Refusal.Stale("cooperation.task.not-running")
        : !Keepers(Template, Tasks, open: true, books).Any(p => CooperationAccess.Works(actor, p)) ? new Refusal.Stale("cooperation.book.closed")
        : null;

    /// <summary>Parties that keep one of these books, all or only while it is open.</summary>
    public static IReadOnlyList<Guid> Keepers(Template template, IReadOnlyList<CooperationTask> tasks, bool open, params KeptBook[] books)
    {
        var codes = books.SelectMany(b => KeptBooks.TasksOf(template, b)).ToHashSet();
        return [.. tasks.Where(t => codes.Contains(t.Code) && t.Counts && (!open || t.State != TaskState.Accepted)).Select(t => t.DoesPartyId).Distinct()];
    }

    /// <summary>Whether a page shows this actor the means to write.</summary>
    public static bool Writes(SeeCooperation.View view, Actor actor, params KeptBook[] books) =>
        view.Record.State == CooperationState.Running && Keepers(view.Template, view.Tasks, open: true, books).Any(p => CooperationAccess.Works(actor, p));
}
