using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Loans;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>
/// One end of a handover is signed: whether everything was looked at, at the sender's also whether the things may leave; then the list is
/// fixed with its hash. Called within the transaction that wrote the conditions.
/// </summary>
internal sealed class SignList(ResourcesDb db, CheckList check, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(HandoverRecord record, IReadOnlyList<HandoverItem> items, Stage stage, string? typed, DateOnly? typedDay, CancellationToken ct)
    {
        var signer = (typed ?? "").Trim();
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var on = typedDay ?? today;
        if (Lacking(items, stage) is { } lacking)
        {
            return lacking;
        }

        if (Typed.Writable(signer).Length is 0 or > 60 || signer != Typed.Writable(signer))
        {
            return new Refusal.Invalid("resources.handover.signer", "Signer");
        }

        if (on > today || on < (stage == Stage.In ? record.SentOn!.Value : today.AddDays(-30)))
        {
            return new Refusal.Invalid("resources.handover.on", "On");
        }

        if (stage == Stage.Out && await MayLeaveAsync(record, items, on, ct) is { } refusal)
        {
            return refusal;
        }

        // The lines first: once the list lies beside them, the database keeps them.
        await db.SaveChangesAsync(ct);
        var sheet = await SheetAsync(record, items, stage, on, now, ct);
        var party = stage == Stage.Out ? record.FromPartyId : record.ToPartyId;
        db.Add(sheet);
        db.Add(new HandoverSignature
        {
            HandoverId = record.Id,
            Act = stage == Stage.Out ? SignedAct.Out : SignedAct.In,
            PartyId = party,
            Signer = signer,
            Hash = sheet.Hash,
            ByName = current.Value.Name,
            At = now,
        });
        var differing = stage == Stage.In ? Differences.Among(items).Count : 0;
        var move = stage == Stage.Out ? HandoverMove.SignOut : differing > 0 ? HandoverMove.SignInDiffering : HandoverMove.SignIn;
        record.ReceivedOn = stage == Stage.In ? on : null;
        record.Turn(HandoverMoves.To(record.State, move)!.Value, now);
        if (stage == Stage.Out)
        {
            db.Note(record, "resources.handover.signed-out", new { Signer = signer, Items = items.Count, sheet.Hash, record.FilingNumber });
            NoteExemptions(record, items);
        }
        else
        {
            db.Note(record, "resources.handover.signed-in", new { Signer = signer, record.ReceivedOn, Differences = differing, sheet.Hash });
        }

        return await db.SaveAsync(ct);
    }

    private async Task<Refusal?> MayLeaveAsync(HandoverRecord record, IReadOnlyList<HandoverItem> items, DateOnly on, CancellationToken ct)
    {
        if (await check.HeldAsync(record, items, on, ct) is { } elsewhere)
        {
            return elsewhere;
        }

        var refused = (await check.FindingsAsync(record, items, ct)).Where(f => f.Refuses)
            .Select(f => (Refusal.Invalid)new Refusal.Invalid(f.Code, Field(f)).With([.. f.Holes])).ToList();
        return refused.Count == 0 ? null : refused[0] with { Also = [.. refused.Skip(1).Take(20)] };
    }

    private static string? Field(LoanFinding finding) => (finding.Code, finding.Item) switch
    {
        ("resources.loan.filing-needed", _) => "Filing",
        ("resources.loan.over-limit", { } item) => $"Exempt-{item.Id}",
        ("resources.loan.grade-needed", { } item) => $"Grade-{item.Id}",
        (_, { } item) => $"Condition-{item.Id}",
        _ => null,
    };

    private static Refusal.Invalid? Lacking(IReadOnlyList<HandoverItem> items, Stage stage)
    {
        var wrong = items.Where(i => stage == Stage.Out ? i.OutCondition is null : i.InCount is null || (i.InCount > 0 && i.InCondition is null))
            .Select(i => (Refusal.Invalid)new Refusal.Invalid("resources.handover.condition-needed", $"Condition-{i.Id}").With(("name", i.Name)))
            .Concat(stage == Stage.Out ? [] : Differences.Among(items).Where(i => i.InNote.Length == 0)
                .Select(i => (Refusal.Invalid)new Refusal.Invalid("resources.handover.difference-words", $"Note-{i.Id}").With(("name", i.Name)))).ToList();
        return wrong.Count == 0 ? null : wrong[0] with { Also = [.. wrong.Skip(1).Take(20)] };
    }

    private async Task<HandoverSheet> SheetAsync(HandoverRecord record, IReadOnlyList<HandoverItem> items, Stage stage, DateOnly on, DateTimeOffset now, CancellationToken ct)
    {
        var pictures = (await db.HandoverPictures().Where(p => p.HandoverId == record.Id && p.Stage == stage).Select(p => new { p.ItemId, p.Sha256 }).ToListAsync(ct))
            .ToLookup(p => p.ItemId, p => p.Sha256);
        var parties = await directory.FindAsync([.. items.Select(i => i.OwnerId).Append(record.FromPartyId).Append(record.ToPartyId).Distinct()], ct);
        var signedOut = stage == Stage.Out ? null : await db.HandoverSheets().Where(s => s.HandoverId == record.Id && s.Stage == Stage.Out).Select(s => s.Hash).SingleAsync(ct);
        var body = CanonicalJson.Write(SheetText.Of(stage, record, items, pictures, parties, on, signedOut));
        return new() { HandoverId = record.Id, Stage = stage, Body = body, Hash = CanonicalJson.Hash(body), At = now };
    }

    private void NoteExemptions(HandoverRecord record, IReadOnlyList<HandoverItem> items)
    {
        foreach (var item in items.Where(i => i.ExemptCode is not null))
        {
            db.Record(new Change("resources.handover.exempted", LoadingHandovers.Subject, record.Id)
            {
                OwnerId = item.OwnerId,
                ReasonCode = $"resources.loan.exempt.{item.ExemptCode}",
                Reason = item.ExemptDocument,
                After = new { Item = item.Name, item.Number },
            });
        }
    }
}
