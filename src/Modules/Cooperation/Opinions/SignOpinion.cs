using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Opinions;

/// <summary>
/// An opinion goes to its experts, who sign exactly the text they are shown or send it back with a reason; the last signature issues it,
/// and each piece of advice waits from then on to be acted on.
/// </summary>
internal static class SignOpinion
{
    internal enum Act
    {
        /// <summary>送签</summary>
        Send,

        /// <summary>签署</summary>
        Sign,

        /// <summary>退回修改</summary>
        Return,
    }

    /// <param name="SignatureId">Of the expert who signs.</param>
    internal sealed record Command(Guid TaskId, Act Act, int Version, Guid? SignatureId = null, string? Why = null);

    internal sealed class Handler(CooperationDb db, Editions editions, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await OpinionDoor.OpenAsync(db, editions, cmd.TaskId, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (book, task, opinion) = found.Value;
            if (opinion is null)
            {
                return CooperationAccess.Missing;
            }

            if (opinion.Version != cmd.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (book.Record.State != CooperationState.Running)
            {
                return new Refusal.Stale("cooperation.task.not-running");
            }

            var places = await db.Set<OpinionSignature>().Where(s => s.OpinionId == opinion.Id && s.VoidAt == null).OrderBy(s => s.Sort).ToListAsync(ct);
            var refusal = cmd.Act switch
            {
                Act.Send => await SendAsync(book, task, opinion, ct),
                Act.Sign => Sign(cmd, book, opinion, places),
                _ => Return(cmd, task, opinion, places),
            };
            if (refusal is not null)
            {
                return refusal;
            }

            opinion.Version++;
            book.Record.QuietSince = clock.GetUtcNow();
            return await db.SaveAsync(ct);
        }

        private async Task<Refusal?> SendAsync(OpenBook book, CooperationTask task, OpinionRecord opinion, CancellationToken ct)
        {
            if (book.Check(current.Value, KeptBook.Opinion) is { } refusal)
            {
                return refusal;
            }

            if (opinion.State != OpinionState.Draft)
            {
                return new Refusal.Stale("cooperation.opinion.not-draft");
            }

            var parties = await directory.FindAsync([.. book.Cooperation.Parties.Distinct()], ct);
            var panel = OpinionPanel.Read(opinion.Panel, parties.GetValueOrDefault);
            if ((opinion.Findings.Length == 0 ? new Refusal.Invalid("cooperation.opinion.findings-missing", "Findings")
                : opinion.Advice.Length == 0 ? new Refusal.Invalid("cooperation.opinion.advice-missing", "Advice") : OpinionPanel.Check(panel)) is { } wrong)
            {
                return wrong;
            }

            var receivers = book.Cooperation.Participants.Where(p => book.Template.Role(p.Role)?.Receives == true).Select(p => p.PartyId).Distinct();
            var sheet = await db.Set<CaseSheet>().AsNoTracking().SingleOrDefaultAsync(s => s.CooperationId == book.Record.Id, ct);
            var before = await db.Set<OpinionRecord>().CountAsync(o => o.CooperationId == book.Record.Id && o.State == OpinionState.Issued, ct);
            var text = new OpinionText
            {
                Number = $"{CooperationWords.Number(book.Record.Number)}-Y{before + 1}",
                Title = book.Record.Title,
                Paper = (await db.Deliverables.AsNoTracking().Where(d => d.TaskId == task.Id && d.Book == "opinion").OrderBy(d => d.Sort).FirstAsync(ct)).Title.Here,
                For = [.. receivers.Select(r => parties.GetValueOrDefault(r)?.Name ?? "–")],
                Question = sheet?.Question ?? book.Record.Aim,
                Findings = opinion.Findings,
                Causes = opinion.Causes,
                Advice = opinion.Advice.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Panel = panel,
                Language = Wording.InChinese ? Wording.Chinese : Wording.English,
            };
            opinion.Body = CanonicalJson.Write(text);
            opinion.Hash = CanonicalJson.Hash(opinion.Body);
            (opinion.State, opinion.ReturnedWhy) = (OpinionState.Signing, null);
            db.AddRange(panel.Select((signer, n) => new OpinionSignature
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                OpinionId = opinion.Id,
                Sort = n,
                PartyId = signer.Party,
                Name = signer.Name,
                Title = signer.Title,
                Hash = opinion.Hash,
            }));
            Note("cooperation.opinion.sent", opinion, task.DoesPartyId, new { text.Number, opinion.Hash });
            return null;
        }

        private Refusal? Sign(Command cmd, OpenBook book, OpinionRecord opinion, List<OpinionSignature> places)
        {
            if (opinion.State != OpinionState.Signing)
            {
                return new Refusal.Stale("cooperation.opinion.not-out");
            }

            if (places.Find(s => s.Id == cmd.SignatureId) is not { } place || !CooperationAccess.Works(current.Value, place.PartyId))
            {
                return new Refusal.Denied("cooperation.opinion.not-yours-to-sign");
            }

            if (place.SignedAt is not null)
            {
                return new Refusal.Stale("cooperation.opinion.signed-already");
            }

            var now = clock.GetUtcNow();
            (place.SignedAt, place.ByName, place.MandateId) = (now, current.Value.Name, current.Value.Mandate?.Id);
            Note("cooperation.opinion.signed", opinion, place.PartyId, new { place.Name, place.Title, place.Hash });
            if (places.TrueForAll(s => s.SignedAt is not null))
            {
                (opinion.State, opinion.IssuedAt) = (OpinionState.Issued, now);
                db.AddRange(CanonicalJson.Read<OpinionText>(opinion.Body!).Advice.Select((words, n) => new AdviceRow
                {
                    Id = Guid.CreateVersion7(now),
                    CooperationId = book.Record.Id,
                    OpinionId = opinion.Id,
                    Sort = n,
                    Words = words,
                }));
                Note("cooperation.opinion.issued", opinion, book.Record.LeadPartyId, new { opinion.Hash });
            }

            return null;
        }

        private Refusal? Return(Command cmd, CooperationTask task, OpinionRecord opinion, List<OpinionSignature> places)
        {
            if (opinion.State != OpinionState.Signing)
            {
                return new Refusal.Stale("cooperation.opinion.not-out");
            }

            if (!places.Select(p => p.PartyId).Append(task.DoesPartyId).Any(p => CooperationAccess.Works(current.Value, p)))
            {
                return new Refusal.Denied("cooperation.opinion.not-yours-to-sign");
            }

            if (Typed.Plain(cmd.Why) is not { Length: > 0 and <= 1000 } why)
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why));
            }

            (opinion.State, opinion.Body, opinion.Hash, opinion.ReturnedWhy) = (OpinionState.Draft, null, null, why);
            places.ForEach(p => p.VoidAt = clock.GetUtcNow());
            db.Record(new Change("cooperation.opinion.returned", "cooperation.opinion", opinion.Id) { OwnerId = task.DoesPartyId, Reason = why });
            return null;
        }

        private void Note(string action, OpinionRecord opinion, Guid owner, object after) =>
            db.Record(new Change(action, "cooperation.opinion", opinion.Id) { OwnerId = owner, After = after });
    }
}
