using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Calls;

/// <summary>A lead of the cluster, or its office, publishes a call for members, and closes it before its day with a reason.</summary>
internal static class PublishCall
{
    internal sealed record Command(Guid ClusterId, string? Title, string? Text, int? Places, DateOnly? Until);

    internal sealed record CloseCommand(Guid CallId, int Version, string? Reason);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        private DateOnly Today => Dates.InChina(clock.GetUtcNow());

        /// <summary>The cluster's office, or a member that leads.</summary>
        public async Task<bool> MayAsync(Guid clusterId, CancellationToken ct) =>
            MembershipAccess.Keeps(current.Value, clusterId)
            || (current.Value.PartyId is { } own && MembershipAccess.SpeaksFor(current.Value, own) && await db.Memberships.AnyAsync(
                m => m.ClusterId == clusterId && m.PartyId == own && (m.Role == MemberRole.Lead || m.Role == MemberRole.Head)
                    && (m.State == MembershipState.Full || m.State == MembershipState.Provisional), ct));

        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (!await db.Clusters.AnyAsync(c => c.PartyId == cmd.ClusterId, ct))
            {
                return new Refusal.Missing("members.cluster.missing");
            }

            if (!await MayAsync(cmd.ClusterId, ct))
            {
                return new Refusal.Denied("members.call.lead-only");
            }

            if (Check(cmd) is { } invalid)
            {
                return invalid;
            }

            var call = new ClusterCall
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                ClusterId = cmd.ClusterId,
                LeadId = current.Value.PartyId!.Value,
                Title = cmd.Title!.Trim(),
                Text = cmd.Text!.ReplaceLineEndings("\n").Trim(),
                Places = cmd.Places,
                UntilOn = cmd.Until!.Value,
                PublishedAt = clock.GetUtcNow(),
                PublishedBy = current.Value.Name,
            };
            db.Add(call);
            db.Record(new Change("members.call.published", "members.call", call.Id) { OwnerId = cmd.ClusterId, After = new { call.Title, call.Places, call.UntilOn } });
            await db.SaveChangesAsync(ct);
            return call.Id;
        }

        public async Task<Outcome<Done>> CloseAsync(CloseCommand cmd, CancellationToken ct)
        {
            var call = await db.Calls.SingleOrDefaultAsync(c => c.Id == cmd.CallId, ct);
            if (call is null)
            {
                return new Refusal.Missing("members.call.missing");
            }

            if (!await MayAsync(call.ClusterId, ct))
            {
                return new Refusal.Denied("members.call.lead-only");
            }

            if (call.Version != cmd.Version || call.ClosedAt is not null)
            {
                return new Refusal.Stale("members.call.stale");
            }

            if (cmd.Reason?.Trim() is not { Length: > 0 and <= 500 } reason)
            {
                return new Refusal.Invalid("members.membership.reason-words", nameof(cmd.Reason));
            }

            (call.ClosedAt, call.CloseReason) = (clock.GetUtcNow(), reason);
            call.Version++;
            db.Record(new Change("members.call.closed", "members.call", call.Id) { OwnerId = call.ClusterId, Reason = reason });
            try
            {
                await db.SaveChangesAsync(ct);
                return Done.It;
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("members.call.stale");
            }
        }

        private Refusal.Invalid? Check(Command cmd) =>
            string.IsNullOrWhiteSpace(cmd.Title) || cmd.Title.Trim().Length > 120 ? new("members.call.title-needed", nameof(cmd.Title))
            : string.IsNullOrWhiteSpace(cmd.Text) || cmd.Text.Length > 8000 ? new("members.call.text-needed", nameof(cmd.Text))
            : cmd.Places is < 1 or > 9999 ? new("members.call.places-range", nameof(cmd.Places))
            : cmd.Until is not { } until || until < Today || until > Today.AddYears(2) ? new("members.call.until-needed", nameof(cmd.Until))
            : null;
    }
}
