using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Certificates;

/// <summary>考核: whoever gives certificates notes who passed a skill and who did not; the last attempt counts.</summary>
internal static class CheckSkill
{
    internal sealed record Command(Guid Id, IReadOnlyCollection<Guid> People, string? Skill, bool Passed, string? Note);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if (opened.Value.Check(current.Value, KeptBook.Skills, KeptBook.Certificates, KeptBook.Attendance) is { } refusal)
            {
                return refusal;
            }

            if (cmd.People.Count == 0)
            {
                return new Refusal.Invalid("cooperation.people.nobody", nameof(cmd.People));
            }

            if (string.IsNullOrWhiteSpace(cmd.Skill) || cmd.Skill.Trim().Length > 80 || Typed.Plain(cmd.Note).Length > 400)
            {
                return new Refusal.Invalid("cooperation.skill.missing", nameof(cmd.Skill));
            }

            var people = await db.Set<PersonRecord>().Where(p => p.CooperationId == cmd.Id && cmd.People.Contains(p.Id)).ToListAsync(ct);
            if (people.Count != cmd.People.Distinct().Count() || people.Find(p => p.State != PersonState.Accepted) is not null)
            {
                return new Refusal.Invalid("cooperation.people.not-taken-in", nameof(cmd.People));
            }

            var now = clock.GetUtcNow();
            foreach (var person in people)
            {
                var check = new SkillCheck
                {
                    Id = Guid.CreateVersion7(now),
                    PersonId = person.Id,
                    Skill = cmd.Skill.Trim(),
                    Passed = cmd.Passed,
                    Note = Typed.Plain(cmd.Note),
                    OnDay = Dates.InChina(now),
                    ByName = current.Value.Name,
                };
                db.Add(check);
                db.Record(new Change("cooperation.skill.checked", "cooperation.person", person.Id) { OwnerId = person.PartyId, After = new { person.Name, check.Skill, check.Passed } });
            }

            opened.Value.Record.QuietSince = now;
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : people.Count;
        }
    }
}
