using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Members.Institutions;

/// <summary>The secretariat registers an institution that the national register does not list: a library, a school, a company …</summary>
internal static class RegisterInstitution
{
    /// <param name="Code">Empty: one is given.</param>
    internal sealed record Command(string? Kind, string? Name, string? NameEn, string? Code, string? DivisionCode, string? Address,
        string? Reason);

    internal sealed class Handler(MembersDb db, PartyFacts facts, DivisionBooks divisions, CurrentActor current, TimeProvider clock)
    {
        /// <returns>The new institution's code.</returns>
        public async Task<Outcome<string>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (!current.Value.May(MembersPermissions.KeepRegister))
            {
                return new Refusal.Denied("members.party.not-yours");
            }

            var book = await divisions.NowAsync(ct);
            var name = PartyField.Tidy(cmd.Name);
            var faults = Faults(cmd, name, book).ToList();
            if (faults.Count > 0)
            {
                return faults[0] with { Also = faults[1..] };
            }

            Codes.TryRead<PartyKind>(cmd.Kind, out var kind);
            var party = new Party
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                Code = PartyField.Tidy(cmd.Code) is { Length: > 0 } given ? given : await NextCodeAsync(ct),
                Kind = kind,
                Name = name,
                RegisteredAt = clock.GetUtcNow(),
            };
            db.Parties.Add(party);
            facts.IsNew(party);
            facts.Set(party, PartyField.FullName, name, facts.Today, "registration");
            facts.Set(party, PartyField.NameEn, PartyField.Tidy(cmd.NameEn), facts.Today, "registration");
            facts.Set(party, PartyField.Address, PartyField.Tidy(cmd.Address), facts.Today, "registration");
            if (cmd.DivisionCode is { Length: > 0 } division)
            {
                PlaceInstitution.Put(facts, book, party, division, facts.Today, "registration");
            }

            db.Record(new Change("members.party.registered", "members.party", party.Id)
            {
                Reason = PartyField.Tidy(cmd.Reason) is { Length: > 0 } reason ? reason : null,
                After = new { party.Code, party.Kind, party.Name, Division = party.DivisionCode },
            });
            try
            {
                await db.SaveChangesAsync(ct);
                return party.Code;
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "party_code_once" })
            {
                return new Refusal.Invalid("members.new.fault.code-taken", nameof(cmd.Code));
            }
        }

        private static IEnumerable<Refusal.Invalid> Faults(Command cmd, string name, DivisionBook book)
        {
            if (!Codes.TryRead<PartyKind>(cmd.Kind, out var kind) || kind is PartyKind.Operator or PartyKind.Cluster)
            {
                yield return new("members.new.fault.kind", nameof(cmd.Kind));
            }

            if (!PartyField.FullName.Accepts(name))
            {
                yield return new("members.institution.fault.name", nameof(cmd.Name));
            }

            if (!PartyField.NameEn.Accepts(PartyField.Tidy(cmd.NameEn)))
            {
                yield return new("members.institution.fault.name-en", nameof(cmd.NameEn));
            }

            if (PartyField.Tidy(cmd.Code) is var code && (code.Length > 32 || code.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')))
            {
                yield return new("members.new.fault.code", nameof(cmd.Code));
            }

            if (cmd.DivisionCode is { Length: > 0 } division && book.Find(division) is not { IsBracket: false })
            {
                yield return new("members.place.fault.division", "Division");
            }
        }

        private async Task<string> NextCodeAsync(CancellationToken ct) => await db.Database.SqlQuery<string>(
            $"""select 'X' || lpad(nextval('members.party_number')::text, 6, '0') as "Value" """).SingleAsync(ct);
    }
}
