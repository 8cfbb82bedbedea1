using Guanlian.Cooperation.Access;
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

namespace Guanlian.Cooperation.Postings;

/// <summary>月报: once a month has passed, home writes what was learnt; the host's mentor answers, and from then on both stand.</summary>
internal static class WriteReport
{
    private const int Most = 4000;
    private const int MostAnswer = 2000;

    /// <param name="Mentor">The host answers; else home writes.</param>
    internal sealed record Command(Guid Id, int Month, bool Mentor, string? Words, int Version);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if (Check(cmd, opened.Value) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var posting = await db.Set<Posting>().SingleOrDefaultAsync(p => p.CooperationId == cmd.Id, ct);
            if (posting is null || cmd.Month < 1 || cmd.Month > posting.MonthsBy(Dates.InChina(now)))
            {
                return new Refusal.Stale("cooperation.report.not-yet");
            }

            var report = await db.Set<PostingReport>().SingleOrDefaultAsync(r => r.CooperationId == cmd.Id && r.Month == cmd.Month, ct);
            if ((report?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            // What the mentor answered to stays as it was answered to.
            if (report?.MentorWords is not null)
            {
                return new Refusal.Stale("cooperation.report.answered-already");
            }

            if (report is null)
            {
                if (cmd.Mentor)
                {
                    return new Refusal.Stale("cooperation.report.not-yet");
                }

                report = new() { CooperationId = cmd.Id, Month = cmd.Month, Words = "", ByName = "", Version = 0 };
                db.Add(report);
            }

            var words = Typed.Plain(cmd.Words);
            var before = cmd.Mentor || report.Version == 0 ? null : new { report.Month, report.Words };
            if (cmd.Mentor)
            {
                (report.MentorWords, report.MentorBy) = (words, current.Value.Name);
            }
            else
            {
                (report.Words, report.ByName, report.At) = (words, current.Value.Name, now);
            }

            report.Version++;
            opened.Value.Record.QuietSince = now;
            db.Record(new Change(cmd.Mentor ? "cooperation.report.answered" : "cooperation.report.written", "cooperation.posting", cmd.Id)
            {
                OwnerId = opened.Value.Record.LeadPartyId,
                Before = before,
                After = cmd.Mentor ? new { report.Month, report.MentorWords } : (object)new { report.Month, report.Words },
            });
            return await db.SaveAsync(ct);
        }

        private Refusal? Check(Command cmd, OpenBook book) => cmd switch
        {
            { Mentor: true } when !CooperationAccess.Works(current.Value, book.Record.LeadPartyId) => new Refusal.Denied("cooperation.book.not-yours"),
            { Mentor: true } when book.Record.State != CooperationState.Running => new Refusal.Stale("cooperation.task.not-running"),
            { Mentor: false } when book.Check(current.Value, KeptBook.Reports) is { } refusal => refusal,
            _ when Typed.Plain(cmd.Words).Length is 0 || Typed.Plain(cmd.Words).Length > (cmd.Mentor ? MostAnswer : Most) => new Refusal.Invalid("cooperation.report.words-missing", nameof(cmd.Words)).With(("most", cmd.Mentor ? MostAnswer : Most)),
            _ => null,
        };
    }
}
