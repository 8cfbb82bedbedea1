using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Sealing;
using Guanlian.Agreements.Templates;
using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Finding;

/// <summary>Pairs that an institution was adopted in, for its county book.</summary>
internal sealed class BookOfPairs(AgreementsDb db, IPartyDirectory directory, CurrentActor current) : IBookChapter
{
    public int Order => 30;

    public string Title => "agreements.book.pairs";

    public IReadOnlyList<string> Columns { get; } = ["agreements.book.round", "agreements.book.leader", "agreements.book.museum"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        if (!AgreementAccess.MaySee(current.Value, [partyId]))
        {
            return [];
        }

        var rows = await db.Pairs.AsNoTracking().Where(p => p.LeaderId == partyId || p.MuseumId == partyId).OrderBy(p => p.AdoptedAt).ThenBy(p => p.Id).ToListAsync(ct);
        var cards = await directory.FindAsync([.. rows.SelectMany(r => new[] { r.LeaderId, r.MuseumId }).Distinct()], ct);
        return
        [
            .. rows.Select(p => new BookLine(
                    Dates.InChina(p.AdoptedAt), [p.RoundCode, cards.GetValueOrDefault(p.LeaderId)?.Name, cards.GetValueOrDefault(p.MuseumId)?.Name], $"rounds/{p.RoundCode}"))
                .Where(l => year is null || l.On.Year == year),
        ];
    }
}

/// <summary>Agreements that an institution stands in, for its county book.</summary>
internal sealed class BookOfAgreements(AgreementsDb db, CurrentActor current, Wording words) : IBookChapter
{
    public int Order => 40;

    public string Title => "agreements.list.title";

    public IReadOnlyList<string> Columns { get; } = ["agreements.field.number", "agreements.field.title", "agreements.field.kind", "agreements.field.state", "agreements.field.until"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        if (!AgreementAccess.MaySee(current.Value, [partyId]))
        {
            return [];
        }

        var rows = await db.Agreements.AsNoTracking().Where(a => db.Parties.Any(p => p.AgreementId == a.Id && p.PartyId == partyId))
            .OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).ToListAsync(ct);
        return
        [
            .. rows.Select(a => new BookLine(
                    a.InForceOn ?? Dates.InChina(a.CreatedAt),
                    [
                        AgreementNumbers.Of(a.Number), a.Title, AgreementTemplates.Shipped.GetValueOrDefault(a.Template)?.Name.Here, AgreementWords.Of(words, a.State),
                        a.UntilOn is { } until ? Dates.Day(until) : null,
                    ],
                    $"agreements/{a.Id}"))
                .Where(l => year is null || l.On.Year == year),
        ];
    }
}
