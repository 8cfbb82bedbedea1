using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Members.Mandates;

/// <summary>Somebody who may gives a person a further mandate.</summary>
internal static class GrantMandate
{
    internal sealed record Command(Guid PersonId, Guid PartyId, string? Role, DateOnly? From, DateOnly? To, string? Reason);

    internal sealed class Handler(MembersDb db, CurrentActor current, KnownPeople people, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command command, CancellationToken ct)
        {
            var terms = await TermsAsync(db, current.Value, command.PartyId, command.Role, command.From, command.To, command.Reason, clock, ct);
            if (terms.Refused)
            {
                return terms.Refusal;
            }

            // A person the actor does not know does not exist: otherwise ids could be tried out.
            if (!(await people.AtAsync(command.PartyId, ct)).Any(p => p.Id == command.PersonId))
            {
                return new Refusal.Missing("members.person.missing");
            }

            var (role, from, reason) = (terms.Value.Role, terms.Value.From, terms.Value.Reason);
            var mandate = Make(db, clock, command.PersonId, command.PartyId, role, from, command.To, reason, current.Value.PersonId, current.Value.Mandate!.Id);
            try
            {
                await db.SaveChangesAsync(ct);
                return mandate.Id;
            }
            catch (DbUpdateException e) when (Why(e) is { } why)
            {
                return why;
            }
        }
    }

    /// <summary>What is given, after checking.</summary>
    internal sealed record Terms(string Role, DateOnly From, string Reason);

    /// <summary>Whether the actor may give this role for this party, with these dates and this reason.</summary>
    internal static async Task<Outcome<Terms>> TermsAsync(
        MembersDb db, Actor actor, Guid partyId, string? role, DateOnly? from, DateOnly? to, string? reason, TimeProvider clock, CancellationToken ct)
    {
        var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Id == partyId, ct);
        if (party is null || MandateLimits.RolesFor(actor, party.Id, party.Kind) is not { Count: > 0 } roles)
        {
            return new Refusal.Missing("members.party.missing");
        }

        var today = Dates.InChina(clock.GetUtcNow());
        List<Refusal.Invalid> wrong = [];
        if (role is null || !roles.Contains(role))
        {
            wrong.Add(new Refusal.Invalid("members.mandate.role-not-yours", "Role"));
        }

        if (from < today.AddYears(-1) || from > today.AddYears(1))
        {
            wrong.Add(new Refusal.Invalid("members.mandate.from-far", "From"));
        }

        if (to < (from ?? today) || to < today)
        {
            wrong.Add(new Refusal.Invalid("members.mandate.to-before-from", "To"));
        }

        if (reason?.Trim() is not { Length: > 0 and <= 500 })
        {
            wrong.Add(new Refusal.Invalid("members.mandate.reason-needed", "Reason"));
        }

        return wrong is [var first, .. var others] ? first with { Also = others } : new Terms(role!, from ?? today, reason!.Trim());
    }

    /// <summary>Adds a mandate and its line of history to the present unit of work.</summary>
    internal static Mandate Make(
        MembersDb db, TimeProvider clock, Guid personId, Guid partyId, string role, DateOnly from, DateOnly? to, string reason, Guid? by, Guid? under)
    {
        var now = clock.GetUtcNow();
        var mandate = new Mandate
        {
            Id = Guid.CreateVersion7(now),
            PersonId = personId,
            PartyId = partyId,
            Role = role,
            FromOn = from,
            ToOn = to,
            GrantedBy = by,
            GrantedUnder = under,
            GrantedAt = now,
            Reason = reason,
        };
        db.Add(mandate);
        db.Record(new Change("members.mandate.granted", "members.mandate", mandate.Id)
        {
            OwnerId = partyId,
            Reason = reason,
            After = new { mandate.PersonId, mandate.Role, mandate.FromOn, mandate.ToOn },
        });
        return mandate;
    }

    /// <summary>The refusal behind a broken constraint; null for any other trouble.</summary>
    internal static Refusal? Why(DbUpdateException e) => (e.InnerException as PostgresException)?.ConstraintName switch
    {
        "mandate_once" => new Refusal.Invalid("members.mandate.has-it", "Role"),
        "mandate_role_fits_party" => new Refusal.Invalid("members.mandate.role-not-yours", "Role"),
        _ => null,
    };
}
