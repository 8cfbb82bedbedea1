using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Consents;

/// <summary>A community reads the draft that it was asked about: all of it, and what it would change.</summary>
internal static class ReadConsent
{
    internal sealed record View(ClusterNames.Cluster Cluster, Consent Consent, CharterVersion Draft)
    {
        /// <summary>The draft as fields.</summary>
        public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

        /// <summary>Against the version in force; everything is new where there is none.</summary>
        public IReadOnlyList<CompareVersions.FieldChange> Changes { get; init; } = [];

        public IReadOnlyDictionary<string, ClusterNames.Named> Parties { get; init; } = new Dictionary<string, ClusterNames.Named>();

        public int? InForce { get; init; }

        /// <summary>It still waits for an answer, or the answer can still be changed.</summary>
        public bool Open => Draft.State == CharterState.Draft && Draft.Version == Consent.DraftVersion;
    }

    internal sealed class Handler(GovernanceDb db, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(string clusterCode, Guid consentId, CancellationToken ct)
        {
            var consent = await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == consentId, ct);
            if (consent is null || !ConsentAccess.SpeaksFor(current.Value, consent.CommunityId)
                || await db.ClusterAsync(clusterCode, ct) is not { } cluster)
            {
                return new Refusal.Missing("governance.consent.missing");
            }

            var draft = await db.CharterVersions.AsNoTracking().SingleAsync(v => v.Id == consent.DraftId, ct);
            if (draft.ClusterId != cluster.Id)
            {
                return new Refusal.Missing("governance.consent.missing");
            }

            var inForce = await db.CharterVersions.AsNoTracking()
                .SingleOrDefaultAsync(v => v.ClusterId == cluster.Id && v.State == CharterState.InForce && v.Id != draft.Id, ct);
            var content = CharterContent.Of(draft);
            var now = await db.FieldsAsync(content, ct);
            var listed = content.Rules.Leaders.Listed.Concat(inForce?.ReadRules().Leaders.Listed ?? []);
            return new View(cluster, consent, draft)
            {
                Fields = now,
                Changes = inForce is null ? [] : CompareVersions.Changes(await db.FieldsAsync(CharterContent.Of(inForce), ct), now),
                Parties = (await db.PartiesAsync(listed, ct)).Values.ToDictionary(p => p.Code),
                InForce = inForce?.Number,
            };
        }
    }
}
