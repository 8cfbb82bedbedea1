using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Catalogue.Prints;

/// <summary>The director says who keeps the register and who keeps the store. One person cannot do both (博物馆藏品管理办法).</summary>
internal static class GiveDuty
{
    /// <param name="Duty">What the person does from now on; null ends it.</param>
    internal sealed record Command(string Institution, Guid PersonId, DutyKind? Duty);

    /// <summary>Somebody who acts for the museum.</summary>
    internal sealed record Person(Guid PersonId, string Name);

    internal sealed class Handler(CatalogueDb db, ObjectAccess access, TimeProvider clock)
    {
        /// <summary>Those who act for the museum today.</summary>
        public Task<List<Person>> PeopleAsync(Guid institution, CancellationToken ct) => db.Database.SqlQuery<Person>($"""
            select person_id as "PersonId", name as "Name" from members.pub_staff where party_id = {institution} order by name, person_id
            """).ToListAsync(ct);

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Institution, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            if (!access.MayPublish(holder.Value.Id))
            {
                return new Refusal.Denied("catalogue.duty.director-only");
            }

            var old = await db.Duties.SingleOrDefaultAsync(d => d.InstitutionId == holder.Value.Id && d.PersonId == cmd.PersonId, ct);
            if (cmd.Duty is null)
            {
                return await EndAsync(holder.Value, old, ct);
            }

            if ((await PeopleAsync(holder.Value.Id, ct)).FirstOrDefault(p => p.PersonId == cmd.PersonId) is not { } person)
            {
                return new Refusal.Invalid("catalogue.duty.not-ours", "PersonId");
            }

            if (old?.Kind == cmd.Duty)
            {
                return Done.It;
            }

            if (old is not null)
            {
                return new Refusal.Invalid("catalogue.duty.not-both", "PersonId") { Holes = [("name", person.Name)] };
            }

            db.Add(new Duty { InstitutionId = holder.Value.Id, PersonId = person.PersonId, PersonName = person.Name, Kind = cmd.Duty.Value, Since = Dates.InChina(clock.GetUtcNow()) });
            db.Record(new("catalogue.duty.given", "catalogue.duty", person.PersonId) { OwnerId = holder.Value.Id, After = new { Duty = cmd.Duty.ToString(), person.Name } });
            try
            {
                await db.SaveChangesAsync(ct);
                return Done.It;
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "duty_one_a_person" })
            {
                // Given both at the same moment: the database keeps the rule.
                db.ChangeTracker.Clear();
                return new Refusal.Invalid("catalogue.duty.not-both", "PersonId") { Holes = [("name", person.Name)] };
            }
        }

        private async Task<Outcome<Done>> EndAsync(Holder holder, Duty? old, CancellationToken ct)
        {
            if (old is null)
            {
                return new Refusal.Missing("catalogue.duty.none");
            }

            db.Remove(old);
            db.Record(new("catalogue.duty.ended", "catalogue.duty", old.PersonId) { OwnerId = holder.Id, Before = new { Duty = old.Kind.ToString(), Name = old.PersonName } });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }
    }
}
