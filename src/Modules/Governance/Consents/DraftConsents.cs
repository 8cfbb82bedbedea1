using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Consents;

/// <summary>What the communities of a cluster say to a draft as it stands.</summary>
internal static class DraftConsents
{
    /// <param name="Community">Whose word is needed.</param>
    /// <param name="Consent">Its word on this version of the draft; null while nobody has asked.</param>
    /// <param name="Earlier">Its latest word on an earlier version, where it said one.</param>
    internal sealed record Line(ClusterNames.Named Community, Consent? Consent, Consent? Earlier)
    {
        public bool Given => Consent?.State == ConsentState.Given;

        public bool Vetoed => Consent?.State == ConsentState.Vetoed;
    }

    public static async Task<IReadOnlyList<Line>> ConsentsAsync(this GovernanceDb db, CharterVersion draft, CancellationToken ct)
    {
        var communities = await db.Database.SqlQuery<ClusterNames.Named>($"""
            select id as "Id", code as "Code", name as "Name", name_en as "NameEn" from members.pub_communities({draft.ClusterId})
            """).ToListAsync(ct);
        if (communities.Count == 0)
        {
            return [];
        }

        var said = (await db.Consents.AsNoTracking().Where(c => c.DraftId == draft.Id).ToListAsync(ct)).ToLookup(c => c.CommunityId);
        return [.. communities.OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new Line(
            c, said[c.Id].SingleOrDefault(s => s.DraftVersion == draft.Version),
            said[c.Id].Where(s => s.DraftVersion < draft.Version && s.State != ConsentState.Asked).MaxBy(s => s.DraftVersion)))];
    }

    /// <summary>Why this draft cannot come into force yet; null where every community has consented.</summary>
    public static Refusal? Missing(IReadOnlyList<Line> lines) =>
        lines.FirstOrDefault(l => l.Vetoed) is { } veto
            ? new Refusal.Stale("governance.consent.is-vetoed").With(("community", veto.Community.Name), ("reason", veto.Consent!.Reason))
        : lines.Where(l => !l.Given).ToList() is { Count: > 0 } waiting
            ? new Refusal.Stale("governance.consent.is-missing").With(("communities", string.Join("、", waiting.Select(l => l.Community.Name))))
        : null;
}
