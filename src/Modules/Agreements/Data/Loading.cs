using Guanlian.Agreements.Access;
using Guanlian.Agreements.Texts;
using Guanlian.Platform.Access;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Data;

/// <summary>An agreement as handlers load it to act on it.</summary>
/// <param name="Open">The text that is written or out for sealing.</param>
/// <param name="Sealed">The newest text that all have sealed.</param>
internal sealed record Loaded(AgreementRecord Record, TextRow? Open, TextRow? Sealed)
{
    public AgreementText? OpenText => Open is null ? null : Loading.Read(Open);

    public AgreementText? SealedText => Sealed is null ? null : Loading.Read(Sealed);
}

/// <summary>What handlers of one agreement have in common: load, see, lock, save.</summary>
internal static class Loading
{
    public static AgreementText Read(TextRow row) => CanonicalJson.Read<AgreementText>(row.Body);

    /// <summary>
    /// The agreement, where this actor may see it, locked until <see cref="SaveAsync"/>: who acts in one agreement acts one after the
    /// other, so that nobody seals a text that another is just taking back.
    /// </summary>
    public static async Task<Outcome<Loaded>> AgreementAsync(this AgreementsDb db, Guid id, Actor actor, CancellationToken ct)
    {
        _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from agreements.agreement where id = {id} for update", ct);
        var record = await db.Agreements.SingleOrDefaultAsync(a => a.Id == id, ct);
        var parties = await db.Parties.Where(p => p.AgreementId == id).Select(p => p.PartyId).ToListAsync(ct);
        if (record is null || !AgreementAccess.MaySee(actor, parties))
        {
            return AgreementAccess.Missing;
        }

        var open = await db.Texts.SingleOrDefaultAsync(
            t => t.AgreementId == id && (t.State == TextState.Draft || t.State == TextState.OutForSealing || t.State == TextState.PartlySealed), ct);
        var whole = await db.Texts.Where(t => t.AgreementId == id && t.State == TextState.Sealed).OrderByDescending(t => t.Number).FirstOrDefaultAsync(ct);
        return new Loaded(record, open, whole);
    }

    /// <summary>Puts a draft's text in place and lets its parties see the agreement.</summary>
    public static async Task WriteAsync(this AgreementsDb db, AgreementRecord record, TextRow row, AgreementText text, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        row.Body = CanonicalJson.Write(text);
        row.Hash = CanonicalJson.Hash(row.Body);
        (row.MadeAt, row.MadeBy) = (now, actor.Name);
        row.Version++;
        if (row.Amends is null)
        {
            (record.Title, record.UntilOn) = (text.Title, text.Until);
        }

        var known = await db.Parties.Where(p => p.AgreementId == record.Id).Select(p => p.PartyId).ToListAsync(ct);
        db.AddRange(text.Parties.Where(p => !known.Contains(p.Id)).Select(p => new AgreementParty { AgreementId = record.Id, PartyId = p.Id }));
    }

    /// <summary>A new text of an agreement, the same as an earlier one to begin with.</summary>
    public static TextRow NextText(Guid agreement, int number, AgreementText text, int? amends, string why, Actor actor, DateTimeOffset now)
    {
        var body = CanonicalJson.Write(text);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            AgreementId = agreement,
            Number = number,
            Body = body,
            Hash = CanonicalJson.Hash(body),
            Amends = amends,
            Why = why,
            MadeAt = now,
            MadeBy = actor.Name,
        };
    }

    /// <summary>Its state changed: others who had it open are told.</summary>
    public static void Turn(this AgreementRecord record, AgreementState state, DateTimeOffset now)
    {
        record.StateSince = record.State == state ? record.StateSince : now;
        record.State = state;
        record.Version++;
    }

    /// <summary>Saves, and says so where somebody was faster.</summary>
    public static Task<Outcome<Done>> SaveAsync(this AgreementsDb db, CancellationToken ct) => db.SaveInTurnAsync("agreements.stale", ct);
}
