using System.Net;
using Guanlian.Hosting;
using Guanlian.Hosting.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Guanlian.Resources.Handovers;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Resources;

public sealed class SignedLists(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    [Fact]
    public async Task What_was_signed_is_kept_by_the_database_and_the_printed_code_is_that_of_the_list()
    {
        var world = await HandoverWorld.CreateAsync(host);
        var id = await world.PlannedAsync("| 展板 | 30", HandoverKind.Other);
        var item = Assert.Single(await world.ItemsAsync(id));
        Held(await world.WriteAsync(id, Stage.Out, sign: false, pictures: [(item.Id, new SentFile("展板.jpg", Jpeg))]));
        await host.ExecuteAsync($"update resources.handover_item set out_note = '示例：还可以改' where id = '{item.Id}'");
        Held(await world.WriteAsync(id, Stage.Out, (f, all) => f[$"Note-{all[0].Id}"] = "四角磨损"));
        foreach (var sql in new[]
        {
            $"update resources.handover_item set out_note = 'x' where handover_id = '{id}'", $"update resources.handover_item set count = 29 where handover_id = '{id}'",
            $"update resources.handover_item set number_key = 'x' where handover_id = '{id}'",
            $"delete from resources.handover_item where handover_id = '{id}'", $"delete from resources.handover_picture where handover_id = '{id}'",
            $"update resources.handover_sheet set body = '{{}}' where handover_id = '{id}'", $"delete from resources.handover_signature where handover_id = '{id}'",
            $"update resources.handover set due_back_on = '2030-01-01' where id = '{id}'",
            $"insert into resources.handover_item (id, handover_id, place, owner_id, name, count) values (gen_random_uuid(), '{id}', 9, '{world.Lender.Id}', 'x', 1)",
        })
        {
            Assert.Equal("handover_signed_is_kept", (await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(sql))).ConstraintName);
        }

        var seen = await world.SeeAsync(id, world.Borrower);
        var sheet = seen.Sheet(Stage.Out)!;
        Assert.Equal(sheet.Hash, CanonicalJson.Hash(sheet.Body));
        var text = SheetText.Read(sheet.Body);
        Assert.Equal(("四角磨损", 30, new SentFile("x", Jpeg).Sha256), (text.Items[0].Note, text.Items[0].Count, Assert.Single(text.Items[0].Pictures)));
        Assert.Equal(Stage.Out, seen.Printed(PaperCode.Of(sheet.Hash).ToLowerInvariant()));
        Assert.Null(seen.Printed("0000-0000"));
        Held(await world.MoveAsync(id, HandoverMove.Send, world.Lender));
        Held(await world.WriteAsync(id, Stage.In));
        foreach (var day in new[] { "sent_on = sent_on - 1", "received_on = received_on + 1" })
        {
            Assert.Equal("handover_signed_is_kept", (await Assert.ThrowsAsync<PostgresException>(() =>
                host.ExecuteAsync($"update resources.handover set {day} where id = '{id}'"))).ConstraintName);
        }

        Assert.Equal(HandoverState.Accepted, (await world.RecordAsync(id)).State);
        Assert.Equal(sheet.Hash, SheetText.Read((await world.SeeAsync(id, world.Lender)).Sheet(Stage.In)!.Body).Out);
        Assert.Equal("handover_signed_is_kept", (await Assert.ThrowsAsync<PostgresException>(() =>
            host.ExecuteAsync($"update resources.handover_item set in_note = 'x' where handover_id = '{id}'"))).ConstraintName);
    }

    [Fact]
    public async Task Files_are_known_by_their_content_and_two_at_once_write_one_after_the_other()
    {
        var world = await HandoverWorld.CreateAsync(host);
        var id = await world.PlannedAsync("| 展柜", HandoverKind.Other);
        var item = Assert.Single(await world.ItemsAsync(id)).Id;
        Assert.Equal("resources.handover.picture-kind", (await PictureAsync(new SentFile("照片.jpg", "<html>"u8.ToArray()))).Refusal?.Code);
        Assert.Equal("resources.handover.picture-size", (await PictureAsync(new SentFile("照片.jpg", [.. Jpeg, .. new byte[WriteCondition.LargestPicture]]))).Refusal?.Code);
        Assert.Equal("resources.handover.picture-kind", (await world.WriteAsync(id, Stage.Out, sign: false, pictures: [(Guid.CreateVersion7(), new SentFile("a.jpg", Jpeg))])).Refusal?.Code);
        for (byte n = 0; n <= WriteCondition.MostPictures; n++)
        {
            Assert.Equal(n < WriteCondition.MostPictures ? null : "resources.handover.picture-many", (await PictureAsync(new SentFile("a.jpg", [.. Jpeg, n]))).Refusal?.Code);
        }

        // The same file twice is one picture; a dropped one makes room.
        Held(await PictureAsync(new SentFile("b.jpg", [.. Jpeg, 0])));
        var version = (await world.RecordAsync(id)).Version;
        var both = await Task.WhenAll(world.WriteAsync(id, Stage.Out, version: version), world.WriteAsync(id, Stage.Out, version: version));
        Assert.Equal([null, "resources.handover.stale"], both.Select(b => b.Refusal?.Code).Order());

        Task<Outcome<Done>> PictureAsync(SentFile file) => world.WriteAsync(id, Stage.Out, sign: false, pictures: [(item, file)]);
    }

    [Fact]
    public async Task The_longest_list_goes_through_the_form_with_every_field_and_a_large_picture()
    {
        var world = await HandoverWorld.CreateAsync(host);
        Assert.Equal("resources.handover.many-lines", (await world.PlanAsync(world.Form(string.Join('\n', Enumerable.Range(0, ItemLines.Most + 1).Select(n => $"物{n}")), HandoverKind.Other), world.Lender)).Refusal?.Code);
        var id = await world.PlannedAsync(string.Join('\n', Enumerable.Range(0, ItemLines.Most).Select(n => $"物{n}")), HandoverKind.Other);
        using var keeper = host.ClientFor(await host.PersonAsAsync(Roles.Staff, world.Lender.Id));
        var form = await FormOnPage.OpenAsync(keeper, $"handovers/{id}/out", "condition");
        var items = await world.ItemsAsync(id);
        var fields = items.SelectMany(i => new[] { ($"Condition-{i.Id}", "good"), ($"Grade-{i.Id}", "none"), ($"Note-{i.Id}", "示例"), ($"Exempt-{i.Id}", ""), ($"Document-{i.Id}", "") })
            .ToDictionary(f => f.Item1, f => f.Item2);
        (fields["Act"], fields["Signer"]) = ("sign", "示例经手人");
        using var answer = await form.SendFileAsync(keeper, $"Picture-{items[0].Id}", "大.jpg", [.. Jpeg, .. new byte[5 << 20]], fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal(HandoverState.ConditionOut, (await world.RecordAsync(id)).State);
        Assert.All(await world.ItemsAsync(id), i => Assert.Equal((ItemCondition.Good, "示例"), (i.OutCondition, i.OutNote)));
    }

    [Fact]
    public async Task A_note_longer_than_a_sheet_goes_on_on_the_next_and_the_arrival_list_says_what_changed()
    {
        var world = await HandoverWorld.CreateAsync(host);
        var id = await world.PlannedAsync("| 展板 | 30\n| 展柜 | 2", HandoverKind.Other);
        Held(await world.WriteAsync(id, Stage.Out, (f, all) => f[$"Note-{all[0].Id}"] = string.Concat(Enumerable.Repeat("示例：边角磨损，", 120))));
        Held(await world.MoveAsync(id, HandoverMove.Send, world.Lender));
        Held(await world.WriteAsync(id, Stage.In, (f, all) => (f[$"Count-{all[1].Id}"], f[$"Note-{all[1].Id}"]) = ("1", "示例：少一件")));
        var seen = await world.SeeAsync(id, world.Lender);
        var arrived = SheetText.Read(seen.Sheet(Stage.In)!.Body);
        Assert.Equal([(30, 30), (2, 1)], arrived.Items.Select(i => (i.Left!.Value, i.Count)));
        if (CjkFont.Find() is { } font)
        {
            Assert.Equal((2, 1), await world.Alliance.AsAsync(world.Alliance.For(world.Lender.Id), (Wording words) => Task.FromResult(
                (Pages(font, words, seen.Sheet(Stage.Out)!), Pages(font, words, seen.Sheet(Stage.In)!)))));
        }

        static int Pages(CjkFont font, Wording words, HandoverSheet sheet) => new HandoverPaper(font, words, sheet, [], "https://example.org/").Draw().Pages;
    }

    [Fact]
    public async Task Each_side_does_its_own_step_and_to_strangers_nothing_is_there()
    {
        var world = await HandoverWorld.CreateAsync(host);
        var alliance = world.Alliance;
        var id = await world.PlannedAsync("| 教具箱 | 3", HandoverKind.Books);
        Assert.Equal("resources.handover.not-your-side", (await world.WriteAsync(id, Stage.Out, actor: alliance.For(world.Borrower.Id))).Refusal?.Code);
        Assert.Equal("resources.handover.not-your-side", (await world.WriteAsync(id, Stage.Out, actor: alliance.Secretariat())).Refusal?.Code);
        Assert.Equal("resources.handover.missing", (await world.WriteAsync(id, Stage.Out, actor: alliance.For(world.Third.Id))).Refusal?.Code);
        Assert.Equal("resources.handover.not-a-side", (await world.PlanAsync(world.Form("| 箱", HandoverKind.Other), world.Third)).Refusal?.Code);
        Assert.Equal("resources.handover.reason-code", (await world.MoveAsync(id, HandoverMove.Cancel, world.Borrower, "whim")).Refusal?.Code);
        Assert.Equal("resources.handover.words", (await world.MoveAsync(id, HandoverMove.Cancel, world.Borrower, "other")).Refusal?.Code);
        Assert.Equal("resources.handover.stale", (await world.MoveAsync(id, HandoverMove.Send, world.Lender)).Refusal?.Code);
        Assert.Equal("resources.handover.stale", (await world.MoveAsync(id, HandoverMove.SignOut, world.Lender)).Refusal?.Code);
        await world.SendAsync(id);
        Assert.Equal("resources.handover.stale", (await world.MoveAsync(id, HandoverMove.Cancel, world.Lender, "mistake")).Refusal?.Code);

        var picture = Guid.CreateVersion7();
        string[] doors = [$"handovers/{id}", $"handovers/{id}/history", $"handovers/{id}/out.pdf"];
        using var stranger = host.ClientFor(await host.PersonAsAsync(Roles.Director, world.Third.Id));
        using var partner = host.ClientFor(await host.PersonAsAsync(Roles.Partner, world.Borrower.Id));
        using var secretariat = host.ClientFor(await host.PersonAsAsync(Roles.Secretariat, alliance.Cluster));
        foreach (var (client, opens) in new[] { (stranger, false), (partner, true), (secretariat, true) })
        {
            foreach (var path in doors)
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

                // Without the font the paper is refused with the remedy, not hidden.
                Assert.True(opens ? answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity : answer.StatusCode == HttpStatusCode.NotFound, $"{path} {answer.StatusCode}");
            }

            Assert.Equal(opens, (await client.GetStringAsync(new Uri("handovers", UriKind.Relative))).Contains($"handovers/{id}", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"handovers/evidence/{picture}", UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"handovers/{id}/in.pdf", UriKind.Relative))).StatusCode);
        }

        foreach (var (path, status) in new[]
        {
            ("handovers?state=x&kind=y&side=z&cooperation=w&page=-3&q=%25_", HttpStatusCode.OK), ("handovers?page=99999999", HttpStatusCode.OK), ("loans/clock?standing=x&page=99999999", HttpStatusCode.OK),
            ("handovers/new?booking=x", HttpStatusCode.NotFound), ($"handovers/new?booking={picture}", HttpStatusCode.NotFound), ($"handovers/new?cooperation={picture}", HttpStatusCode.NotFound),
            ($"handovers/{id}?code=%20%EF%BC%A1", HttpStatusCode.OK), ($"handovers/{id}/change", HttpStatusCode.NotFound), ($"handovers/{id}/x.pdf", HttpStatusCode.NotFound),
        })
        {
            using var answer = await partner.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.StatusCode == status, $"{path} {answer.StatusCode}");
        }

        // One form sent twice at once plans once.
        var (form, once) = (world.Form("| 箱", HandoverKind.Other), Guid.CreateVersion7());
        var twice = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => alliance.AsAsync(alliance.For(world.Lender.Id), (PlanHandover.Handler h) => h.HandleAsync(new(form, null, once), default))));
        Assert.Equal(Held(twice[0]), Held(twice[1]));

        using var table = await partner.GetAsync(new Uri("handovers/list.xlsx?kind=books&side=in", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, table.StatusCode);
        using var receiver = await partner.GetAsync(new Uri($"handovers/{id}/in", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, receiver.StatusCode);
        using var sender = await partner.GetAsync(new Uri($"handovers/{id}/out", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, sender.StatusCode);
        using var clock = await partner.GetAsync(new Uri("loans/clock.xlsx", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, clock.StatusCode);
    }
}
