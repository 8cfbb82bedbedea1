using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Sealing;
using Guanlian.Agreements.Templates;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>Today: pairs without an agreement, texts to seal, drafts that came back, agreements that run out.</summary>
internal sealed class AgreementDueItems(AgreementsDb db, IPartyDirectory directory, TimeProvider clock) : IDueItems
{
    private const int Most = 6;
    private const int EndsWithin = 60;
    private const int RemindBefore = 7;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(AgreementPermissions.Draft))
        {
            return [];
        }

        var today = Dates.InChina(clock.GetUtcNow());
        var due = new List<DueItem>();
        due.AddRange(await PairsAsync(party, ct));
        due.AddRange(await TextsAsync(actor, party, today, ct));
        var ends = today.AddDays(EndsWithin);
        var ending = await db.Agreements.Where(a => a.LeadPartyId == party && a.State == AgreementState.InForce && a.UntilOn <= ends
                && !db.Agreements.Any(n => n.PreviousId == a.Id && n.State != AgreementState.Dropped))
            .OrderBy(a => a.UntilOn).Take(Most).Select(a => new { a.Id, a.Title, a.UntilOn }).ToListAsync(ct);
        due.AddRange(ending.Select(a => new DueItem("agreements.due.ends", $"agreements/{a.Id}") { Holes = [("title", a.Title)], By = a.UntilOn, Urgency = Urgency.Soon }));
        return due;
    }

    private async Task<IEnumerable<DueItem>> PairsAsync(Guid party, CancellationToken ct)
    {
        // A pair that a later round has taken the place of is not due any more.
        var pairs = await db.Pairs.Where(p => p.LeaderId == party && !db.Agreements.Any(a => a.PairId == p.Id && a.State != AgreementState.Dropped)
                && !db.Pairs.Any(n => n.ClusterId == p.ClusterId && n.MuseumId == p.MuseumId && n.AdoptedAt > p.AdoptedAt))
            .OrderBy(p => p.AdoptedAt).Take(Most).Select(p => new { p.Id, p.RoundCode, p.MuseumId }).ToListAsync(ct);
        if (pairs.Count == 0)
        {
            return [];
        }

        var names = await directory.FindAsync(pairs.ConvertAll(p => p.MuseumId), ct);
        return pairs.Select(p => new DueItem("agreements.due.pair", $"agreements/new/pairing?pair={p.Id}") { Holes = [("museum", BeginText.NameIn(names[p.MuseumId], Wording.Language)), ("round", p.RoundCode)] });
    }

    private async Task<IEnumerable<DueItem>> TextsAsync(Actor actor, Guid party, DateOnly today, CancellationToken ct)
    {
        var waiting = await db.Texts.AsNoTracking()
            .Where(t => (t.State == TextState.Draft || t.State == TextState.OutForSealing || t.State == TextState.PartlySealed)
                && db.Parties.Any(p => p.AgreementId == t.AgreementId && p.PartyId == party))
            .Join(db.Agreements, t => t.AgreementId, a => a.Id, (t, a) => new { Text = t, a.Title })
            .OrderBy(w => w.Text.SealBy).ThenBy(w => w.Text.Id).Take(Most * 4).ToListAsync(ct);
        if (waiting.Count == 0)
        {
            return [];
        }

        var open = waiting.ConvertAll(w => w.Text);
        var titles = waiting.DistinctBy(w => w.Text.AgreementId).ToDictionary(w => w.Text.AgreementId, w => w.Title);
        var ids = titles.Keys.ToList();
        var textIds = open.Select(t => t.Id).ToList();
        var given = (await db.Seals.Where(s => textIds.Contains(s.TextId)).Select(s => new { s.TextId, s.PartyId }).ToListAsync(ct)).ToLookup(s => s.TextId, s => s.PartyId);
        var returned = await db.Texts.Where(t => ids.Contains(t.AgreementId) && t.State == TextState.Rejected).Select(t => new { t.AgreementId, t.Number }).ToListAsync(ct);
        var due = new List<DueItem>();
        foreach (var row in open)
        {
            var text = Loading.Read(row);
            if (row.State == TextState.Draft)
            {
                if (returned.Any(r => r.AgreementId == row.AgreementId && r.Number == row.Number - 1))
                {
                    due.Add(new("agreements.due.returned", $"agreements/{row.AgreementId}/draft") { Holes = [("title", titles[row.AgreementId])], Urgency = Urgency.Soon });
                }
            }
            else if (actor.May(AgreementPermissions.Seal) && text.Parties.Any(p => p.Id == party) && !given[row.Id].Contains(party)
                && PutSeal.Handler.Before(text, given[row.Id], party).Count == 0)
            {
                due.Add(new("agreements.due.seal", $"agreements/{row.AgreementId}")
                {
                    Holes = [("title", titles[row.AgreementId])],
                    By = row.SealBy,
                    Urgency = row.SealBy < today ? Urgency.Late : row.SealBy <= today.AddDays(RemindBefore) ? Urgency.Soon : Urgency.Calm,
                });
            }
        }

        return due.Take(Most);
    }
}
