using System.Globalization;
using Guanlian.Contracts.Resources;
using Guanlian.Cooperation.Bookings;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Meetings;
using Guanlian.Cooperation.Sheets;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Books;

/// <summary>What the books of parties say: liaison posts, slots of a meeting day, sheets that all agree to, what is booked, what changed hands.</summary>
internal sealed partial class BookEntries
{
    private async Task<BookEntry?> LiaisonAsync(CooperationTask task, CancellationToken ct) =>
        await db.Participants.Where(p => p.CooperationId == task.CooperationId && p.PartyId == task.DoesPartyId && p.LiaisonName != "").OrderBy(p => p.Sort).FirstOrDefaultAsync(ct) is { } part
            ? new($"{part.LiaisonPost} · {part.LiaisonName}") : null;

    // What counts meetings waits until those that took place are noted.
    private async Task<(BookEntry?, Refusal.Invalid?)> MeetingsAsync(Guid id, DeliverableRow deliverable, CancellationToken ct)
    {
        var agreed = await db.Set<MeetingSlot>().Where(s => s.CooperationId == id && s.AgreedAt != null).ToListAsync(ct);
        var open = deliverable.Measures is null ? 0 : agreed.Count(s => s.Outcome is null);
        var met = agreed.Count(s => s.Outcome is not (null or MeetingOutcome.Missed));
        return agreed.Count == 0 ? (null, null)
            : open > 0 ? (null, (Refusal.Invalid)new Refusal.Invalid("cooperation.book.meetings-open", deliverable.Code).With(("count", open)))
            : (new(string.Create(CultureInfo.InvariantCulture, $"× {(deliverable.Measures is null ? agreed.Count : met)}"), met), null);
    }

    private async Task<BookEntry?> BookingsAsync(CooperationTask task, CancellationToken ct) =>
        await HeldAsync(task, ct) is { Count: > 0 } held ? new(string.Join(" · ", held.Prepend($"× {held.Count}")), held.Count) : null;

    /// <summary>
    /// The bookings that prove something for a task: what was asked for only, declined or cancelled does not. Stop by stop, each stop's task
    /// has what that stop uses or gives.
    /// </summary>
    public async Task<IReadOnlyList<string>> HeldAsync(CooperationTask task, CancellationToken ct)
    {
        return [.. (await resources.OfCooperationAsync(task.CooperationId, ct))
            .Where(b => b.Standing.Holds() && (task.SitePartyId is not { } site || b.ForId == site || b.OwnerId == site))
            .Select(b => $"{b.Number} {b.ResourceName} {Iso(b.From)}{(b.From == b.Until ? "" : $" – {Iso(b.Until)}")}")];

        static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private async Task<(BookEntry?, Refusal.Invalid?)> SheetAsync(Guid id, string kind, CancellationToken ct)
    {
        if (await db.Set<SheetRecord>().SingleOrDefaultAsync(s => s.CooperationId == id && s.Kind == kind, ct) is not { } sheet)
        {
            return (null, null);
        }

        var wanted = await SheetDesk.WantedAsync(db, sheet, ct);
        return wanted.Count == 0 ? (new(PaperCode.Of(sheet.Hash)), null) : (null, (Refusal.Invalid)new Refusal.Invalid("cooperation.book.sheet-open", kind).With(("count", wanted.Count)));
    }

    // Lists of whoever does the task. What arrived otherwise than it left waits until both sides are done with it.
    private async Task<(BookEntry?, Refusal.Invalid?)> ListsAsync(CooperationTask task, bool received, CancellationToken ct)
    {
        var lists = (await handovers.OfCooperationAsync(task.CooperationId, ct))
            .Where(h => (received ? h.ToId : h.FromId) == task.DoesPartyId && (received ? h.In is not null : h.Out is not null && h.Sent)).ToList();
        var open = received ? lists.Count(h => !h.Done) : 0;
        return lists.Count == 0 ? (null, null)
            : open > 0 ? (null, (Refusal.Invalid)new Refusal.Invalid("cooperation.book.handover-open").With(("count", open)))
            : (new(string.Join(" · ", lists.Select(h => Line(h.Number, (received ? h.In : h.Out)!)).Prepend($"× {lists.Count}"))), null);

        static string Line(string number, SignedList list) => $"{number} {list.Code} {list.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
    }
}
