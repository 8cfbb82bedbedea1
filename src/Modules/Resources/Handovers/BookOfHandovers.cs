using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>What an institution handed over and received, for its county book.</summary>
internal sealed class BookOfHandovers(ResourcesDb db, IPartyDirectory directory, CurrentActor current, Wording words) : IBookChapter
{
    public int Order => 65;

    public string Title => "resources.handover.list.title";

    public IReadOnlyList<string> Columns { get; } =
    [
        "resources.handover.field.number", "resources.handover.field.kind", "resources.handover.field.from", "resources.handover.field.to", "resources.handover.field.items",
        "resources.handover.field.state", "resources.handover.field.differences",
    ];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        if (ResourceAccess.Readable(current.Value)?.Contains(partyId) != true)
        {
            return [];
        }

        var rows = await db.Handovers().AsNoTracking().Where(h => h.FromPartyId == partyId || h.ToPartyId == partyId).OrderBy(h => h.PlannedOn).ThenBy(h => h.Number).ToListAsync(ct);
        var cards = await directory.FindAsync([.. rows.SelectMany(h => new[] { h.FromPartyId, h.ToPartyId }).Distinct()], ct);
        return
        [
            .. (await SeeHandover.LinksAsync(db, rows, current.Value, ct)).Select(l => new BookLine(
                    l.Record.SentOn ?? l.Record.PlannedOn,
                    [
                        HandoverNumbers.Of(l.Record.Number), HandoverWords.Of(words, l.Record.Kind), HandoverWords.Name(cards.GetValueOrDefault(l.Record.FromPartyId)),
                        HandoverWords.Name(cards.GetValueOrDefault(l.Record.ToPartyId)), $"{l.Items}", HandoverWords.Of(words, l.Record.State), $"{l.Differing.Count}",
                    ],
                    $"handovers/{l.Record.Id}"))
                .Where(l => year is null || l.On.Year == year),
        ];
    }
}
