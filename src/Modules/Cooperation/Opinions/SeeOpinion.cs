using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Opinions;

/// <summary>The opinion of a task, to those who see its cooperation; and, by its check code, whether a paper is the one that was signed.</summary>
internal static class SeeOpinion
{
    /// <param name="Opinion">Null where nobody began it.</param>
    internal sealed record View(SeeTask.View Task, OpinionRecord? Opinion, IReadOnlyList<OpinionSignature> Places);

    /// <param name="Holds">The stored text gives the stored hash, the places for signatures are those that it names, and every one is on that hash.</param>
    internal sealed record Checked(OpinionRecord Opinion, OpinionText Text, bool Holds, IReadOnlyList<OpinionSignature> Places);

    internal sealed class Handler(CooperationDb db, SeeTask.Handler see)
    {
        public async Task<Outcome<View>> HandleAsync(Guid taskId, CancellationToken ct)
        {
            var seen = await see.HandleAsync(taskId, ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            if (!KeptBooks.TasksOf(seen.Value.Cooperation.Template, KeptBook.Opinion).Contains(seen.Value.Task.Code))
            {
                return CooperationAccess.Missing;
            }

            var opinion = await db.Set<OpinionRecord>().AsNoTracking().SingleOrDefaultAsync(o => o.TaskId == taskId, ct);
            return new View(seen.Value, opinion, opinion is null ? [] : await PlacesAsync(opinion.Id, ct));
        }

        public async Task<Outcome<Checked>> CheckAsync(string code, CancellationToken ct)
        {
            var opinion = await db.Set<OpinionRecord>().AsNoTracking().SingleOrDefaultAsync(o => o.CheckCode == code && o.State != OpinionState.Draft, ct);
            if (opinion is null)
            {
                return new Refusal.Missing("cooperation.opinion.check-missing");
            }

            var places = await PlacesAsync(opinion.Id, ct);
            var text = CanonicalJson.Read<OpinionText>(opinion.Body!);
            var holds = CanonicalJson.Hash(opinion.Body!) == opinion.Hash
                && places.Select(p => (p.PartyId, p.Name.Normalize(), p.Title.Normalize())).SequenceEqual(text.Panel.Select(s => (s.Party, s.Name, s.Title)))
                && places.TrueForAll(p => p.Hash == opinion.Hash && (opinion.State == OpinionState.Signing || p.SignedAt is not null));
            return new Checked(opinion, text, holds, places);
        }

        private Task<List<OpinionSignature>> PlacesAsync(Guid opinion, CancellationToken ct) =>
            db.Set<OpinionSignature>().AsNoTracking().Where(s => s.OpinionId == opinion && s.VoidAt == null).OrderBy(s => s.Sort).ToListAsync(ct);
    }
}
