using System.Globalization;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>A party states its gain and what it brings, and agrees to take part; when the last one has agreed, the cooperation is agreed.</summary>
internal static class AgreeToTakePart
{
    /// <param name="Promises">By contribution: how much, as typed; empty says nothing.</param>
    internal sealed record Command(Guid Id, Guid PartyId, string? Gain, IReadOnlyDictionary<Guid, string?> Promises, bool Agree, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.CooperationAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, participants) = found.Value;
            var own = participants.Where(p => p.PartyId == cmd.PartyId).ToList();
            if (own.Count == 0 || !(cmd.Agree ? CooperationAccess.Binds(actor, cmd.PartyId) : CooperationAccess.Works(actor, cmd.PartyId)))
            {
                return new Refusal.Denied("cooperation.not-yours-to-agree");
            }

            if (cmd.Version != record.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (CooperationMoves.Ended(record.State) || (cmd.Agree && own.All(p => p.AgreedAt is not null)))
            {
                return new Refusal.Stale("cooperation.no-such-move");
            }

            var gain = cmd.Gain is null ? null : Typed.Plain(cmd.Gain);
            if (gain is { Length: > 1000 })
            {
                return new Refusal.Invalid("cooperation.gain-long", nameof(cmd.Gain));
            }

            var lines = await db.Contributions.Where(c => c.CooperationId == record.Id && c.PartyId == cmd.PartyId).ToListAsync(ct);
            foreach (var line in lines.Where(l => cmd.Promises.ContainsKey(l.Id)))
            {
                if (!Amount.TryRead(cmd.Promises[line.Id], out var amount))
                {
                    return new Refusal.Invalid("cooperation.amount-wrong", $"Promise-{line.Id}");
                }

                line.Promised = amount;
            }

            var now = clock.GetUtcNow();
            foreach (var part in own)
            {
                part.Gain = gain ?? part.Gain;
                if (cmd.Agree)
                {
                    (part.AgreedAt, part.AgreedBy) = (now, actor.Name);
                }
            }

            Note(record, participants, cmd with { Gain = gain }, lines, now);
            record.Touch(now);
            return await db.SaveAsync(ct);
        }

        private void Note(CooperationRecord record, List<Participant> participants, Command cmd, List<Contribution> lines, DateTimeOffset now)
        {
            db.Record(new Change(cmd.Agree ? "cooperation.party-agreed" : "cooperation.party-stated", "cooperation.cooperation", record.Id)
            {
                OwnerId = cmd.PartyId,
                After = new
                {
                    Gain = cmd.Gain,
                    Gives = lines.Where(l => l.Promised is not null)
                        .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.WhatZh} {l.Promised:0.##}")).ToArray(),
                },
            });
            if (record.State == CooperationState.Idea && participants.TrueForAll(p => p.AgreedAt is not null)
                && CooperationMoves.To(record.State, Move.Agree) is { } agreed)
            {
                (record.State, record.StateSince) = (agreed, now);
                db.Record(new Change("cooperation.move.agree", "cooperation.cooperation", record.Id)
                {
                    OwnerId = record.LeadPartyId,
                    Before = new { State = CooperationState.Idea },
                    After = new { State = agreed },
                });
            }
        }
    }
}
