using Guanlian.Governance.Access;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Governance.Consents;

/// <summary>The secretariat or the council lays a draft, as it stands, before every community of the cluster.</summary>
internal static class AskConsent
{
    /// <param name="DraftId">Which draft.</param>
    /// <param name="Version">As it was seen: its very words are asked about.</param>
    internal sealed record Command(Guid DraftId, int Version);

    internal sealed class Handler(GovernanceDb db, CurrentActor current, TimeProvider clock)
    {
        /// <returns>How many were asked.</returns>
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var draft = await db.CharterVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == cmd.DraftId, ct);
            if (CharterAccess.CheckDraft(current.Value, draft) is { } refusal)
            {
                return refusal;
            }

            if (draft!.Version != cmd.Version)
            {
                return new Refusal.Stale("governance.charter.stale");
            }

            var asked = (await db.ConsentsAsync(draft, ct)).Where(l => l.Consent is null).ToList();
            foreach (var line in asked)
            {
                db.Add(new Consent
                {
                    Id = Guid.CreateVersion7(clock.GetUtcNow()),
                    DraftId = draft.Id,
                    DraftVersion = draft.Version,
                    CommunityId = line.Community.Id,
                    AskedAt = clock.GetUtcNow(),
                });
                db.Record(new Change("governance.consent.asked", "governance.charter", draft.Id)
                {
                    OwnerId = line.Community.Id,
                    After = new { Community = line.Community.Name, DraftVersion = draft.Version },
                });
            }

            try
            {
                await db.SaveChangesAsync(ct);
                return asked.Count;
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "consent_once" })
            {
                return new Refusal.Stale("governance.charter.stale");
            }
        }
    }
}
