using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>A party names its liaison post: whom the others ask. Named anew when the person changes; the post is never empty again.</summary>
internal static class NameLiaison
{
    internal sealed record Command(Guid Id, Guid PartyId, string? Name, string? Post, string? Reach, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, participants) = found.Value;
            var own = participants.Where(p => p.PartyId == cmd.PartyId).ToList();
            if (own.Count == 0 || !CooperationAccess.Works(current.Value, cmd.PartyId))
            {
                return new Refusal.Denied("cooperation.not-yours");
            }

            var (name, post, reach) = (Typed.Plain(cmd.Name), Typed.Plain(cmd.Post), Typed.Plain(cmd.Reach));
            if (Check(cmd, record, name, post, reach) is { } refusal)
            {
                return refusal;
            }

            var before = new { Name = own[0].LiaisonName, Post = own[0].LiaisonPost };
            foreach (var part in own)
            {
                (part.LiaisonName, part.LiaisonPost, part.LiaisonReach) = (name, post, reach);
            }

            record.Touch(clock.GetUtcNow());
            db.Record(new Change("cooperation.liaison-named", "cooperation.cooperation", record.Id) { OwnerId = cmd.PartyId, Before = before, After = new { Name = name, Post = post } });
            return await db.SaveAsync(ct);
        }

        private static Refusal? Check(Command cmd, CooperationRecord record, string name, string post, string reach) => cmd switch
        {
            _ when cmd.Version != record.Version => new Refusal.Stale("cooperation.stale"),
            _ when CooperationMoves.Ended(record.State) => new Refusal.Stale("cooperation.no-such-move"),
            _ when name.Length is 0 or > 40 => new Refusal.Invalid("cooperation.liaison.name-missing", "LiaisonName"),
            _ when post.Length is 0 or > 80 => new Refusal.Invalid("cooperation.liaison.post-missing", "LiaisonPost"),
            _ when reach.Length > 80 => new Refusal.Invalid("cooperation.liaison.reach-long", "LiaisonReach"),
            _ => null,
        };
    }
}
