using Guanlian.Resources.Data;
using Guanlian.Resources.Handovers;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Loans;

/// <summary>An object as the clock finds it again: by its record, or, where it has none, by its owner's register number.</summary>
internal readonly record struct LentObject(Guid OwnerId, Guid? ObjectId, string NumberKey)
{
    public static LentObject Of(HandoverItem item) => new(item.OwnerId, item.ObjectId, item.NumberKey);

    /// <summary>It can be told from others.</summary>
    public bool Known => ObjectId is not null || NumberKey.Length > 0;

    /// <summary>The same thing, though it may have been listed before it had a record.</summary>
    public bool Is(LentObject other) => OwnerId == other.OwnerId
        && (ObjectId is { } mine && other.ObjectId is { } its ? mine == its : NumberKey.Length > 0 && NumberKey == other.NumberKey);
}

/// <summary>One line of a list that has left, with the handover around it.</summary>
internal sealed record LentLine(HandoverItem Item, HandoverRecord Handover)
{
    public Passage Passage => new(
        Handover.FromPartyId, Handover.ToPartyId, LoanRules.Shipped.Lends.Contains(Handover.Kind), Handover.SentOn!.Value, Handover.ReceivedOn,
        Item.InCount >= Item.Count);
}

/// <summary>What is known of where objects have been: of all borrowers, whoever asks.</summary>
internal sealed class LoanBook(ResourcesDb db)
{
    /// <summary>The lines of these objects that have left, in the order in which they did.</summary>
    public async Task<IReadOnlyList<LentLine>> LinesAsync(IReadOnlyCollection<LentObject> objects, CancellationToken ct)
    {
        var owners = objects.Select(o => o.OwnerId).Distinct().ToList();
        var ids = objects.Select(o => o.ObjectId).OfType<Guid>().Distinct().ToList();
        var keys = objects.Select(o => o.NumberKey).Where(k => k.Length > 0).Distinct().ToList();
        return await ReadAsync(db.HandoverItems().Where(i => owners.Contains(i.OwnerId)
            && ((i.ObjectId != null && ids.Contains(i.ObjectId.Value)) || keys.Contains(i.NumberKey))), ct);
    }

    /// <summary>All lines of these owners' objects that have left.</summary>
    public Task<IReadOnlyList<LentLine>> OfOwnersAsync(IReadOnlyCollection<Guid> owners, CancellationToken ct)
    {
        var of = owners.ToList();
        return ReadAsync(db.HandoverItems().Where(i => of.Contains(i.OwnerId) && (i.ObjectId != null || i.NumberKey != "")), ct);
    }

    /// <summary>Of lines of many objects, those of this one.</summary>
    public static IReadOnlyList<LentLine> Of(LentObject thing, IEnumerable<LentLine> lines) =>
        thing.Known ? [.. lines.Where(l => thing.Is(LentObject.Of(l.Item)))] : [];

    public static IReadOnlyList<Absence> Absences(Guid owner, IEnumerable<LentLine> lines) => LoanClock.Absences(owner, lines.Select(l => l.Passage));

    // What both sides agree never arrived changed no hands.
    private async Task<IReadOnlyList<LentLine>> ReadAsync(IQueryable<HandoverItem> items, CancellationToken ct) =>
        [.. (await items.AsNoTracking().Join(db.Handovers().AsNoTracking().Where(h => h.SentOn != null), i => i.HandoverId, h => h.Id, (i, h) => new { Item = i, Handover = h })
            .Where(l => l.Item.InCount != 0 || (l.Handover.State != HandoverState.Accepted && l.Handover.State != HandoverState.Settled))
            .OrderBy(l => l.Handover.SentAt).ThenBy(l => l.Handover.SentOn).ThenBy(l => l.Handover.Number).ThenBy(l => l.Item.Place).ToListAsync(ct)).Select(l => new LentLine(l.Item, l.Handover))];
}
