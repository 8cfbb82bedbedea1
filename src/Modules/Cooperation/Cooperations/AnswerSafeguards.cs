using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>The seven safeguards are answered before a cooperation starts, by any of its parties (requirement G29).</summary>
internal static class AnswerSafeguards
{
    internal sealed record Command(Guid Id, IReadOnlyDictionary<Safeguard, string?> Answers, string? Earning, int Version);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.CooperationAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var record = found.Value.Record;
            if (CooperationAccess.Own(actor, found.Value.Parties).Count == 0)
            {
                return new Refusal.Denied("cooperation.not-yours");
            }

            if (cmd.Version != record.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (CooperationMoves.Ended(record.State))
            {
                return new Refusal.Stale("cooperation.no-such-move");
            }

            if (cmd.Answers.Where(a => a.Value is { Length: > 400 }).Select(a => a.Key).ToList() is [var first, ..])
            {
                return new Refusal.Invalid("cooperation.safeguard-long", $"Answer-{first}");
            }

            var template = await editions.OfAsync(record.EditionId, ct);
            var now = clock.GetUtcNow();
            var standing = await db.SafeguardAnswers.Where(s => s.CooperationId == record.Id).ToListAsync(ct);
            foreach (var (kind, text) in cmd.Answers.Where(a => !string.IsNullOrWhiteSpace(a.Value)))
            {
                var word = CodeWords.Write(kind);
                if (standing.Find(s => s.Kind == word) is not { } answer)
                {
                    db.Add(answer = new() { CooperationId = record.Id, Kind = word, Note = text!.Trim(), AnsweredBy = actor.Name });
                }

                if (answer.AnsweredAt == default || answer.Note != text!.Trim())
                {
                    (answer.Note, answer.AnsweredAt, answer.AnsweredBy) = (text!.Trim(), now, actor.Name);
                }
            }

            if (template.EarningCheck is not null && !string.IsNullOrWhiteSpace(cmd.Earning))
            {
                record.EarningAnswer = cmd.Earning.Trim()[..Math.Min(2000, cmd.Earning.Trim().Length)];
            }

            db.Record(new Change("cooperation.safeguards-answered", "cooperation.cooperation", record.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new { Answered = cmd.Answers.Where(a => !string.IsNullOrWhiteSpace(a.Value)).Select(a => CodeWords.Write(a.Key)).ToArray() },
            });
            record.Touch(now);
            return await db.SaveAsync(ct);
        }
    }
}
