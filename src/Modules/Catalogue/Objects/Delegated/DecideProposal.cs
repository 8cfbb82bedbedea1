using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects.Delegated;

/// <summary>The owner takes a proposal over, in one tap, or refuses it with a reason. Taken over, the helper stays named as its source.</summary>
internal static class DecideProposal
{
    internal sealed record Command(string Institution, Guid Proposal, bool Accept, string? Reason);

    internal sealed class Handler(CatalogueDb db, ObjectAccess access, StoreObject store, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Institution, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            if (await db.Proposals.SingleOrDefaultAsync(p => p.InstitutionId == holder.Value.Id && p.Id == cmd.Proposal, ct) is not { } proposal)
            {
                return new Refusal.Missing("catalogue.help.not-there");
            }

            if (proposal.State != ProposalState.Open)
            {
                return new Refusal.Stale("catalogue.help.decided");
            }

            var reason = Reasons.Tidy(cmd.Reason);
            (proposal.DecidedAt, proposal.DecidedName, proposal.Reason) = (clock.GetUtcNow(), current.Value.Name, reason);
            return cmd.Accept ? await AcceptAsync(holder.Value, proposal, ct) : await RefuseAsync(proposal, reason, ct);
        }

        private async Task<Outcome<Done>> RefuseAsync(Proposal proposal, string? reason, CancellationToken ct)
        {
            if (reason is null)
            {
                return new Refusal.Invalid("catalogue.state.reason-missing", "Reason");
            }

            proposal.State = ProposalState.Refused;
            db.Record(new("catalogue.object.proposal-refused", ObjectHistory.SubjectKind, proposal.ObjectId) { OwnerId = proposal.InstitutionId, Reason = reason });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        private async Task<Outcome<Done>> AcceptAsync(Holder holder, Proposal proposal, CancellationToken ct)
        {
            var row = await db.Objects.AsNoTracking().SingleAsync(o => o.InstitutionId == proposal.InstitutionId && o.Id == proposal.ObjectId, ct);
            var kept = access.Kept(holder, row);
            if (row.State is ObjectState.Binned or ObjectState.Gone || kept.Record.Profile.Find(proposal.Field) is not { } field)
            {
                return new Refusal.Invalid("catalogue.object.not-editable");
            }

            // Somebody has written there since: the owner looks again before anything is overwritten.
            if ((kept.Record[field.Key] is { } now ? FieldJson.Text(now) : null) != proposal.Was)
            {
                return new Refusal.Stale("catalogue.help.changed-since");
            }

            proposal.State = ProposalState.Accepted;
            var record = kept.Record.With(field.Key, proposal.Value is null ? null : FieldJson.Read(field.Kind, proposal.Value));
            var (before, after) = ObjectHistory.Difference(kept.Record, record);
            var stored = await store.StoreAsync(ObjectDraft.Of(row, record), new("catalogue.object.proposal-accepted", ObjectHistory.SubjectKind, row.Id)
            {
                Before = before,
                After = after,
                Reason = $"{proposal.PersonName}：{proposal.Source}",
            }, ct);
            return stored.Refused ? stored.Refusal : Done.It;
        }
    }
}

/// <summary>Who said what stands in a field: a helper whose proposal was accepted, as long as the field still says so.</summary>
/// <param name="Party">The helper museum.</param>
/// <param name="Person">Its person.</param>
/// <param name="Source">What it rests on.</param>
/// <param name="At">When it was said.</param>
internal sealed record Credit(Holder Party, string Person, string Source, DateTimeOffset At);

/// <summary>The provenance of statements.</summary>
internal sealed class Credits(CatalogueDb db, ObjectAccess access)
{
    /// <summary>Field → credit, for the fields of a record that helpers wrote.</summary>
    public async Task<IReadOnlyDictionary<string, Credit>> OfAsync(CatalogueObject row, ObjectRecord record, CancellationToken ct)
    {
        var accepted = await db.Proposals.AsNoTracking().Where(p => p.InstitutionId == row.InstitutionId && p.ObjectId == row.Id && p.State == ProposalState.Accepted)
            .OrderBy(p => p.DecidedAt).ToListAsync(ct);
        var credits = new Dictionary<string, Credit>();
        foreach (var proposal in accepted.Where(p => p.Value is not null && record[p.Field] is { } value && FieldJson.Text(value) == p.Value))
        {
            credits[proposal.Field] = new(await access.HolderAsync(proposal.PartyId, ct), proposal.PersonName, proposal.Source, proposal.SaidAt);
        }

        return credits;
    }
}
