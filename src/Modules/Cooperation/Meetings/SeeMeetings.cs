using System.Globalization;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Meetings;

/// <summary>The slots of a meeting day, as page and workbook.</summary>
internal static class SeeMeetings
{
    internal sealed record View(SeeCooperation.View Cooperation, IReadOnlyList<MeetingSlot> Slots, BookSlot.Sides Sides)
    {
        /// <summary>Slots of a day, of a party, in a state, as page and export filter alike; the free ones only where they are asked for.</summary>
        public IReadOnlyList<MeetingSlot> Shown(string? day, string? party, string? state)
        {
            var wanted = CodeWords.Read<MeetingState>(state ?? "");
            var of = Guid.TryParse(party, out var id) ? id : (Guid?)null;
            return
            [
                .. Slots.Where(s => (string.IsNullOrEmpty(day) || s.OnDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == day)
                    && (of is null || s.NeedPartyId == of || s.OfferPartyId == of) && (wanted is null ? !s.Free : s.State == wanted)),
            ];
        }
    }

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            return seen.Refused ? seen.Refusal
                : !KeptBooks.In(seen.Value.Template).Contains(KeptBook.Meetings) ? CooperationAccess.Missing
                : new View(
                    seen.Value,
                    await db.Set<MeetingSlot>().AsNoTracking().Where(s => s.CooperationId == id).OrderBy(s => s.OnDay).ThenBy(s => s.FromTime).ThenBy(s => s.Place).ToListAsync(ct),
                    BookSlot.Sides.Of(seen.Value.Template, seen.Value.Participants));
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/{id:guid}/meetings.xlsx", async (
        Guid id, string? day, string? party, string? state, Handler see, Wording words, CancellationToken ct) => (await see.HandleAsync(id, ct)).ToHttp(view => new TableDownload(
            $"{view.Cooperation.Record.Title} {words["cooperation.tab.meetings"]}", TableFormat.Xlsx, new TableSheet(
            words["cooperation.tab.meetings"],
            [
                new(words["cooperation.session.day"]), new(words["cooperation.session.from"]), new(words["cooperation.session.until"]), new(words["cooperation.meeting.table"]),
                new(words["cooperation.meeting.need"], 30), new(words["cooperation.meeting.offer"], 30), new(words["cooperation.meeting.topic"], 40),
                new(words["cooperation.field.state"]), new(words["cooperation.meeting.came-of-it"]), new(words["cooperation.meeting.note"], 40),
            ],
            view.Shown(day, party, state).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (s) =>
            [
                s.OnDay, s.FromTime.ToString("HH:mm", CultureInfo.InvariantCulture), s.UntilTime.ToString("HH:mm", CultureInfo.InvariantCulture), s.Place,
                s.NeedPartyId is { } need ? view.Cooperation.Name(need) : null, s.OfferPartyId is { } offer ? view.Cooperation.Name(offer) : null, s.Topic,
                MeetingWords.Of(words, s.State), s.Outcome is { } outcome ? MeetingWords.Of(words, outcome) : null, s.OutcomeNote,
            ]))))).RequireAuthorization(CooperationPermissions.Read);
}
