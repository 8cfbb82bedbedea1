using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Opinions;

/// <summary>Whoever issues an opinion drafts it: findings, causes, advice one a line, and the experts who are to sign.</summary>
internal static class WriteOpinion
{
    private const int Most = 4000;

    /// <param name="Panel">For each institution, experts one a line.</param>
    /// <param name="Version">0 where there is none yet.</param>
    internal sealed record Command(Guid TaskId, string? Findings, string? Causes, string? Advice, IReadOnlyDictionary<Guid, string?> Panel, int Version);

    internal sealed class Handler(CooperationDb db, Planning.Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await OpinionDoor.OpenAsync(db, editions, cmd.TaskId, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (book, task, opinion) = found.Value;
            if ((book.Check(current.Value, KeptBook.Opinion) ?? Check(cmd, book, task, opinion, current.Value)) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            if (opinion is null)
            {
                opinion = new()
                {
                    Id = Guid.CreateVersion7(now),
                    CooperationId = book.Record.Id,
                    TaskId = task.Id,
                    CheckCode = PaperCode.New(),
                    EditedBy = current.Value.Name,
                    Version = 0,
                };
                db.Add(opinion);
            }

            (opinion.Findings, opinion.Causes, opinion.Advice) = (Typed.Plain(cmd.Findings), Typed.Plain(cmd.Causes), Typed.Plain(cmd.Advice));
            opinion.Panel = Panel(cmd);
            (opinion.EditedAt, opinion.EditedBy) = (now, current.Value.Name);
            opinion.Version++;
            book.Record.QuietSince = now;
            db.Record(new Change("cooperation.opinion.drafted", "cooperation.opinion", opinion.Id) { OwnerId = task.DoesPartyId });
            return await db.SaveAsync(ct);
        }

        private static string Panel(Command cmd) => OpinionPanel.Write(cmd.Panel.Select(p => (p.Key, p.Value)));

        private static Refusal? Check(Command cmd, OpenBook book, CooperationTask task, OpinionRecord? opinion, Actor actor) => cmd switch
        {
            _ when !CooperationAccess.Works(actor, task.DoesPartyId) => new Refusal.Denied("cooperation.book.not-yours"),
            _ when (opinion?.Version ?? 0) != cmd.Version => new Refusal.Stale("cooperation.stale"),
            _ when opinion is { State: not OpinionState.Draft } => new Refusal.Stale("cooperation.opinion.not-draft"),
            _ when Typed.Plain(cmd.Findings).Length > Most => new Refusal.Invalid("cooperation.text-long", nameof(cmd.Findings)),
            _ when Typed.Plain(cmd.Causes).Length > Most => new Refusal.Invalid("cooperation.text-long", nameof(cmd.Causes)),
            _ when Typed.Plain(cmd.Advice).Length > Most => new Refusal.Invalid("cooperation.text-long", nameof(cmd.Advice)),
            _ when cmd.Panel.Keys.Except(book.Cooperation.Parties).Any() => new Refusal.Invalid("cooperation.opinion.panel-stranger", "Panel"),
            _ when cmd.Panel.Keys.Except(OpinionPanel.Experts(book.Template, book.Cooperation.Participants)).Any() => new Refusal.Invalid("cooperation.opinion.panel-helped", "Panel"),
            _ when Panel(cmd).Length > OpinionPanel.MostText => OpinionPanel.Long,
            _ => null,
        };
    }
}

/// <summary>Finds the opinion of a task, its cooperation locked.</summary>
internal static class OpinionDoor
{
    public static async Task<Outcome<(OpenBook Book, CooperationTask Task, OpinionRecord? Opinion)>> OpenAsync(
        CooperationDb db, Planning.Editions editions, Guid taskId, Actor actor, CancellationToken ct)
    {
        if (await db.Tasks.Where(t => t.Id == taskId).Select(t => (Guid?)t.CooperationId).SingleOrDefaultAsync(ct) is not { } of)
        {
            return CooperationAccess.Missing;
        }

        var opened = await OpenBook.OpenAsync(db, editions, of, actor, ct);
        if (opened.Refused)
        {
            return opened.Refusal;
        }

        var task = opened.Value.Tasks.First(t => t.Id == taskId);
        return !KeptBooks.TasksOf(opened.Value.Template, KeptBook.Opinion).Contains(task.Code) ? CooperationAccess.Missing
            : (opened.Value, task, await db.Set<OpinionRecord>().SingleOrDefaultAsync(o => o.TaskId == taskId, ct));
    }
}
