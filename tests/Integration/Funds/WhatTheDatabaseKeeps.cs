using System.Globalization;
using Guanlian.Funds.Data;
using Guanlian.Hosting;
using Guanlian.Hosting.Funds;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Funds;

public sealed class WhatTheDatabaseKeeps(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Entries_that_do_not_balance_are_torn_or_overdraw_never_commit_and_what_is_booked_stays()
    {
        var world = await FundWorld.CreateAsync(host, free: 100, training: 0);
        var accounts = (await world.DbAsync(db => db.Accounts.AsNoTracking().Where(a => a.FundId == world.Fund).ToListAsync())).ToDictionary(a => (a.Kind, a.UseCode), a => a.Id);
        var (available, donors, pledged) = (accounts[(AccountKind.Available, null)], accounts[(AccountKind.Donors, null)], accounts[(AccountKind.Pledged, null)]);
        await RefusedAsync("entry_balances", Entry(world, 2, (available, 5), (donors, -4)));
        await RefusedAsync("entry_is_whole", Entry(world, 3, (available, 5), (donors, -5)));
        await RefusedAsync("entry_is_whole", Entry(world, 2));
        await RefusedAsync("account_not_overdrawn", Entry(world, 2, (available, -101), (pledged, 101)));
        var whole = await world.EntryAsync(EntryKind.Received);
        await RefusedAsync("entry_is_whole", $"insert into funds.posting values ('{whole.Id}', 9, '{available}', 5), ('{whole.Id}', 10, '{donors}', -5)");
        await RefusedAsync("ledger_is_kept", $"update funds.posting set amount = amount * 2 where entry_id = '{whole.Id}'");
        await RefusedAsync("ledger_is_kept", $"delete from funds.posting where entry_id = '{whole.Id}'");
        await RefusedAsync("ledger_is_kept", $"update funds.entry set booked_on = '2020-01-01' where id = '{whole.Id}'");
        await RefusedAsync("ledger_is_kept", $"update funds.account set kind = 'Donors' where id = '{available}'");
        await RefusedAsync("ledger_is_kept", "truncate funds.posting");
        await RefusedAsync("donation_is_kept", $"update funds.donation set amount = 1 where fund_id = '{world.Fund}'");

        // A reversal that is no mirror, and a second one.
        await RefusedAsync("reversal_mirrors", Reversal(world, whole, (available, -99), (pledged, 99)));
        await host.ExecuteAsync(Reversal(world, whole, (available, -100), (pledged, 100)));
        await RefusedAsync("entry_reversed_once", Reversal(world, whole, (available, -100), (pledged, 100)));

        // A fund counts one thing: hours stand in a fund of hours, and in no other's accounts.
        var (hours, stock, given) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await RefusedAsync("account_of_unit", $"insert into funds.account (id, fund_id, kind, unit) values ('{stock}', '{world.Fund}', 'Available', 'hours')");
        await host.ExecuteAsync($"insert into funds.fund (id, cluster_id, name, purpose, rule_document, unit, opened_on, created_at) select '{hours}', cluster_id, '示例学时', purpose, rule_document, 'hours', opened_on, now() from funds.fund where id = '{world.Fund}'");
        await host.ExecuteAsync($"insert into funds.account (id, fund_id, kind, unit) values ('{stock}', '{hours}', 'Available', 'hours'), ('{given}', '{hours}', 'Donors', 'hours')");
        await RefusedAsync("entry_in_one_fund", Entry(world, 4, (stock, 5), (given, -5), (available, 5), (donors, -5)));
        await host.ExecuteAsync(Entry(world, 2, (stock, 5), (given, -5)).Replace(world.Fund.ToString(), hours.ToString(), StringComparison.Ordinal));
        Assert.Equal(0, await host.ScalarAsync<long>("select count(*) from (select 1 from funds.posting p join funds.account a on a.id = p.account_id group by p.entry_id, a.unit having sum(amount) <> 0) x"));
    }

    [Fact]
    public async Task What_was_said_and_shown_stays_and_papers_lie_beside_what_they_prove()
    {
        var world = await FundWorld.CreateAsync(host);
        var (mine, other) = (world.Alliance.Museum(1), world.Alliance.Museum(2));
        var (id, foreign) = (await world.AwardedAsync(mine, 100), await world.AwardedAsync(other, 100));
        Held(await world.PayAsync(id, "100"));
        Held(await world.ReportAsync(id, mine, "100"));
        Held(await world.PayAsync(foreign, "100"));
        var entry = (await world.EntryAsync(EntryKind.Paid)).Id;
        var report = await world.DbAsync(db => db.Reports.Where(r => r.ApplicationId == id).Select(r => r.Id).SingleAsync());
        await RefusedAsync("report_is_kept", $"update funds.report set used = 1 where id = '{report}'");
        await RefusedAsync("report_is_kept", $"update funds.report set words = '示例' where id = '{report}'");
        await RefusedAsync("report_is_kept", $"delete from funds.report where id = '{report}'");
        await RefusedAsync("fund_is_kept", $"update funds.fund set purpose = '示例别用' where id = '{world.Fund}'");
        await RefusedAsync("fund_is_kept", $"update funds.fund set rule_document = '别的' where id = '{world.Fund}'");
        await RefusedAsync("fund_is_kept", $"update funds.fund set entries = entries - 1 where id = '{world.Fund}'");
        await RefusedAsync("fund_is_kept", $"update funds.fund set entries = entries + 2 where id = '{world.Fund}'");
        await RefusedAsync("ledger_is_kept", $"update funds.fund_use set name_zh = '别的' where fund_id = '{world.Fund}'");
        await RefusedAsync("application_is_kept", $"update funds.application set of_title = '别的', of_kind = 'x', of_href = 'x', of_id = id where id = '{id}'");
        await RefusedAsync("application_is_kept", $"delete from funds.application where id = '{id}'");
        foreach (var table in new[] { "donation", "application", "decision", "report", "file", "fund_use", "fund" })
        {
            await RefusedAsync("ledger_is_kept", $"truncate funds.{table} cascade");
        }

        await RefusedAsync("file_of_application_entry", File(world, id, entry: entry));
        await RefusedAsync("file_of_report", File(world, foreign, report: report));
        await RefusedAsync("decision_of_entry", $"insert into funds.decision (id, application_id, number, outcome, amount, decided_on, document, entry_id, at, by_name) values ('{Guid.CreateVersion7()}', '{id}', 2, 'Whole', 1, '2026-11-20', '示例', '{entry}', now(), '示例')");
    }

    [Fact]
    public async Task The_budget_and_one_applications_money_are_bounded_below_the_program_too()
    {
        var world = await FundWorld.CreateAsync(host, budget: 500, free: 10_000, training: 0);
        var (first, second) = (await world.AwardedAsync(world.Alliance.Museum(0), 100), await world.AwardedAsync(world.Alliance.Museum(1), 100));
        var over = Held(await world.AskAsync(world.Alliance.Museum(1), "301"));
        Assert.Equal("funds.application.beyond-budget", (await world.DecideAsync(over)).Refusal?.Code);
        var accounts = (await world.DbAsync(db => db.Accounts.AsNoTracking().Where(a => a.FundId == world.Fund).ToListAsync())).ToDictionary(a => (a.Kind, a.UseCode), a => a.Id);
        await RefusedAsync("budget_not_overdrawn", Entry(world, 2, (accounts[(AccountKind.Budget, "training")], -301), (accounts[(AccountKind.Drawn, "training")], 301)));
        Held(await world.PayAsync(first, "10"));

        // 200 are committed in all, 100 of them to the second: it cannot be paid out of the first's.
        var (committed, paid) = (accounts[(AccountKind.Committed, "training")], await world.DbAsync(db => db.Accounts.Where(a => a.FundId == world.Fund && a.Kind == AccountKind.Paid).Select(a => a.Id).SingleAsync()));
        await RefusedAsync("application_not_overdrawn", Entry(world, 2, second, (committed, -101), (paid, 101)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Several_councils_at_once_never_award_more_than_there_is(int seed)
    {
        const int People = 12;
        var random = new Random(seed);
        var world = await FundWorld.CreateAsync(host, budget: 1_000, free: 300, training: 400);
        var asked = new List<(Guid Id, decimal Amount)>();
        for (var n = 0; n < People; n++)
        {
            var amount = random.Next(50, 300);
            asked.Add((Held(await world.AskAsync(world.Alliance.Museum(n % 3), $"{amount}")), amount));
        }

        var decided = await Task.WhenAll(asked.Select(a => Task.Run(() => world.DecideAsync(a.Id))));
        var given = asked.Zip(decided).Where(d => !d.Second.Refused).Sum(d => d.First.Amount);
        Assert.All(decided.Where(d => d.Refused), d => Assert.Contains(d.Refusal!.Code, new[] { "funds.application.beyond-available", "funds.overdrawn" }));
        Assert.True(given is > 0 and <= 700, $"seed {seed}: {given}");
        var standing = await world.StandingAsync();
        Assert.Equal((given, 700 - given, 1_000 - given), (standing.Of(AccountKind.Committed), standing.Of(AccountKind.Available), standing[AccountKind.Budget, "training", 2026]));

        // Nobody was refused who would have fitted into what was left at the end.
        Assert.All(asked.Zip(decided).Where(d => d.Second.Refused), d => Assert.True(d.First.Amount > 700 - given, $"seed {seed}"));

        // The same award decided by ten at once is one award, and the entries are counted without gaps.
        var one = Held(await world.AskAsync(world.Alliance.Museum(0), "0.01"));
        await world.GivenAsync(null, 1);
        var same = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => world.DecideAsync(one, version: 1))));
        Assert.Equal(1, same.Count(s => !s.Refused));
        var numbers = await world.DbAsync(db => db.Entries.Where(e => e.FundId == world.Fund).OrderBy(e => e.Number).Select(e => e.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
    }

    [Fact]
    public async Task Writers_past_the_program_are_kept_apart_by_the_fund_itself()
    {
        var world = await FundWorld.CreateAsync(host, free: 100, training: 0);
        var accounts = (await world.DbAsync(db => db.Accounts.AsNoTracking().Where(a => a.FundId == world.Fund).ToListAsync())).ToDictionary(a => (a.Kind, a.UseCode), a => a.Id);
        var entry = Enumerable.Range(0, 8).Select(_ => Entry(world, 2, (accounts[(AccountKind.Available, null)], -30), (accounts[(AccountKind.Pledged, null)], 30))).ToList();
        var written = await Task.WhenAll(entry.Select(sql => Task.Run(async () =>
        {
            try
            {
                await host.ExecuteAsync(sql);
                return true;
            }
            catch (PostgresException e) when (e.ConstraintName == "account_not_overdrawn")
            {
                return false;
            }
        })));
        Assert.Equal(3, written.Count(w => w));
        Assert.Equal(10m, (await world.StandingAsync())[AccountKind.Available, null]);
    }

    private async Task RefusedAsync(string rule, string sql) => Assert.Equal(rule, (await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(sql))).ConstraintName);

    private static string Entry(FundWorld world, int lines, params (Guid Account, decimal Amount)[] postings) => Entry(world, lines, null, postings);

    private static string Entry(FundWorld world, int lines, Guid? application, params (Guid Account, decimal Amount)[] postings)
    {
        var id = Guid.CreateVersion7();
        return $"insert into funds.entry (id, fund_id, kind, booked_on, lines, at, by_name, application_id) values ('{id}', '{world.Fund}', 'Awarded', '2026-11-20', {lines}, now(), '示例', {(application is { } a ? $"'{a}'" : "null")});"
            + Postings(id, postings);
    }

    private static string Reversal(FundWorld world, Entry reversed, params (Guid Account, decimal Amount)[] postings)
    {
        var id = Guid.CreateVersion7();
        return $"insert into funds.entry (id, fund_id, kind, booked_on, lines, at, by_name, reverses, reason_code, donation_id) values ('{id}', '{world.Fund}', 'Reversal', '2026-11-20', 2, now(), '示例', '{reversed.Id}', 'other', '{reversed.DonationId}');"
            + Postings(id, postings);
    }

    private static string File(FundWorld world, Guid application, Guid? entry = null, Guid? report = null) =>
        $"insert into funds.file (id, fund_id, application_id, entry_id, report_id, name, media_type, content, sha256, at, by_name) values ('{Guid.CreateVersion7()}', '{world.Fund}', '{application}', {(entry is { } e ? $"'{e}'" : "null")}, {(report is { } r ? $"'{r}'" : "null")}, '示例', 'application/pdf', '\\x25', 'x', now(), '示例')";

    private static string Postings(Guid entry, (Guid Account, decimal Amount)[] postings) => string.Concat(postings.Select((p, n) =>
        string.Create(CultureInfo.InvariantCulture, $"insert into funds.posting values ('{entry}', {n + 1}, '{p.Account}', {p.Amount});")));
}
