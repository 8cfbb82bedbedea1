using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Ledger;

/// <summary>The ledger of a fund by account, act and period; what is shown sums up to the figure that led here. As a page and as a workbook.</summary>
internal static class FindEntries
{
    private const int MostRows = 20_000;

    /// <summary>In the address: money that is not earmarked.</summary>
    public const string AnyUse = "any";

    /// <summary>In the address: all accounts that hold money which came in and is not settled.</summary>
    public const string Held = "held";

    /// <summary>In the address: a year's budget of a use, drawn or not.</summary>
    public const string WholeBudget = "budget-total";

    /// <summary>In the address: awards less what was released of them.</summary>
    public const string AwardsNet = "awards-net";

    /// <summary>In the address: payments less what was paid back.</summary>
    public const string PaymentsNet = "payments-net";

    /// <param name="Kinds">Accounts of these kinds; none means all.</param>
    /// <param name="Acts">Entries of these kinds and their reversals; none means all.</param>
    /// <param name="Use">A use's code, or <see cref="AnyUse"/>.</param>
    /// <param name="Year">Of budget accounts.</param>
    internal sealed record Query(IReadOnlyList<AccountKind> Kinds, IReadOnlyList<EntryKind> Acts, string? Use, int? Year, DateOnly? From, DateOnly? To, int Page, int Size)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? account, string? act, string? use, int? year, string? from, string? to, int page, int size) => new(
            account switch
            {
                Held => [AccountKind.Available, AccountKind.Committed, AccountKind.Paid, AccountKind.Accounted],
                WholeBudget => [AccountKind.Budget, AccountKind.Drawn],
                _ => CodeWords.Read<AccountKind>(account ?? "") is { } kind ? [kind] : [],
            },
            act switch
            {
                AwardsNet => [EntryKind.Awarded, EntryKind.Released],
                PaymentsNet => [EntryKind.Paid, EntryKind.PaidBack],
                _ => CodeWords.Read<EntryKind>(act ?? "") is { } kind ? [kind] : [],
            },
            string.IsNullOrWhiteSpace(use) ? null : use, year, Day(from), Day(to), page, size);

        private static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", out var day) ? day : null;
    }

    internal sealed record PostingLine(AccountKind Kind, string? Use, int? Year, decimal Amount, bool Asked);

    /// <param name="Reversed">The number of the entry that reverses it.</param>
    /// <param name="Reverses">The entry that it reverses.</param>
    internal sealed record Item(Entry Entry, IReadOnlyList<PostingLine> Lines, long? Reversed, Entry? Reverses, Application? Application, Donation? Donation)
    {
        /// <summary>Its free words, where they are the reader's business.</summary>
        public string? Reason { get; init; }

        /// <summary>What it moves on the accounts that were asked for.</summary>
        public decimal Amount => Lines.Where(l => l.Asked).Sum(l => l.Amount);
    }

    /// <param name="Sum">On the accounts that were asked for, over all pages; null where none was asked for: every entry sums to nothing.</param>
    internal sealed record Found(FundRecord Fund, IReadOnlyList<FundUse> Uses, IReadOnlyList<Item> Items, int Total, decimal? Sum);

    internal sealed class Handler(FundsDb db, FundSight sight)
    {
        public async Task<Outcome<Found>> HandleAsync(Guid fundId, Query query, CancellationToken ct)
        {
            if (await sight.FundAsync(fundId, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            var accounts = await db.Accounts.AsNoTracking().Where(a => a.FundId == fundId).ToListAsync(ct);
            var narrowed = query.Kinds.Count > 0 || query.Use is not null || query.Year is not null;
            var asked = accounts.Where(a => (query.Kinds.Count == 0 || query.Kinds.Contains(a.Kind))
                && (query.Use is null || (query.Use == AnyUse ? a.UseCode is null : a.UseCode == query.Use)) && (query.Year is null || a.Year == query.Year)).Select(a => a.Id).ToList();
            var rows = db.Entries.AsNoTracking().Where(e => e.FundId == fundId);
            if (query.Acts is { Count: > 0 } acts)
            {
                rows = rows.Where(e => acts.Contains(e.Kind) || db.Entries.Any(o => o.Id == e.Reverses && acts.Contains(o.Kind)));
            }

            rows = query.From is { } from ? rows.Where(e => e.BookedOn >= from) : rows;
            rows = query.To is { } to ? rows.Where(e => e.BookedOn <= to) : rows;
            if (narrowed)
            {
                rows = rows.Where(e => db.Postings.Any(p => p.EntryId == e.Id && asked.Contains(p.AccountId)));
            }

            var total = await rows.CountAsync(ct);
            decimal? sum = narrowed
                ? await db.Postings.Where(p => asked.Contains(p.AccountId) && rows.Any(e => e.Id == p.EntryId)).SumAsync(p => p.Amount, ct)
                : null;
            var entries = await rows.OrderByDescending(e => e.Number).Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            return new Found(fund, await db.Uses.AsNoTracking().Where(u => u.FundId == fundId).OrderBy(u => u.Sort).ToListAsync(ct),
                await ItemsAsync(fund, entries, accounts, narrowed ? [.. asked] : [], ct), total, sum);
        }

        /// <summary>One entry with everything around it.</summary>
        public async Task<Outcome<Found>> OneAsync(Guid entryId, CancellationToken ct)
        {
            var entry = await db.Entries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == entryId, ct);
            if (entry is null || await sight.FundAsync(entry.FundId, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            var accounts = await db.Accounts.AsNoTracking().Where(a => a.FundId == fund.Id).ToListAsync(ct);
            return new Found(fund, await db.Uses.AsNoTracking().Where(u => u.FundId == fund.Id).OrderBy(u => u.Sort).ToListAsync(ct), await ItemsAsync(fund, [entry], accounts, [], ct), 1, null);
        }

        private async Task<IReadOnlyList<Item>> ItemsAsync(FundRecord fund, List<Entry> entries, List<Account> accounts, HashSet<Guid> asked, CancellationToken ct)
        {
            var (ids, byId) = (entries.ConvertAll(e => e.Id), accounts.ToDictionary(a => a.Id));
            var lines = (await db.Postings.AsNoTracking().Where(p => ids.Contains(p.EntryId)).OrderBy(p => p.Line).ToListAsync(ct)).ToLookup(p => p.EntryId);
            var reversals = await db.Entries.Where(e => e.Reverses != null && ids.Contains(e.Reverses.Value)).ToDictionaryAsync(e => e.Reverses!.Value, e => e.Number, ct);
            var reversed = entries.Where(e => e.Reverses is not null).Select(e => e.Reverses!.Value).ToList();
            var originals = await db.Entries.AsNoTracking().Where(e => reversed.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
            var applicationIds = entries.Where(e => e.ApplicationId is not null).Select(e => e.ApplicationId!.Value).Distinct().ToList();
            var applications = await db.Applications.AsNoTracking().Where(a => applicationIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
            var donationIds = entries.Where(e => e.DonationId is not null).Select(e => e.DonationId!.Value).Distinct().ToList();
            var donations = await db.Donations.AsNoTracking().Where(d => donationIds.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
            return [.. entries.Select(e => new Item(
                e, [.. lines[e.Id].Select(p => (byId[p.AccountId], p)).Select(p => new PostingLine(p.Item1.Kind, p.Item1.UseCode, p.Item1.Year, p.p.Amount, asked.Contains(p.p.AccountId)))],
                reversals.TryGetValue(e.Id, out var number) ? number : null,
                e.Reverses is { } original ? originals.GetValueOrDefault(original) : null,
                e.ApplicationId is { } a ? applications[a] : null,
                e.DonationId is { } d ? donations[d] : null))
                .Select(i => sight.Concerns(fund, i.Application, i.Donation) ? i with { Reason = i.Entry.Reason } : i)];
        }
    }

    /// <summary>Accounts that can be asked for.</summary>
    public static IEnumerable<Choice> AccountChoices(Wording words) => Enum.GetValues<AccountKind>().Select(k => new Choice(CodeWords.Write(k), FundWords.Of(words, k)))
        .Concat([new(Held, words["funds.account.held"]), new(WholeBudget, words["funds.account.budget-total"])]);

    /// <summary>Acts that can be asked for.</summary>
    public static IEnumerable<Choice> ActChoices(Wording words) => Enum.GetValues<EntryKind>().Select(k => new Choice(CodeWords.Write(k), FundWords.Of(words, k)))
        .Concat([new(AwardsNet, words["funds.act.awards-net"]), new(PaymentsNet, words["funds.act.payments-net"])]);

    /// <summary>Words of an account line.</summary>
    public static string Account(Wording words, IReadOnlyList<FundUse> uses, AccountKind kind, string? use, int? year) =>
        string.Join(" · ", new[]
        {
            FundWords.Of(words, kind), use is null && kind is not (AccountKind.Available or AccountKind.Pledged) ? null : FundWords.Use(words, uses, use), year is { } y ? words["funds.year", ("year", $"{y}")] : null,
        }.Where(w => w is not null));

    /// <summary>Words of what an entry is about, without anybody's name that is not to be read.</summary>
    public static string About(Item item) => item switch
    {
        { Application: { } a } => $"{Numbers.Of(a)} {a.Title}",
        { Donation: { } d } => Numbers.Of(d),
        _ => "",
    };

    /// <summary>One line for each posting, as book-keepers want it.</summary>
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/funds/{id:guid}/ledger.xlsx", async (
        Guid id, string? account, string? act, string? use, string? year, string? from, string? to, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(id, Query.Read(account, act, use, int.TryParse(year, out var y) ? y : null, from, to, 1, MostRows), ct);
        if (found.Refused)
        {
            return Results.NotFound();
        }

        var (fund, uses, items, _, sum) = found.Value;
        return new TableDownload($"{fund.Name} {words["funds.ledger.title"]}", TableFormat.Xlsx, new TableSheet(
            words["funds.ledger.title"],
            [
                new(words["funds.field.voucher"]), new(words["funds.field.day"]), new(words["funds.field.act"]), new(words["funds.field.about"], 40), new(words["funds.field.document"], 24),
                new(words["funds.field.account"], 36), new(words["funds.field.amount"]), new(words["funds.field.unit"]), new(words["funds.field.by"]), new(words["funds.field.reason"], 30),
            ],
            items.SelectMany(i => i.Lines.Where(l => sum is null || l.Asked).Select(l => (i, l))).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (row) =>
            [
                Numbers.Of(row.i.Entry), row.i.Entry.BookedOn, FundWords.Of(words, row.i.Entry.Kind), About(row.i), row.i.Entry.Document,
                Account(words, uses, row.l.Kind, row.l.Use, row.l.Year), row.l.Amount, fund.Unit, row.i.Entry.ByName, FundWords.Reason(words, row.i.Entry.ReasonCode, row.i.Reason),
            ])));
    }).RequireAuthorization(FundPermissions.Read);
}
