using Guanlian.Funds.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Funds.Ledger;

/// <summary>What an entry says beside its lines.</summary>
internal sealed record Booking(EntryKind Kind, DateOnly On)
{
    public string? Document { get; init; }

    public Guid? ApplicationId { get; init; }

    public Guid? DonationId { get; init; }

    public Guid? Reverses { get; init; }

    public string? ReasonCode { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Of one application's award.</summary>
/// <param name="Awarded">What stands of it, wherever that has come to.</param>
/// <param name="PaidOut">Paid and not paid back.</param>
/// <param name="Committed">Still to be paid.</param>
internal sealed record AwardSums(Guid Id, decimal Awarded, decimal PaidOut, decimal Committed);

/// <summary>Reads and writes the ledger.</summary>
internal static class Book
{
    /// <summary>Holds the fund until the transaction ends: who moves money of one fund does it one after the other.</summary>
    public static async Task HoldAsync(this FundsDb db, Guid fund, CancellationToken ct)
    {
        _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from funds.fund where id = {fund} for update", ct);
    }

    /// <summary>Adds an entry; accounts that nobody used before are opened by it.</summary>
    public static async Task<Entry> EnterAsync(this FundsDb db, FundRecord fund, Booking booking, IReadOnlyList<Line> lines, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var known = await db.Accounts.Where(a => a.FundId == fund.Id && a.Unit == fund.Unit).ToListAsync(ct);
        known.AddRange(db.Accounts.Local.Where(a => a.FundId == fund.Id && !known.Contains(a)));
        var entry = new Entry
        {
            Id = Guid.CreateVersion7(now),
            FundId = fund.Id,
            Kind = booking.Kind,
            BookedOn = booking.On,
            Document = booking.Document,
            ApplicationId = booking.ApplicationId,
            DonationId = booking.DonationId,
            Reverses = booking.Reverses,
            ReasonCode = booking.ReasonCode,
            Reason = booking.Reason,
            Lines = lines.Count,
            At = now,
            ByName = actor.Name,
        };
        db.Add(entry);
        for (var n = 0; n < lines.Count; n++)
        {
            db.Add(new Posting { EntryId = entry.Id, Line = n + 1, AccountId = AccountOf(db, fund, known, lines[n], now).Id, Amount = lines[n].Amount });
        }

        return entry;
    }

    /// <summary>What stands on all accounts of a fund.</summary>
    public static Task<Standing> StandingAsync(this FundsDb db, Guid fund, CancellationToken ct, DateOnly? until = null) => SumAsync(db.Database.SqlQuery<Sum>($"""
        select a.kind as "Kind", a.use_code as "Use", a.year as "Year", sum(p.amount) as "Amount"
          from funds.account a join funds.posting p on p.account_id = a.id join funds.entry e on e.id = p.entry_id
         where a.fund_id = {fund} and ({until}::date is null or e.booked_on <= {until}::date) group by a.id
        """), ct);

    /// <summary>The same of several funds at once; absent where nothing was booked.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Standing>> StandingsAsync(this FundsDb db, Guid[] funds, CancellationToken ct) => (await db.Database.SqlQuery<SumOfFund>($"""
        select a.fund_id as "Fund", a.kind as "Kind", a.use_code as "Use", a.year as "Year", sum(p.amount) as "Amount"
          from funds.account a join funds.posting p on p.account_id = a.id where a.fund_id = any({funds}) group by a.id
        """).ToListAsync(ct)).GroupBy(s => s.Fund).ToDictionary(g => g.Key, g => StandingOf(g.Select(s => new Sum(s.Kind, s.Use, s.Year, s.Amount))));

    /// <summary>
    /// The least that stands on the accounts of a use, and of none, on any day from that one on: who writes an award into the past may not make a
    /// day between then and now give out what it did not have.
    /// </summary>
    public static async Task<(decimal Earmarked, decimal Free)> LowestAsync(this FundsDb db, Guid fund, string use, DateOnly from, CancellationToken ct)
    {
        var days = await db.Database.SqlQuery<SumOfDay>($"""
            select a.use_code as "Use", e.booked_on as "Day", sum(p.amount) as "Amount"
              from funds.account a join funds.posting p on p.account_id = a.id join funds.entry e on e.id = p.entry_id
             where a.fund_id = {fund} and a.kind = 'Available' and (a.use_code is null or a.use_code = {use}) group by 1, 2
            """).ToListAsync(ct);
        return (Lowest(days.Where(d => d.Use is not null)), Lowest(days.Where(d => d.Use is null)));

        decimal Lowest(IEnumerable<SumOfDay> sums)
        {
            var stands = 0m;
            decimal? lowest = null;
            foreach (var day in sums.GroupBy(s => s.Day > from ? s.Day : from).OrderBy(g => g.Key))
            {
                stands += day.Sum(s => s.Amount);

                // Before the first move nothing stood there.
                lowest = Math.Min(lowest ?? (day.Key > from ? 0 : stands), stands);
            }

            return lowest ?? 0;
        }
    }

    /// <summary>How much of several applications' awards stands, was paid out, and is still to be paid.</summary>
    public static async Task<IReadOnlyDictionary<Guid, AwardSums>> AwardsAsync(this FundsDb db, Guid[] applications, CancellationToken ct) => (await db.Database.SqlQuery<AwardSums>($"""
        select e.application_id as "Id",
               coalesce(sum(p.amount) filter (where a.kind in ('Committed', 'Paid', 'Accounted', 'Settled')), 0) as "Awarded",
               coalesce(sum(p.amount) filter (where a.kind in ('Paid', 'Accounted', 'Settled')), 0) as "PaidOut",
               coalesce(sum(p.amount) filter (where a.kind = 'Committed'), 0) as "Committed"
          from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id
         where e.application_id = any({applications}) group by e.application_id
        """).ToListAsync(ct)).ToDictionary(s => s.Id);

    /// <summary>What one application has moved.</summary>
    public static async Task<Progress> ProgressAsync(this FundsDb db, Application application, CancellationToken ct)
    {
        var standing = await SumAsync(db.Database.SqlQuery<Sum>($"""
            select a.kind as "Kind", a.use_code as "Use", a.year as "Year", sum(p.amount) as "Amount"
              from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id
             where e.application_id = {application.Id} group by a.id
            """), ct);
        return new(standing, application.UseCode, standing.Years.Where(y => standing[AccountKind.Drawn, application.UseCode, y] > 0).Select(y => (int?)y).FirstOrDefault());
    }

    /// <summary>What of a promise is still to come, and what has come.</summary>
    public static async Task<(decimal Open, decimal Received)> ProgressAsync(this FundsDb db, Donation donation, CancellationToken ct)
    {
        var standing = await SumAsync(db.Database.SqlQuery<Sum>($"""
            select a.kind as "Kind", a.use_code as "Use", a.year as "Year", sum(p.amount) as "Amount"
              from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id
             where e.donation_id = {donation.Id} group by a.id
            """), ct);
        return (standing[AccountKind.Pledged, donation.UseCode], standing[AccountKind.Available, donation.UseCode]);
    }

    /// <summary>Saves. What the ledger does not allow is refused by name, whoever was first.</summary>
    public static async Task<Outcome<Done>> SaveLedgerAsync(this FundsDb db, CancellationToken ct)
    {
        try
        {
            return await db.SaveInTurnAsync("funds.stale", ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: { } rule } && Of(rule) is { } refusal)
        {
            db.ChangeTracker.Clear();
            return refusal;
        }
        catch (PostgresException e) when (e.ConstraintName is { } rule && Of(rule) is { } refusal)
        {
            // Rules of whole entries are asked at commit.
            db.ChangeTracker.Clear();
            if (db.Database.CurrentTransaction is { } ended)
            {
                await ended.DisposeAsync();
            }

            return refusal;
        }
    }

    private static Refusal? Of(string constraint) => constraint switch
    {
        "account_not_overdrawn" => new Refusal.Stale("funds.overdrawn"),
        "budget_not_overdrawn" => new Refusal.Stale("funds.budget-overdrawn"),
        "application_not_overdrawn" or "donation_not_overdrawn" => new Refusal.Stale("funds.more-than-is-there"),
        "entry_reversed_once" or "decision_once" or "report_once" or "report_one_open" => new Refusal.Stale("funds.stale"),
        "application_once_for_form" or "donation_once_for_form" => new Refusal.Stale("funds.sent"),
        "fund_name_once" => new Refusal.Invalid("funds.fund.name-taken", "Name"),
        _ => null,
    };

    private static Account AccountOf(FundsDb db, FundRecord fund, List<Account> known, Line line, DateTimeOffset now)
    {
        if (known.Find(a => a.Kind == line.Kind && a.UseCode == line.Use && a.Year == line.Year) is { } account)
        {
            return account;
        }

        account = new() { Id = Guid.CreateVersion7(now), FundId = fund.Id, Kind = line.Kind, UseCode = line.Use, Year = line.Year, Unit = fund.Unit };
        db.Add(account);
        known.Add(account);
        return account;
    }

    private static async Task<Standing> SumAsync(IQueryable<Sum> sums, CancellationToken ct) =>
        StandingOf(await sums.ToListAsync(ct));

    private static Standing StandingOf(IEnumerable<Sum> sums) => new(sums.ToDictionary(s => (Enum.Parse<AccountKind>(s.Kind), s.Use, s.Year), s => s.Amount));

    private sealed record Sum(string Kind, string? Use, int? Year, decimal Amount);

    private sealed record SumOfFund(Guid Fund, string Kind, string? Use, int? Year, decimal Amount);

    private sealed record SumOfDay(string? Use, DateOnly Day, decimal Amount);
}
