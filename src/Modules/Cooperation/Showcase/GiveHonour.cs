using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Cooperation.Showcase;

/// <summary>The association honours an institution for a year, with its reason; it can take that back, with a reason too (requirement P14).</summary>
internal static class GiveHonour
{
    internal sealed record Command(string? Party, int? Year, string? Name, string? Reason);

    internal sealed record TakeBack(Guid Id, string? Why);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (actor.PartyId is not { } cluster || !actor.May(CooperationPermissions.Oversee))
            {
                return new Refusal.Denied("cooperation.honours.not-yours");
            }

            var card = TypedParty.Find(await directory.MembersOfAsync(cluster, ct), cmd.Party?.Trim() ?? "");
            if (Check(cmd, card) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var honour = new Honour
            {
                Id = Guid.CreateVersion7(now),
                ClusterId = cluster,
                PartyId = card!.Id,
                Year = cmd.Year!.Value,
                Name = cmd.Name!.Trim(),
                Reason = cmd.Reason!.Trim(),
                GivenAt = now,
                Sample = actor.Sample,
            };
            db.Add(honour);
            db.Record(new Change("cooperation.honour.given", "cooperation.honour", honour.Id) { OwnerId = card.Id, Reason = honour.Reason, After = new { honour.Name, honour.Year } });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "honour_once" })
            {
                return new Refusal.Invalid("cooperation.honours.once", nameof(cmd.Name));
            }

            return Done.It;
        }

        public async Task<Outcome<Done>> HandleAsync(TakeBack cmd, CancellationToken ct)
        {
            var honour = await db.Honours.SingleOrDefaultAsync(h => h.Id == cmd.Id, ct);
            if (honour is null || honour.ClusterId != current.Value.PartyId || !current.Value.May(CooperationPermissions.Oversee))
            {
                return new Refusal.Missing("cooperation.honours.missing");
            }

            if (string.IsNullOrWhiteSpace(cmd.Why) || cmd.Why.Length > 1000)
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why));
            }

            if (honour.WithdrawnAt is not null)
            {
                return new Refusal.Stale("cooperation.honours.missing");
            }

            (honour.WithdrawnAt, honour.WithdrawnWhy) = (clock.GetUtcNow(), cmd.Why.Trim());
            db.Record(new Change("cooperation.honour.withdrawn", "cooperation.honour", honour.Id) { OwnerId = honour.PartyId, Reason = honour.WithdrawnWhy, Before = new { honour.Name, honour.Year } });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        private static Refusal.Invalid? Check(Command cmd, PartyCard? card) => cmd switch
        {
            _ when card is null => new Refusal.Invalid("cooperation.honours.party-unknown", nameof(cmd.Party)),
            { Year: null or < 1990 or > 2100 } => new Refusal.Invalid("cooperation.honours.year", nameof(cmd.Year)),
            _ when string.IsNullOrWhiteSpace(cmd.Name) || cmd.Name.Trim().Length > 60 => new Refusal.Invalid("cooperation.honours.name-missing", nameof(cmd.Name)),
            _ when string.IsNullOrWhiteSpace(cmd.Reason) || cmd.Reason.Length > 1000 => new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Reason)),
            _ => null,
        };
    }
}
