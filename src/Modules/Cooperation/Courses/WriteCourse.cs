using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Courses;

/// <summary>An institution that may lead a training course puts what it can teach into the catalogue, changes it, or takes it out.</summary>
internal static class WriteCourse
{
    /// <summary>The kind of cooperation that a course is begun as.</summary>
    public const string Template = "training-course";

    /// <param name="Id">None: a new one.</param>
    /// <param name="Open">False takes it out of the catalogue; what was begun from it goes on.</param>
    internal sealed record Command(
        Guid? Id, string? Title, CourseSubject? Subject, string? Content, string? Hours, int? Seats, CourseForm? Form, string? Teacher, bool Travels, bool Open, int Version);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (actor.PartyId is not { } party || !CooperationAccess.Works(actor, party))
            {
                return new Refusal.Denied("cooperation.course.not-yours");
            }

            var course = cmd.Id is { } id ? await db.Set<CourseRecord>().SingleOrDefaultAsync(c => c.Id == id && c.PartyId == party, ct) : null;
            if (await CheckAsync(cmd, course, party, ct) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var before = course is null ? null : new { course.Title, Subject = CodeWords.Write(course.Subject), course.Hours, course.Open };
            if (course is null)
            {
                course = new() { Id = Guid.CreateVersion7(now), PartyId = party, Title = "", Content = "", Teacher = "", EditedBy = actor.Name, Sample = actor.Sample, Version = 0 };
                db.Add(course);
            }

            (course.Title, course.Subject, course.Content) = (Typed.Plain(cmd.Title), cmd.Subject!.Value, Typed.Plain(cmd.Content));
            (course.Hours, course.Seats, course.Form) = (Amount.TryRead(cmd.Hours, out var hours) ? hours!.Value : 0, cmd.Seats, cmd.Form!.Value);
            (course.Teacher, course.Travels, course.Open) = (Typed.Plain(cmd.Teacher), cmd.Travels, cmd.Open);
            (course.EditedAt, course.EditedBy) = (now, actor.Name);
            course.Version++;
            db.Record(new Change(before is null ? "cooperation.course.written" : cmd.Open ? "cooperation.course.changed" : "cooperation.course.taken-out", "cooperation.course", course.Id)
            {
                OwnerId = party,
                Before = before,
                After = new { course.Title, Subject = CodeWords.Write(course.Subject), course.Hours, course.Open },
            });
            var saved = await db.SaveInTurnAsync("cooperation.stale", ct);
            return saved.Refused ? saved.Refusal : course.Id;
        }

        private async Task<Refusal?> CheckAsync(Command cmd, CourseRecord? course, Guid party, CancellationToken ct)
        {
            if (cmd.Id is not null && course is null)
            {
                return new Refusal.Missing("cooperation.course.missing");
            }

            if (course is not null && course.Version != cmd.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (Check(cmd) is { } wrong)
            {
                return wrong;
            }

            var cards = await directory.FindAsync([party], ct);
            if (!cards.TryGetValue(party, out var card) || !TemplateBook.Shipped[Template].Lead.Allows(card))
            {
                return new Refusal.Denied("cooperation.course.may-not-teach");
            }

            var title = Typed.Plain(cmd.Title);
            return cmd.Open && await db.Set<CourseRecord>().AnyAsync(c => c.PartyId == party && c.Title == title && c.Open && c.Id != cmd.Id, ct)
                ? new Refusal.Invalid("cooperation.course.there-already", nameof(cmd.Title)) : null;
        }

        private static Refusal.Invalid? Check(Command cmd) => cmd switch
        {
            _ when Typed.Plain(cmd.Title).Length is 0 or > 80 => new("cooperation.course.title-missing", nameof(cmd.Title)),
            { Subject: null } => new("cooperation.course.subject-missing", nameof(cmd.Subject)),
            _ when Typed.Plain(cmd.Content).Length is 0 or > 2000 => new("cooperation.course.content-missing", nameof(cmd.Content)),
            _ when !Amount.TryRead(cmd.Hours, out var hours) || hours is null or <= 0 or > 200 || decimal.Round(hours.Value, 1) != hours => new("cooperation.course.hours-wrong", nameof(cmd.Hours)),
            { Seats: not (null or (>= 1 and <= 1000)) } => new("cooperation.course.seats-wrong", nameof(cmd.Seats)),
            { Form: null } => new("cooperation.course.form-missing", nameof(cmd.Form)),
            _ when Typed.Plain(cmd.Teacher).Length is 0 or > 80 => new("cooperation.course.teacher-missing", nameof(cmd.Teacher)),
            { Travels: true, Form: CourseForm.Online } => new("cooperation.course.travels-online", nameof(cmd.Travels)),
            _ => null,
        };
    }
}
