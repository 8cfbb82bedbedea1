using Guanlian.Contracts.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Handovers;

/// <summary>
/// Makes lines of a list of what was typed. A number leads to the owner's record only where somebody of the owner writes it: the other side
/// is not told what stands in a catalogue that it may not see.
/// </summary>
internal sealed class ListItems(ResourcesDb db, IObjectBook book, CurrentActor current, TimeProvider clock)
{
    /// <summary>Puts the typed lines in the place of those there are; a line that stayed the same keeps what was written of it.</summary>
    public async Task<Refusal?> PutAsync(HandoverRecord record, IReadOnlyList<HandoverItem> before, Guid owner, IReadOnlyList<ItemLine> lines, CancellationToken ct)
    {
        var known = HandoverAccess.Acts(current.Value, owner)
            ? await book.ByNumberAsync(owner, [.. lines.Select(l => Asked(l)).Distinct()], ct)
            : new Dictionary<string, ObjectInBook>();
        var (left, kept, made) = (before.ToList(), new List<HandoverItem>(), new List<HandoverItem>());
        // Whose things they are was changed: then they are other things, whatever they are called.
        var others = before.All(i => i.OwnerId != owner);
        foreach (var (line, n) in lines.Select((l, n) => (l, n + 1)))
        {
            var item = left.Find(i => !others && i.Number == line.Number && i.Name == line.Name) ?? New(record, owner, line);
            if (left.Remove(item))
            {
                kept.Add(item);
            }
            else
            {
                made.Add(item);
            }

            (item.Place, item.Count, item.Value) = (n, line.Count, line.Value);
            if (item.ObjectId is null && known.GetValueOrDefault(Asked(line)) is { } found)
            {
                Link(item, found);
            }
        }

        // The same object twice would count twice and be handed over twice.
        if (kept.Concat(made).Where(i => i.ObjectId is not null).GroupBy(i => i.ObjectId).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return new Refusal.Invalid("resources.handover.line-twice", nameof(HandoverForm.Items)).With(("name", twice.First().Name));
        }

        db.RemoveRange(left);
        db.AddRange(made);
        return null;
    }

    /// <summary>Once more before the owner's people sign: the other side may have made the list.</summary>
    public async Task LinkAsync(IReadOnlyList<HandoverItem> items, CancellationToken ct)
    {
        foreach (var owner in items.Where(i => i.ObjectId is null && HandoverAccess.Acts(current.Value, i.OwnerId)).GroupBy(i => i.OwnerId))
        {
            var known = await book.ByNumberAsync(owner.Key, [.. owner.Select(Asked).Distinct()], ct);
            foreach (var item in owner)
            {
                if (known.GetValueOrDefault(Asked(item)) is { } found && items.All(i => i.ObjectId != found.Key.ObjectId))
                {
                    Link(item, found);
                }
            }
        }
    }

    /// <summary>The lines once more for what follows: back, or on to the next place.</summary>
    public IReadOnlyList<HandoverItem> Copied(Guid to, IEnumerable<HandoverItem> items) => [.. items.Where(i => i.InCount > 0).Select((i, n) => new HandoverItem
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        HandoverId = to,
        Place = n + 1,
        OwnerId = i.OwnerId,
        ObjectId = i.ObjectId,
        ObjectCode = i.ObjectCode,
        ObjectSerial = i.ObjectSerial,
        Number = i.Number,
        NumberKey = i.NumberKey,
        Name = i.Name,
        Count = i.InCount!.Value,
        Value = i.Value,
        Grade = i.Grade,
    })];

    private HandoverItem New(HandoverRecord record, Guid owner, ItemLine line) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        HandoverId = record.Id,
        OwnerId = owner,
        Number = line.Number,
        NumberKey = HandoverNumbers.Key(line.Number),
        Name = line.Name.Length > 0 ? line.Name : line.Number,
    };

    // A single word may be a number as well as a name.
    private static string Asked(ItemLine line) => line.Number.Length > 0 ? line.Number : line.Name;

    private static string Asked(HandoverItem item) => item.Number.Length > 0 ? item.Number : item.Name;

    private static void Link(HandoverItem item, ObjectInBook found)
    {
        (item.ObjectId, item.ObjectCode, item.ObjectSerial) = (found.Key.ObjectId, found.InstitutionCode, found.Serial);
        if (item.Name == item.Number || item.Number.Length == 0)
        {
            item.Name = found.Title.Length is > 0 and <= 200 ? found.Title : item.Name;
        }

        item.Number = found.Number.Length is > 0 and <= 60 ? found.Number : item.Number;
        item.NumberKey = HandoverNumbers.Key(item.Number);
    }
}
