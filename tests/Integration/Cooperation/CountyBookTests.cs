using System.Net;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.CountyBook;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
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
        act = await ApplyAsync(who, act);
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
