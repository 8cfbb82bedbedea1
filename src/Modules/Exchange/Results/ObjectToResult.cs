using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Results;

/// <summary>Why a member may object; the code decides who must look at it first.</summary>
internal static class ObjectionReasons
{
    public static IReadOnlyList<string> All { get; } =
        ["needs-wrong", "offers-wrong", "distance-wrong", "places-wrong", "existing-agreement", "conflict-of-interest", "rule-misapplied", "other"];
}

/// <summary>A member objects to a shown result, or takes its objection back.</summary>
internal static class ObjectToResult
{
    internal sealed record Command(string Code, string? ReasonCode, string? Text);

    internal sealed record WithdrawCommand(string Code, Guid Id, int Version);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, RoundAccess access, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var (round, party) = (found.Value.Round, found.Value.Member);
            if (party is null || !current.Value.May(RoundPermissions.Object, party.Value)) return new Refusal.Denied("exchange.objection.members-only");
            if (round.State != RoundState.Shown) return new Refusal.Stale("exchange.objection.not-shown");
            if (round.ObjectionsUntil < Dates.InChina(clock.GetUtcNow())) return new Refusal.Stale("exchange.objection.too-late");
            if (cmd.ReasonCode is null || !ObjectionReasons.All.Contains(cmd.ReasonCode)) return new Refusal.Invalid("exchange.objection.reason-missing", nameof(cmd.ReasonCode));
            if (cmd.Text?.Trim().ReplaceLineEndings("\n") is not { Length: > 0 and <= 4000 } text) return new Refusal.Invalid("exchange.objection.text-missing", nameof(cmd.Text));
            // The same words twice are one objection: a button pressed twice.
            if (await db.Objections.FirstOrDefaultAsync(o => o.RoundId == round.Id && o.PartyId == party && o.Text == text && o.Outcome == null, ct) is { } same)
            {
                return same.Id;
            }

            var objection = new Objection
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                RoundId = round.Id,
                ComputationId = round.ComputationId!.Value,
                PartyId = party.Value,
                Author = current.Value.Name,
                ReasonCode = cmd.ReasonCode,
                Text = text,
                RaisedAt = clock.GetUtcNow(),
            };
            db.Add(objection);
            db.Record(new Change("exchange.objection.raised", "exchange.round", round.Id)
            {
                OwnerId = party,
                ReasonCode = $"exchange.objection-reason.{cmd.ReasonCode}",
                Reason = text,
                After = null,
            });
            await db.SaveChangesAsync(ct);
            return objection.Id;
        }

        public async Task<Outcome<Done>> WithdrawAsync(WithdrawCommand cmd, CancellationToken ct)
        {
            var found = await access.FindAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var objection = await db.Objections.SingleOrDefaultAsync(o => o.Id == cmd.Id && o.RoundId == found.Value.Round.Id, ct);
            if (objection is null || objection.PartyId != found.Value.Member) return new Refusal.Missing("exchange.objection.missing");
            if (!current.Value.May(RoundPermissions.Object, objection.PartyId)) return new Refusal.Denied("exchange.objection.members-only");
            return await AnswerObjection.EndAsync(db, objection, cmd.Version, ObjectionOutcome.Withdrawn, null, current.Value, clock, ct);
        }
    }
}

/// <summary>The association's office answers an objection.</summary>
internal static class AnswerObjection
{
    internal sealed record Command(string Code, Guid Id, ObjectionOutcome Outcome, string? Answer, int Version);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, RoundAccess access, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindToRunAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var objection = await db.Objections.SingleOrDefaultAsync(o => o.Id == cmd.Id && o.RoundId == found.Value.Round.Id, ct);
            if (objection is null) return new Refusal.Missing("exchange.objection.missing");
            if (cmd.Outcome is not (ObjectionOutcome.Upheld or ObjectionOutcome.PartlyUpheld or ObjectionOutcome.Dismissed))
            {
                return new Refusal.Invalid("exchange.objection.outcome-missing", nameof(cmd.Outcome));
            }

            if (cmd.Answer?.Trim().ReplaceLineEndings("\n") is not { Length: > 0 and <= 4000 } answer) return new Refusal.Invalid("exchange.objection.answer-missing", nameof(cmd.Answer));
            return await EndAsync(db, objection, cmd.Version, cmd.Outcome, answer, current.Value, clock, ct);
        }
    }

    internal static async Task<Outcome<Done>> EndAsync(
        ExchangeDb db, Objection objection, int version, ObjectionOutcome outcome, string? answer, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        if (objection.Version != version || objection.Outcome is not null) return new Refusal.Stale("exchange.objection.stale");
        (objection.Outcome, objection.Answer, objection.AnsweredBy, objection.AnsweredAt) = (outcome, answer, actor.Name, clock.GetUtcNow());
        objection.Version++;
        db.Record(new Change("exchange.objection.answered", "exchange.round", objection.RoundId)
        {
            OwnerId = objection.PartyId,
            Reason = answer,
            After = new { Outcome = outcome },
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.Stale("exchange.objection.stale");
        }

        return Done.It;
    }
}
