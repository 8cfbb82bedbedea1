using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Guanlian.Resources.Handovers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Loans;

/// <summary>
/// The clock of lending: every object that was lent, how long over all borrowers, how long it still may be, and who has it. Its owner sees it,
/// whoever has it now, and the alliance that stands over one of them.
/// </summary>
internal static class ReadClock
{
    /// <summary>Where an object stands.</summary>
    internal enum Standing
    {
        /// <summary>在外</summary>
        Out,

        /// <summary>临近期限</summary>
        Near,

        /// <summary>超过期限</summary>
        Over,

        /// <summary>已归还</summary>
        Home,
    }

    internal sealed record Query(string? Text, Standing? Standing)
    {
        public static Query Read(string? text, string? standing) => new(text, CodeWords.Read<Standing>(standing ?? ""));
    }

    /// <summary>One object.</summary>
    /// <param name="Last">The line on which it went last.</param>
    /// <param name="Times">How often it was lent.</param>
    /// <param name="Since">When it left its owner; null while it is at home.</param>
    /// <param name="EndsOn">The day on which the limit is reached if it stays out.</param>
    internal sealed record Row(LentLine Last, PartyCard? Owner, PartyCard? Holder, int Days, int Left, int Times, DateOnly? Since, DateOnly? EndsOn)
    {
        public bool Out => Since is not null;

        public bool Over => Left < 0;

        public bool Near => !Over && Left < LoanRules.Shipped.WarnDays;

        public bool Is(Standing standing) => standing switch
        {
            Standing.Out => Out,
            Standing.Near => Near,
            Standing.Over => Over,
            _ => !Out,
        };
    }

    internal sealed class Handler(ResourcesDb db, LoanBook book, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Row>> HandleAsync(Query query, CancellationToken ct)
        {
            if (ResourceAccess.Readable(current.Value) is not { } readable)
            {
                return [];
            }

            var may = readable.ToList();
            var owners = await db.HandoverItems().Where(i => may.Contains(i.OwnerId)
                    || db.Handovers().Any(h => h.Id == i.HandoverId && h.SentOn != null && may.Contains(h.ToPartyId)))
                .Select(i => i.OwnerId).Distinct().ToListAsync(ct);
            var today = Dates.InChina(clock.GetUtcNow());
            var rows = Things(await book.OfOwnersAsync(owners, ct)).Select(lines => OneOf(lines, today)).OfType<Row>()
                .Where(r => may.Contains(r.Last.Item.OwnerId) || (r.Out && may.Contains(r.Last.Handover.ToPartyId)))
                .Where(r => query.Standing is not { } standing || r.Is(standing))
                .Where(r => string.IsNullOrWhiteSpace(query.Text) || $"{r.Last.Item.Name} {r.Last.Item.Number}".Contains(query.Text.Trim(), StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(r => r.Out).ThenBy(r => r.Left).ThenBy(r => r.Last.Item.Number, StringComparer.Ordinal).ToList();
            var cards = await directory.FindAsync([.. rows.SelectMany(r => new[] { r.Last.Item.OwnerId, r.Last.Handover.ToPartyId }).Distinct()], ct);
            return [.. rows.Select(r => r with { Owner = cards.GetValueOrDefault(r.Last.Item.OwnerId), Holder = r.Out ? cards.GetValueOrDefault(r.Last.Handover.ToPartyId) : null })];
        }

        private static Row? OneOf(IReadOnlyList<LentLine> lines, DateOnly today)
        {
            var absences = LoanBook.Absences(lines[0].Item.OwnerId, lines);
            if (absences.Count == 0 || lines.All(l => l.Item.Grade == ItemGrade.None))
            {
                return null;
            }

            var days = LoanClock.Days(absences, today, CheckList.Since(today));
            var left = LoanRules.Shipped.LimitDays - days;
            DateOnly? since = absences[^1] is { Until: null, From: var from } ? from : null;
            return new(lines[^1], null, null, days, left, absences.Count, since, since is null ? null : today.AddDays(left));
        }
    }

    /// <summary>Lines put together by the object that they are of: by its record, else by its number.</summary>
    internal static IEnumerable<IReadOnlyList<LentLine>> Things(IReadOnlyList<LentLine> lines)
    {
        var records = lines.Where(l => l.Item.ObjectId is not null && l.Item.NumberKey.Length > 0)
            .GroupBy(l => (l.Item.OwnerId, l.Item.NumberKey)).ToDictionary(g => g.Key, g => g.Last().Item.ObjectId);
        return lines.GroupBy(l => (l.Item.OwnerId, Object: l.Item.ObjectId ?? records.GetValueOrDefault((l.Item.OwnerId, l.Item.NumberKey)), Number: Number(l.Item))).Select(g => g.ToList());

        string Number(HandoverItem item) => item.ObjectId is not null || records.ContainsKey((item.OwnerId, item.NumberKey)) ? "" : item.NumberKey;
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/loans/clock.xlsx", async (
        string? q, string? standing, Handler read, Wording words, CancellationToken ct) =>
    {
        var rows = await read.HandleAsync(Query.Read(q, standing), ct);
        return (IResult)new TableDownload(words["resources.loan.clock.title"], TableFormat.Xlsx, new TableSheet(
            words["resources.loan.clock.title"],
            [
                new(words["resources.handover.field.item-number"]), new(words["resources.handover.field.item-name"], 32), new(words["resources.handover.field.grade"]),
                new(words["resources.handover.field.owner"], 28), new(words["resources.loan.clock.times"]), new(words["resources.loan.clock.days"]), new(words["resources.loan.clock.left"]),
                new(words["resources.loan.clock.holder"], 28), new(words["resources.loan.clock.since"]), new(words["resources.handover.field.due-back-on"]), new(words["resources.loan.clock.ends-on"]),
            ],
            rows.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (r) =>
            [
                r.Last.Item.Number, r.Last.Item.Name, HandoverWords.Of(words, r.Last.Item.Grade), HandoverWords.Name(r.Owner), r.Times, r.Days, r.Left,
                r.Out ? HandoverWords.Name(r.Holder) : words["resources.loan.clock.home"], TableCell.Day(r.Since), TableCell.Day(r.Out ? r.Last.Handover.DueBackOn : null), TableCell.Day(r.EndsOn),
            ]))
        {
            Notes = [.. LoanRules.Shipped.Sources.Select(s => $"{s.Title.Here}{(Wording.InChinese ? "：" : ": ")}{s.Says.Here}")],
        });
    }).RequireAuthorization(ResourcePermissions.Read);
}
