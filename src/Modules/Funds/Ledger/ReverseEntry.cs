using Guanlian.Funds.Access;
using Guanlian.Funds.Applications;
using Guanlian.Funds.Data;
using Guanlian.Funds.Donations;
using Guanlian.Funds.Keeping;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Ledger;

/// <summary>
/// 冲销: what was booked wrongly is taken back by an entry with every sign turned, once, with a reason. Of one application or donation the last
/// entry goes first, so that nothing stands on what is gone; what it belongs to goes back to the state before.
/// </summary>
internal static class ReverseEntry
{
    internal sealed record Command(Guid EntryId, string? ReasonCode, string? Reason);

    internal sealed class Handler(FundsDb db, FundSight sight, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var entry = await db.Entries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == cmd.EntryId, ct);
            if (entry is null || await sight.FundAsync(entry.FundId, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            // The council's award is the council's to take back; the rest is book-keeping.
            if (!(entry.Kind == EntryKind.Awarded ? sight.Decides(fund.ClusterId) : sight.Keeps(fund.ClusterId)))
            {
                return new Refusal.Denied(entry.Kind == EntryKind.Awarded ? "funds.council-only" : "funds.association-only");
            }

            if (FundTexts.Reason(ReasonCodes.Reversal, cmd.ReasonCode, cmd.Reason) is { } refusal)
            {
                return refusal;
            }

            await db.HoldAsync(fund.Id, ct);
            if (entry.Kind == EntryKind.Reversal || await db.Entries.AnyAsync(e => e.Reverses == entry.Id, ct))
            {
                return new Refusal.Stale("funds.reverse.done");
            }

            if (await LaterAsync(entry, ct) is { } later)
            {
                return new Refusal.Stale("funds.reverse.later").With(("number", Numbers.Of(later)));
            }

            var (actor, now) = (current.Value, clock.GetUtcNow());
            var lines = Bookings.Reverse(await LinesAsync(entry.Id, ct));
            var reason = FundTexts.Of(cmd.Reason, FundTexts.MostReason);
            if (entry.ApplicationId is { } application && await BackAsync(application, entry, lines, cmd, reason, now, ct) is { } stands)
            {
                return stands;
            }

            await db.EnterAsync(fund, new(EntryKind.Reversal, Dates.InChina(now))
            {
                ApplicationId = entry.ApplicationId,
                DonationId = entry.DonationId,
                Reverses = entry.Id,
                ReasonCode = cmd.ReasonCode,
                Reason = reason,
            }, lines, actor, now, ct);
            if (entry.DonationId is { } donation)
            {
                await BackAsync(donation, entry, lines, ct);
            }
            else if (entry.ApplicationId is null)
            {
                (await db.Funds.SingleAsync(f => f.Id == fund.Id, ct)).Version++;
            }

            var (kind, subject) = entry switch
            {
                { ApplicationId: { } a } => (ThreadsOfApplications.KindName, a),
                { DonationId: { } d } => ("funds.donation", d),
                _ => ("funds.fund", fund.Id),
            };
            db.Record(new Change("funds.entry.reversed", kind, subject)
            {
                OwnerId = fund.ClusterId,
                ReasonCode = $"funds.reason.{cmd.ReasonCode}",
                Reason = reason,
                After = new { Entry = Numbers.Of(entry), Amount = Money.Say(lines.Where(l => l.Amount > 0).Max(l => l.Amount)) },
            });
            return await db.SaveLedgerAsync(ct);
        }

        /// <summary>The last entry of the same thing that stands and was booked after this one.</summary>
        private Task<Entry?> LaterAsync(Entry entry, CancellationToken ct) => entry.ApplicationId is null && entry.DonationId is null
            ? Task.FromResult<Entry?>(null)
            : db.Entries.AsNoTracking().Where(e => e.FundId == entry.FundId && e.Number > entry.Number && e.Kind != EntryKind.Reversal
                    && e.ApplicationId == entry.ApplicationId && e.DonationId == entry.DonationId && !db.Entries.Any(r => r.Reverses == e.Id))
                .OrderByDescending(e => e.Number).FirstOrDefaultAsync(ct);

        private async Task<List<Line>> LinesAsync(Guid entry, CancellationToken ct) => (await db.Postings.AsNoTracking().Where(p => p.EntryId == entry).OrderBy(p => p.Line)
            .Join(db.Accounts, p => p.AccountId, a => a.Id, (p, a) => new { a.Kind, a.UseCode, a.Year, p.Amount }).ToListAsync(ct))
            .ConvertAll(p => new Line(p.Kind, p.UseCode, p.Year, p.Amount));

        private async Task<Refusal?> BackAsync(Guid id, Entry entry, IReadOnlyList<Line> lines, Command cmd, string? reason, DateTimeOffset now, CancellationToken ct)
        {
            var application = await db.Applications.SingleAsync(a => a.Id == id, ct);
            if (application.State == ApplicationState.EvidenceIn)
            {
                return new Refusal.Stale("funds.reverse.report-in");
            }

            if (entry.Kind == EntryKind.Accepted)
            {
                var report = await db.Reports.Where(r => r.ApplicationId == id && r.State == ReportState.Accepted).OrderByDescending(r => r.Number).FirstAsync(ct);
                (report.State, report.ReasonCode, report.Reason) = (ReportState.Returned, cmd.ReasonCode, reason);
                report.Version++;
            }

            var progress = (await db.ProgressAsync(application, ct)).After(lines);
            if (progress.PaidOut == 0)
            {
                application.EvidenceDue = null;
            }

            application.Turn(progress.State(awarded: entry.Kind != EntryKind.Awarded, reportIn: false), now);
            return null;
        }

        private async Task BackAsync(Guid id, Entry entry, IReadOnlyList<Line> lines, CancellationToken ct)
        {
            var donation = await db.Donations.SingleAsync(d => d.Id == id, ct);
            var (open, received) = await db.ProgressAsync(donation, ct);
            open += lines.Where(l => l.Kind == AccountKind.Pledged).Sum(l => l.Amount);
            received += lines.Where(l => l.Kind == AccountKind.Available).Sum(l => l.Amount);
            donation.State = DonationStates.Of(open, received, cancelled: entry.Kind == EntryKind.Pledged);
            donation.Version++;
        }
    }
}
