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

/// <summary>
/// The book of a secondment is written by both sides, each its own part: home says who covers meanwhile, the host settles post, mentor,
/// dates and duties within the charter's months, home writes what the person will do once back.
/// </summary>
internal static class WritePosting
{
    private const int MostYears = 10;

    internal enum Part
    {
        Duties,
        Cover,
        BackHome,
        End,
    }

    internal sealed record Command(Guid Id, Part Part, int Version)
    {
        public string? PersonName { get; init; }

        public string? Post { get; init; }

        public string? Mentor { get; init; }

        public DateOnly? FromOn { get; init; }

        public DateOnly? UntilOn { get; init; }

        public string? Duties { get; init; }

        public string? Cover { get; init; }

        public Guid? CoverPartyId { get; init; }

        public string? BackPlan { get; init; }

        public DateOnly? VisitOn { get; init; }

        public DateOnly? EndedOn { get; init; }

        public string? Why { get; init; }
    }

    internal sealed class Handler(CooperationDb db, Editions editions, PostingLimits limits, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            KeptBook[] books = cmd.Part switch { Part.Cover => [KeptBook.Cover], Part.BackHome => [KeptBook.BackHome], Part.End => [KeptBook.Duties, KeptBook.Reports], _ => [KeptBook.Duties] };
            if (opened.Value.Check(current.Value, books) is { } refusal)
            {
                return refusal;
            }

            // Post and duties are the host's to settle, although both sides hand them in.
            if (cmd.Part == Part.Duties && !CooperationAccess.Works(current.Value, opened.Value.Record.LeadPartyId))
            {
                return new Refusal.Denied("cooperation.book.not-yours");
            }

            var posting = await db.Set<Posting>().SingleOrDefaultAsync(p => p.CooperationId == cmd.Id, ct);
            if ((posting?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (posting is null)
            {
                posting = new() { CooperationId = cmd.Id, Version = 0 };
                db.Add(posting);
            }

            var wrong = cmd.Part switch
            {
                Part.Duties => await DutiesAsync(posting, cmd, opened.Value, ct),
                Part.Cover => Cover(posting, cmd, opened.Value),
                Part.BackHome => BackHome(posting, cmd),
                _ => End(posting, cmd),
            };
            if (wrong is not null)
            {
                db.ChangeTracker.Clear();
                return wrong;
            }

            posting.Version++;
            opened.Value.Record.QuietSince = clock.GetUtcNow();
            db.Record(new Change($"cooperation.posting.{CodeWords.Write(cmd.Part)}", "cooperation.posting", cmd.Id)
            {
                OwnerId = opened.Value.Record.LeadPartyId,
                Reason = cmd.Part == Part.End ? posting.EndedWhy : null,
                After = new { posting.PersonName, posting.Post, posting.FromOn, posting.UntilOn, posting.EndedOn },
            });
            return await db.SaveAsync(ct);
        }

        private async Task<Refusal?> DutiesAsync(Posting posting, Command cmd, OpenBook book, CancellationToken ct)
        {
            if (posting.EndedOn is not null)
            {
                return new Refusal.Stale("cooperation.posting.ended-already");
            }

            if ((Said(cmd.PersonName, 40, nameof(cmd.PersonName)) ?? Said(cmd.Post, 80, nameof(cmd.Post)) ?? Said(cmd.Mentor, 40, nameof(cmd.Mentor)) ?? Said(cmd.Duties, 4000, nameof(cmd.Duties))) is { } empty)
            {
                return empty;
            }

            // Only home and host stand under the rule; who merely covers does not.
            var sides = book.Cooperation.Participants.Where(p => book.Template.Role(p.Role) is { Leads: true } or { Receives: true }).Select(p => p.PartyId);
            var (months, _) = await limits.OfAsync(sides, ct);
            var start = book.Record.StartOn;
            if (cmd.FromOn is not { } from || from < start.AddYears(-MostYears) || from > start.AddYears(MostYears))
            {
                return (Refusal.Invalid)new Refusal.Invalid("cooperation.posting.from-day", nameof(cmd.FromOn)).With(("start", start), ("years", MostYears));
            }

            if (cmd.UntilOn is not { } until || until < from.AddMonths(months.Least).AddDays(-1) || until > from.AddMonths(months.Most))
            {
                return (Refusal.Invalid)new Refusal.Invalid("cooperation.posting.months", nameof(cmd.UntilOn)).With(("least", months.Least), ("most", months.Most));
            }

            if (until >= posting.VisitOn)
            {
                return new Refusal.Invalid("cooperation.posting.visit", nameof(cmd.UntilOn));
            }

            (posting.PersonName, posting.Post, posting.Mentor) = (cmd.PersonName!.Trim(), cmd.Post!.Trim(), cmd.Mentor!.Trim());
            (posting.FromOn, posting.UntilOn, posting.Duties) = (from, until, Typed.Plain(cmd.Duties));
            (posting.LeastMonths, posting.MostMonths) = (months.Least, months.Most);
            return null;
        }

        private static Refusal.Invalid? Cover(Posting posting, Command cmd, OpenBook book)
        {
            if (cmd.CoverPartyId is { } party && !book.Cooperation.Parties.Contains(party))
            {
                return new("cooperation.posting.cover-stranger", nameof(cmd.CoverPartyId));
            }

            (posting.Cover, posting.CoverPartyId) = (Typed.Plain(cmd.Cover), cmd.CoverPartyId);
            return Said(cmd.Cover, 2000, nameof(cmd.Cover));
        }

        private static Refusal.Invalid? BackHome(Posting posting, Command cmd)
        {
            (posting.BackPlan, posting.VisitOn) = (Typed.Plain(cmd.BackPlan), cmd.VisitOn);
            return Said(cmd.BackPlan, 4000, nameof(cmd.BackPlan))
                ?? (cmd.VisitOn is null || posting.LastDay is null || cmd.VisitOn <= posting.LastDay ? new("cooperation.posting.visit", nameof(cmd.VisitOn)) : null);
        }

        private static Refusal? End(Posting posting, Command cmd)
        {
            if (posting.EndedOn is not null)
            {
                return new Refusal.Stale("cooperation.posting.ended-already");
            }

            (posting.EndedOn, posting.EndedWhy) = (cmd.EndedOn, Typed.Plain(cmd.Why));
            return posting.FromOn is null || cmd.EndedOn is not { } day || day < posting.FromOn || day > posting.UntilOn ? new Refusal.Invalid("cooperation.posting.end-day", nameof(cmd.EndedOn))
                : posting.EndedWhy.Length is 0 or > 400 ? new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why)) : null;
        }

        private static Refusal.Invalid? Said(string? text, int most, string field) =>
            Typed.Plain(text).Length is 0 || Typed.Plain(text).Length > most ? (Refusal.Invalid)new Refusal.Invalid("cooperation.posting.missing", field).With(("most", most)) : null;
    }
}
