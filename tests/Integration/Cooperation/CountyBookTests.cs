using System.Net;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.CountyBook;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Cooperation;
using Guanlian.Integration.Exchange;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class CountyBookTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task The_book_holds_every_chapter_for_the_museum_and_those_who_stand_over_it_and_for_nobody_else()
    {
        var world = await CreateAsync(host);
        var (id, museum) = await HandedInAsync(world);
        await host.AdoptPairAsync(world);
        await host.ExecuteAsync($"""
            insert into exchange.listing (id, party_id, side, domain, resource, title, strength, state, created_at, confirmed_at)
            values (gen_random_uuid(), '{museum}', 'Need', 'Conservation', 'Technology', '示例需求：彩塑检测', 3, 'Published', now(), now())
            """);
        using var county = await host.SignInAsAsync("staff", museum);
        var book = await county.GetStringAsync(new Uri("book", UriKind.Relative));
        foreach (var part in new[] { "示例需求：彩塑检测", (await world.RecordAsync(id)).Title, "提交与收到的成果", "结对" })
        {
            Assert.Contains(part, book, StringComparison.Ordinal);
        }

        Assert.Contains("County book", await county.GetStringAsync(new Uri("en/book?year=2026", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(county, "book.xlsx"));
        var code = world.Parties.First(p => p.Id == museum).Code;
        using var office = await host.SignInAsAsync("secretariat", world.Cluster);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(office, $"book/{code}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(office, $"book.xlsx?of={code}"));
        using var other = await host.SignInAsAsync("director", world.Museum(2).Id);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"book/{code}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"book.xlsx?of={code}"));
    }

    [Fact]
    public async Task Drafts_requests_and_agreements_stand_in_the_book_only_for_those_who_may_see_them_where_they_live()
    {
        var world = await CreateAsync(host);
        var (county, head) = (world.Museum(1), world.Museum(0));
        var (draft, open) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.ExecuteAsync($"""
            insert into exchange.listing (id, party_id, side, domain, resource, title, strength, state, created_at, confirmed_at)
            values ('{draft}', '{county.Id}', 'Need', 'Talent', 'People', '示例草稿需求', 3, 'Draft', now(), null),
                   ('{open}', '{county.Id}', 'Need', 'Conservation', 'Technology', '示例公开需求', 3, 'Published', now(), now());
            insert into exchange.request (id, listing_id, from_party_id, to_party_id, created_at)
            values (gen_random_uuid(), '{open}', '{world.Museum(2).Id}', '{county.Id}', now());
            insert into agreements.agreement (id, template, title, lead_party_id, state, check_code, created_at, state_since)
            values ('{draft}', 'pairing', '示例协议', '{county.Id}', 'Draft', 'ABCDEFGHJKLMNPQRSTUV', now(), now());
            insert into agreements.agreement_party (agreement_id, party_id) values ('{draft}', '{county.Id}');
            """);
        Assert.Equal((true, true, true, true), await SeesAsync(world.As(Roles.Staff, county.Id)));
        Assert.Equal((false, true, false, true), await SeesAsync(world.Secretariat()));
        Assert.Equal((false, true, false, true), await SeesAsync(Head(Roles.Director)));
        Assert.Equal((false, true, false, false), await SeesAsync(Head(Roles.Staff)));

        // Whoever stands over a suspended member still reads its book.
        await host.ExecuteAsync($"update members.membership set state = 'Suspended' where party_id = '{county.Id}'");
        Assert.Equal((false, true, false, true), await SeesAsync(world.Secretariat()));

        Actor Head(string role)
        {
            var (actor, lent) = (world.As(role, head.Id), host.Services.GetRequiredService<PermissionTable>().Of(role, [Matters.Agreements]));
            return actor with { Mandate = actor.Mandate! with { ActsFor = new Dictionary<Guid, IReadOnlySet<string>> { [county.Id] = lent } } };
        }

        async Task<(bool Draft, bool Open, bool Request, bool Agreement)> SeesAsync(Actor actor)
        {
            var book = Held(await world.AsAsync(actor, (ReadBook.Handler h) => h.HandleAsync(county.Code, null, default)));
            bool Holds(string chapter, string text) => book.Chapters.Single(c => c.Chapter.Title == chapter).Lines.Any(l => l.Cells.Contains(text));
            return (Holds("exchange.book.listings", "示例草稿需求"), Holds("exchange.book.listings", "示例公开需求"),
                Holds("exchange.book.requests", "示例公开需求"), Holds("agreements.list.title", "示例协议"));
        }
    }

    [Fact]
    [Trait("Requirement", "E09")]
    public async Task The_form_is_filled_offline_comes_back_line_by_line_and_can_be_taken_back()
    {
        var world = await CreateAsync(host);
        var (id, museum) = await HandedInAsync(world);
        var task = (await world.TasksAsync(id)).First(t => t.ConfirmsPartyId == museum && t.HandedInAt is not null && t.ConfirmedAt is null);
        var who = await host.PersonAsAsync("staff", museum);
        using var county = host.ClientFor(who);
        var form = Text(await county.GetByteArrayAsync(new Uri("book/fill.xlsx?year=2026", UriKind.Relative)));
        Assert.Contains($"T-{task.Id}", form, StringComparison.Ordinal);
        Assert.Contains("2026-visitors", form, StringComparison.Ordinal);

        var act = await CompareAsync(who, [
            ["2026-visitors", "观众", "2026", "12,300.5", null], ["2026-activities", "教育活动", "2026", "许多", null], [$"T-{task.Id}", "是否收到", "HZ", "是", null],
            [$"T-{Guid.CreateVersion7()}", "是否收到", "HZ", "是", null], ["2026-touring-exhibitions", "巡展", "2026", null, null], ["2026-nothing", "?", "2026", "1", null],
        ]);
        Assert.Equal((1, 1, 3), (act.Added, act.Changed, act.Problems));
        host.Clock.Advance(TimeSpan.FromHours(1));
        act = await ApplyAsync(who, act);
        Assert.Equal(host.Clock.Now, (await world.RecordAsync(id)).QuietSince);
        Assert.Equal(12300.5m, await world.DbAsync(db => db.YearFacts.Where(f => f.PartyId == museum && f.Kind == "visitors").Select(f => f.Value).SingleAsync()));
        Assert.NotNull((await world.TaskAsync(task.Id)).ConfirmedAt);
        Assert.Equal(1, (await world.RecordAsync(id)).Confirmed);
        Assert.Contains("12,300.5", await county.GetStringAsync(new Uri("book", UriKind.Relative)), StringComparison.Ordinal);

        // No, with the reason; without one the line is a problem.
        var no = await CompareAsync(who, [[$"T-{task.Id}", "是否收到", "HZ", "否", null]]);
        Assert.Equal(1, no.Problems);
        no = await ApplyAsync(who, await CompareAsync(who, [[$"T-{task.Id}", "是否收到", "HZ", "否", "示例：人没有来"]]));
        Assert.Equal((null, "示例：人没有来"), ((await world.TaskAsync(task.Id)).ConfirmedAt, (await world.TaskAsync(task.Id)).DisputedWhy));

        // Taken back, the figure and the word are gone; another museum's people cannot bring the form of this one.
        Held(await host.AsAsync(who, (UndoAct.Handler h) => h.HandleAsync(new(no.Id, no.Version, "示例：填错了"), default)));
        await host.UntilAsync($"select count(*)::int from platform.bulk_act where id = '{no.Id}' and state = 'Undone'");
        Assert.NotNull((await world.TaskAsync(task.Id)).ConfirmedAt);
        var stranger = await host.PersonAsAsync("staff", world.Museum(2).Id);
        Assert.Equal(1, (await CompareAsync(stranger, [[$"T-{task.Id}", "是否收到", "HZ", "是", null]])).Problems);
    }

    [Fact]
    public async Task A_word_that_comes_while_its_cooperation_is_being_closed_is_not_written()
    {
        var world = await CreateAsync(host);
        var (id, museum) = await HandedInAsync(world);
        var task = (await world.TasksAsync(id)).First(t => t.ConfirmsPartyId == museum && t.HandedInAt is not null && t.ConfirmedAt is null);
        var who = await host.PersonAsAsync("staff", museum);
        var act = await CompareAsync(who, [[$"T-{task.Id}", "是否收到", "HZ", "是", null]]);
        Assert.Equal(1, act.Changed);
        await using (var closing = new NpgsqlConnection(host.ConnectionString + ";Pooling=false"))
        {
            await closing.OpenAsync();
            await using var close = new NpgsqlCommand($"begin; update cooperation.cooperation set state = 'Closed' where id = '{id}'", closing);
            await close.ExecuteNonQueryAsync();
            Held(await host.AsAsync(who, (ApplyAct.Handler h) => h.HandleAsync(new(act.Id, act.Version, "示例：年底填报"), default)));
            await DatabaseLocks.WaitedForAsync(host, "%cooperation.cooperation%for update%");
            await using var commit = new NpgsqlCommand("commit", closing);
            await commit.ExecuteNonQueryAsync();
        }

        await host.UntilAsync($"select count(*)::int from platform.bulk_act where id = '{act.Id}' and state = 'Ready' and problems = 1");
        Assert.Null((await world.TaskAsync(task.Id)).ConfirmedAt);
    }

    [Fact]
    public async Task What_somebody_said_while_the_form_was_being_taken_back_stays()
    {
        var world = await CreateAsync(host);
        var (id, museum) = await HandedInAsync(world);
        var task = (await world.TasksAsync(id)).First(t => t.ConfirmsPartyId == museum && t.HandedInAt is not null && t.ConfirmedAt is null);
        var who = await host.PersonAsAsync("staff", museum);
        var act = await ApplyAsync(who, await CompareAsync(who, [[$"T-{task.Id}", "是否收到", "HZ", "是", null], ["2025-visitors", "观众", "2025", "100", null]]));
        Assert.NotNull((await world.TaskAsync(task.Id)).ConfirmedAt);
        await using (var saying = new NpgsqlConnection(host.ConnectionString + ";Pooling=false"))
        {
            await saying.OpenAsync();
            await using var say = new NpgsqlCommand($"""
                begin;
                select 1 from cooperation.cooperation where id = '{id}' for update;
                update cooperation.task set confirmed_at = null, disputed_why = '示例：打开才知是空箱', version = version + 1 where id = '{task.Id}';
                update cooperation.year_fact set value = 250, version = version + 1 where party_id = '{museum}' and year = 2025
                """, saying);
            await say.ExecuteNonQueryAsync();
            Held(await host.AsAsync(who, (UndoAct.Handler h) => h.HandleAsync(new(act.Id, act.Version, "示例：填错了"), default)));
            await DatabaseLocks.WaitedForAsync(host, "%cooperation.cooperation%for update%");
            await using var commit = new NpgsqlCommand("commit", saying);
            await commit.ExecuteNonQueryAsync();
        }

        await host.UntilAsync($"select count(*)::int from platform.bulk_act where id = '{act.Id}' and state = 'Undone' and kept = 2");
        Assert.Equal("示例：打开才知是空箱", (await world.TaskAsync(task.Id)).DisputedWhy);
        Assert.Equal(250m, await world.DbAsync(db => db.YearFacts.Where(f => f.PartyId == museum && f.Year == 2025).Select(f => f.Value).SingleAsync()));
    }

    private async Task<BulkAct> CompareAsync(SignedIn who, List<IReadOnlyList<TableCell>> rows)
    {
        using var file = new MemoryStream();
        await XlsxTableWriter.WriteAsync(file, [new("填报", [new("编号"), new("事项"), new("年度或合作"), new("填写"), new("说明")], rows.ToAsyncEnumerable())
        {
            Title = "2026 年度填报表",
            Notes = ["只填“填写”和“说明”两列"],
        }], default);
        file.Position = 0;
        var id = Held(await host.AsAsync(who, (StartAct.Handler h) => h.HandleAsync(
            new(Guid.CreateVersion7(), FillBook.KindName, file, "填报表.xlsx", new Dictionary<string, string>()), default)));
        await host.UntilAsync($"select count(*)::int from platform.bulk_act where id = '{id}' and state not in ('Comparing')");
        return await ActAsync(id);
    }

    private async Task<BulkAct> ApplyAsync(SignedIn who, BulkAct act)
    {
        Held(await host.AsAsync(who, (ApplyAct.Handler h) => h.HandleAsync(new(act.Id, act.Version, "示例：年底填报"), default)));
        await host.UntilAsync($"select count(*)::int from platform.bulk_act where id = '{act.Id}' and state = 'Applied'");
        return await ActAsync(act.Id);
    }

    private Task<BulkAct> ActAsync(Guid id) => host.WithAsync((Guanlian.Platform.Data.PlatformDb db) => db.Set<BulkAct>().AsNoTracking().SingleAsync(a => a.Id == id));

    /// <summary>A guidance visit in which the leader has handed in a result that the county has to confirm.</summary>
    private static async Task<(Guid Id, Guid Museum)> HandedInAsync(CooperationWorld world)
    {
        var template = TemplateBook.Shipped["short-guidance"];
        var draft = world.Draft(template);
        foreach (var role in template.Roles)
        {
            draft.Parties[role.Code] = role.Leads ? world.Museum(0).Code : role.Receives ? world.Museum(1).Code : "";
        }

        var id = await world.BegunAsync("short-guidance", draft);
        await world.AgreeAllAsync(id);
        await world.AnswerAsync(id);
        Held(await world.MoveAsync(id, Move.Start));
        foreach (var task in (await world.TasksAsync(id)).Where(t => t.Called))
        {
            Held(await world.HandInAsync(task.Id));
            if ((await world.TaskAsync(task.Id)).ConfirmsPartyId == world.Museum(1).Id)
            {
                break;
            }

            Held(await world.ReviewAsync(task.Id));
        }

        return (id, world.Museum(1).Id);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }

    private static string Text(byte[] book)
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(book));
        using var reader = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return reader.ReadToEnd();
    }
}
