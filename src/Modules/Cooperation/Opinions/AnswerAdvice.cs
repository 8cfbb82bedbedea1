using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Opinions;

/// <summary>The museum says of each piece of advice whether it was acted on; where not, why.</summary>
internal static class AnswerAdvice
{
    public static IReadOnlyList<string> Answers { get; } = ["done", "partly", "not"];

    internal sealed record Given(string? Answer, string? Note);

    internal sealed record Command(Guid Id, IReadOnlyDictionary<Guid, Given> Answers);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if (opened.Value.Check(current.Value, KeptBook.Advice) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var wrong = new List<Refusal.Invalid>();
            foreach (var row in await db.Set<AdviceRow>().Where(a => a.CooperationId == cmd.Id).OrderBy(a => a.Sort).ToListAsync(ct))
            {
                if (cmd.Answers.GetValueOrDefault(row.Id) is not { Answer.Length: > 0 } given)
                {
                    continue;
                }

                var note = Typed.Plain(given.Note) is { Length: > 0 } said ? said : null;
                if (!Answers.Contains(given.Answer) || note is { Length: > 1000 } || (given.Answer != "done" && note is null))
                {
                    wrong.Add(new(note is null ? "cooperation.advice.why-missing" : "cooperation.text-long", $"Note-{row.Id}"));
                    continue;
                }

                if ((row.Answer, row.Note) != (given.Answer, note))
                {
                    db.Record(new Change("cooperation.advice.answered", "cooperation.case", cmd.Id)
                    {
                        OwnerId = opened.Value.Record.LeadPartyId,
                        Before = row.Answer is null ? null : new { row.Answer, row.Note },
                        After = new { Advice = row.Words, given.Answer, Note = note },
                    });
                    (row.Answer, row.Note, row.AnsweredAt, row.AnsweredBy) = (given.Answer, note, now, current.Value.Name);
                }
            }

            if (wrong is [var first, .. var rest])
            {
                db.ChangeTracker.Clear();
                return first with { Also = rest };
            }

            opened.Value.Record.QuietSince = now;
            return await db.SaveAsync(ct);
        }
    }
}
