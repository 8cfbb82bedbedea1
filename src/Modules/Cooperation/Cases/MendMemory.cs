using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cases;

/// <summary>A party of a closed case mends its words in the memory, where something still tells whose it is, or takes it out.</summary>
internal static class MendMemory
{
    private const int Most = 10_000;

    /// <param name="Withdraw">Take it out of the memory, with a reason.</param>
    internal sealed record Command(
        Guid Id, int Version, string? Description, string? Question, string? Findings, string? Advice, string? Outcome, bool Withdraw = false, string? Why = null);

    internal sealed class Handler(CooperationDb db, RememberCase remember, CurrentActor current)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (CooperationAccess.Own(current.Value, found.Value.Parties).Count == 0)
            {
                return new Refusal.Denied("cooperation.book.not-yours");
            }

            if (await db.Set<CaseMemory>().SingleOrDefaultAsync(m => m.CooperationId == cmd.Id, ct) is not { } memory)
            {
                return CooperationAccess.Missing;
            }

            if (memory.Version != cmd.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            var why = Typed.Plain(cmd.Why);
            if ((cmd.Withdraw ? (why.Length is 0 or > 1000 ? new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why)) : null) : TooLong(cmd)) is { } refusal)
            {
                return refusal;
            }

            if (cmd.Withdraw)
            {
                memory.WithdrawnWhy = why;
            }
            else
            {
                // Whatever is typed goes through the same sieve.
                var names = await remember.NamesAsync(found.Value.Record, ct);
                string Plain(string? text) => names.Clean(Typed.Plain(text));
                (memory.Description, memory.Question, memory.Findings) = (Plain(cmd.Description), Plain(cmd.Question), Plain(cmd.Findings));
                (memory.Advice, memory.Outcome) = (Plain(cmd.Advice), Plain(cmd.Outcome));
                RememberCase.Index(memory);
            }

            memory.Version++;
            db.Record(new Change(cmd.Withdraw ? "cooperation.case.withdrawn" : "cooperation.case.mended", "cooperation.case", cmd.Id)
            {
                OwnerId = found.Value.Record.LeadPartyId,
                Reason = cmd.Withdraw ? memory.WithdrawnWhy : null,
            });
            return await db.SaveAsync(ct);
        }

        private static Refusal.Invalid? TooLong(Command cmd) => new[]
        {
            (cmd.Description, nameof(cmd.Description)), (cmd.Question, nameof(cmd.Question)), (cmd.Findings, nameof(cmd.Findings)), (cmd.Advice, nameof(cmd.Advice)),
            (cmd.Outcome, "Words"),
        }.Where(t => Typed.Plain(t.Item1).Length > Most).Select(t => new Refusal.Invalid("cooperation.text-long", t.Item2)).FirstOrDefault();
    }
}
