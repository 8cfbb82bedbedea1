using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Access;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Sample;
using Guanlian.Platform.Access;
using Npgsql;

namespace Guanlian.Integration.Media;

/// <summary>Side by side, details, panoramas, scale: what visitors see, and what they do not.</summary>
public sealed class LookingClosely(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Two_to_four_objects_lie_side_by_side_and_what_one_may_not_see_is_not_among_them()
    {
        var world = await MediaWorld.NewAsync(host);
        var (a, b, inner) = (await world.ObjectAsync("总1", "示例甲"), await world.ObjectAsync("总2", "示例乙"), await world.ObjectAsync("总3", "示例丙", Level.Staff));
        var first = await world.BringAndWaitAsync("a.jpg", SamplePictures.Read("plate-01.jpg"), a);
        var second = await world.BringAndWaitAsync("b.jpg", SamplePictures.Read("plate-02.jpg"), b);
        var third = await world.BringAndWaitAsync("c.jpg", SamplePictures.Read("plate-03.jpg"), b);
        using var visitor = host.NewClient();
        var page = await visitor.GetStringAsync(new Uri($"compare?o={world.Code}/{a}&o={world.Code}/{b}/2&o={world.Code}/{inner}&o=nothing", UriKind.Relative));
        Assert.Equal(2, Regex.Count(page, "class=\"compare-side\""));
        Assert.Contains($"{first.Id:N}", page, StringComparison.Ordinal);
        Assert.Contains($"iiif/3/{third.Id:N}/info.json", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"iiif/3/{second.Id:N}/info.json", page, StringComparison.Ordinal);
        Assert.DoesNotContain("示例丙", page, StringComparison.Ordinal);
        Assert.Contains($"{world.Code}/{inner}", page, StringComparison.Ordinal); // named as not found, like any other
        Assert.Contains($"href=\"images/{first.Id:N}\"", page, StringComparison.Ordinal);

        // The keeper sees his own; a pasted address does as well as a code; five are four.
        var own = await world.Client.GetStringAsync(new Uri($"compare?o=http://example.org/objects/{world.Code}/{inner}&o={world.Code}/{a}", UriKind.Relative));
        Assert.Contains("示例丙", own, StringComparison.Ordinal);
        var (d, e) = (await world.ObjectAsync("总4", "示例丁"), await world.ObjectAsync("总5", "示例戊"));
        var full = await visitor.GetStringAsync(new Uri("compare?" + string.Join('&', new[] { a, b, d, e }.Select(s => $"o={world.Code}/{s}")) + $"&o={world.Code}/{a}/2", UriKind.Relative));
        Assert.Equal(4, Regex.Count(full, "class=\"compare-side\""));
        Assert.DoesNotContain("name=\"o\" type", full, StringComparison.Ordinal);
        using var hostile = await visitor.GetAsync(new Uri("compare?o=" + Uri.EscapeDataString("<script>/9999999999999") + "&o=/&o=../1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, hostile.StatusCode);
        Assert.DoesNotContain("<script>/9", await hostile.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // From the search, by ticks; from the object's page, by a link.
        var found = await visitor.GetStringAsync(new Uri($"catalogue?museum={world.Code}&view=wall", UriKind.Relative));
        Assert.Contains($"name=\"o\" value=\"{world.Code}/{a}\"", found, StringComparison.Ordinal);
        Assert.Contains($"compare?o={Uri.EscapeDataString($"{world.Code}/{a}")}", await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{a}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detail_is_drawn_shown_and_seen_by_whoever_sees_its_image()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例瓶");
        var image = await world.BringAndWaitAsync("总1.png", Picture.Slope(1000, 800).Encode("pngsave"), serial);
        var address = $"collections/{world.Code}/images/{image.Id:N}/details";
        foreach (var wrong in new[] { ("-1", "0", "10", "10", "x"), ("a", "0", "10", "10", "x"), ("0", "0", "0", "10", "x"), ("0", "0", "10", "10", "") })
        {
            using var refused = await DrawAsync(world, address, wrong.Item1, wrong.Item2, wrong.Item3, wrong.Item4, wrong.Item5);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        using (var drawn = await DrawAsync(world, address, "20", "25", "30.5", "50", "底部的款"))
        {
            Assert.Equal(HttpStatusCode.Redirect, drawn.StatusCode);
        }

        var id = await host.ScalarAsync<Guid>($"select id from media.detail where image_id = '{image.Id}'");
        using var visitor = host.NewClient();
        var page = await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative));
        Assert.Contains($"details/{id:N}", page, StringComparison.Ordinal);
        var crop = Regex.Match(page, $"iiif/3/{image.Id:N}/pct:20,25,30.5,50/![0-9]+,[0-9]+/0/default.jpg").Value;
        var seen = Picture.Decode(await visitor.GetByteArrayAsync(new Uri(crop, UriKind.Relative)), "jpeg");
        Assert.Equal(153, seen.Width); // 305 × 400 pixels, fitted into 200: a half counts as a whole
        Assert.InRange(seen[0, 0][0] - Picture.At(200, 1000), -12, 12);
        Assert.InRange(seen[seen.Width - 1, seen.Height - 1][1] - Picture.At(599, 800), -12, 12);
        var own = await visitor.GetStringAsync(new Uri($"details/{id:N}", UriKind.Relative));
        Assert.Contains("底部的款", own, StringComparison.Ordinal);
        Assert.Contains($"objects/{world.Code}/{serial}#view={image.Id:N},0.2,0.25,0.305,0.5", own, StringComparison.Ordinal);

        // Drawn anew by whoever has seen the last state; hidden with its image.
        var form = await FormOnPage.OpenAsync(world.Client, $"{address}?detail={id:N}", "detail");
        var filled = new Dictionary<string, string> { ["X"] = "90", ["Y"] = "0", ["Wide"] = "50", ["High"] = "10", ["CaptionZh"] = "口沿" };
        using var redrawn = await form.SendAsync(world.Client, filled);
        Assert.Equal(HttpStatusCode.Redirect, redrawn.StatusCode);
        Assert.Equal("90.0000 10.0000 口沿", await host.ScalarAsync<string>($"select x || ' ' || width || ' ' || caption_zh from media.detail where id = '{id}'"));
        using var stale = await form.SendAsync(world.Client, filled);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        await host.ExecuteAsync($"update media.image set hidden = true where id = '{image.Id}'");
        await Task.Delay(1100); // what visitors see is remembered for a second
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(visitor, $"details/{id:N}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(world.Client, $"details/{id:N}"));
        using var other = await host.SignInAsAsync(Roles.Director);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, address));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"details/{id:N}"));

        using var removed = await (await FormOnPage.OpenAsync(world.Client, $"{address}?detail={id:N}", "remove")).SendAsync(world.Client);
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(world.Client, $"details/{id:N}"));
        Assert.Equal(3, await host.ScalarAsync<int>($"select count(*)::int from platform.event where subject_id = '{image.Id}' and action like 'media.detail.%'"));
    }

    [Fact]
    public async Task Two_who_make_a_panorama_of_one_image_at_once_are_told_so_and_nothing_breaks()
    {
        var world = await MediaWorld.NewAsync(host);
        var round = await world.BringAndWaitAsync("round.png", Picture.Slope(800, 400).Encode("pngsave"));
        var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{round.Id:N}/panorama", "panorama");
        await using var other = new NpgsqlConnection(host.ConnectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand($"insert into media.panorama (institution_id, image_id, title_zh, title_en, version, created_at) values ('{world.Museum}', '{round.Id}', '先到', '', 1, now())", other, transaction))
        {
            await insert.ExecuteNonQueryAsync();
        }

        var late = form.SendAsync(world.Client, new() { ["TitleZh"] = "后到" });
        await host.UntilAsync("select (count(*) > 0)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%media.panorama%'");
        await transaction.CommitAsync();
        using var answer = await late;
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("先到", await host.ScalarAsync<string>($"select title_zh from media.panorama where image_id = '{round.Id}'"));
    }

    [Fact]
    public async Task A_panorama_is_a_flat_picture_with_a_list_of_its_places_before_any_script_runs()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例石窟");
        var flat = await world.BringAndWaitAsync("flat.png", Picture.Slope(300, 200).Encode("pngsave"), serial);
        var round = await world.BringAndWaitAsync("round.png", Picture.Slope(800, 400).Encode("pngsave"), serial);
        Assert.DoesNotContain("/panorama\"", await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images/{flat.Id:N}", UriKind.Relative)), StringComparison.Ordinal);
        using (var wrong = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{flat.Id:N}/panorama", "panorama")).SendAsync(world.Client, new() { ["TitleZh"] = "主室" }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        var address = $"collections/{world.Code}/images/{round.Id:N}/panorama";
        using var visitor = host.NewClient();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(visitor, $"panoramas/{round.Id:N}"));
        using (var set = await (await FormOnPage.OpenAsync(world.Client, address, "panorama")).SendAsync(world.Client, new() { ["TitleZh"] = "主室", ["TitleEn"] = "Main chamber" }))
        {
            Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        }

        foreach (var (x, y, zh, en, expected) in new[] { ("75", "40", "北壁", "North wall", HttpStatusCode.Redirect), ("10", "60", "门道", "", HttpStatusCode.Redirect), ("101", "0", "外", "", HttpStatusCode.UnprocessableEntity), ("1", "1", "", "x", HttpStatusCode.UnprocessableEntity) })
        {
            using var placed = await (await FormOnPage.OpenAsync(world.Client, address, "spot")).SendAsync(world.Client, new() { ["X"] = x, ["Y"] = y, ["LabelZh"] = zh, ["LabelEn"] = en, ["TextZh"] = "示例说明" });
            Assert.Equal(expected, placed.StatusCode);
        }

        Assert.Contains($"panoramas/{round.Id:N}", await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative)), StringComparison.Ordinal);
        var page = await visitor.GetStringAsync(new Uri($"panoramas/{round.Id:N}", UriKind.Relative));
        Assert.Contains("主室", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("门道", StringComparison.Ordinal) is > 0 and var door && door < page.IndexOf("北壁", StringComparison.Ordinal));
        Assert.Contains("Main chamber", await visitor.GetStringAsync(new Uri($"en/panoramas/{round.Id:N}", UriKind.Relative)), StringComparison.Ordinal);
        using (var picture = await visitor.GetAsync(new Uri(Regex.Match(page, "data-picture=\"([^\"]+)\"").Groups[1].Value, UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
        }

        using (var dropped = await (await FormOnPage.OpenAsync(world.Client, address, "drop-")).SendAsync(world.Client))
        {
            Assert.Equal(HttpStatusCode.Redirect, dropped.StatusCode);
        }

        Assert.Equal("北壁", await host.ScalarAsync<string>($"select label_zh from media.hotspot where image_id = '{round.Id}'"));
        using (var unset = await (await FormOnPage.OpenAsync(world.Client, address, "unset")).SendAsync(world.Client))
        {
            Assert.Equal(HttpStatusCode.Redirect, unset.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(visitor, $"panoramas/{round.Id:N}"));
        Assert.Equal(0, await host.ScalarAsync<int>($"select count(*)::int from media.hotspot where image_id = '{round.Id}'"));
    }

    [Fact]
    public async Task A_scale_is_shown_where_the_keeper_states_it_and_not_where_a_camera_invents_one()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例币");
        var scan = await world.BringAndWaitAsync("scan.png", Picture.Slope(300, 200).Encode("tiffsave", c => c.Set("xres", 23.622).Set("yres", 23.622)), serial);
        var screen = await world.BringAndWaitAsync("screen.png", Picture.Slope(301, 200).Encode("tiffsave", c => c.Set("xres", 2.8346).Set("yres", 2.8346)), serial);
        using var visitor = host.NewClient();
        Assert.Equal(["600", ""], await ScalesAsync());
        var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{screen.Id:N}", "image");
        using (var wrong = await form.SendAsync(world.Client, new() { ["Number"] = "总1", ["Scale"] = "-3" }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        using (var stated = await form.SendAsync(world.Client, new() { ["Number"] = "总1", ["Place"] = "2", ["Scale"] = "100" }))
        {
            Assert.Equal(HttpStatusCode.Redirect, stated.StatusCode);
        }

        Assert.Equal(["600", "254"], await ScalesAsync());
        Assert.NotNull(scan.PixelsPerInch);

        async Task<string[]> ScalesAsync() => [.. Regex.Matches(await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative)), "<figure[^>]*>").Select(f => Regex.Match(f.Value, "data-ppi=\"([0-9.]*)\"").Groups[1].Value).Select(v => v.Split('.')[0])];
    }

    [Fact]
    public async Task Where_a_museum_gives_visitors_less_every_picture_of_these_pages_is_given_as_that()
    {
        var world = await MediaWorld.NewAsync(host);
        await host.ExecuteAsync($"""
            insert into media.serving (institution_id, visitors_edge, members_edge, visitors_marked, members_marked, mark, version, changed_at)
            values ('{world.Museum}', 800, null, true, false, '示例馆', 1, now())
            """);
        var serial = await world.ObjectAsync("总1", "示例瓶");
        var image = await world.BringAndWaitAsync("总1.png", Picture.Slope(3000, 1500).Encode("pngsave"), serial);
        using (var drawn = await DrawAsync(world, $"collections/{world.Code}/images/{image.Id:N}/details", "20", "25", "30", "40", "底部的款"))
        {
            Assert.Equal(HttpStatusCode.Redirect, drawn.StatusCode);
        }

        using (var set = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{image.Id:N}/panorama", "panorama")).SendAsync(world.Client, new() { ["TitleZh"] = "主室" }))
        {
            Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        }

        var detail = await host.ScalarAsync<Guid>($"select id from media.detail where image_id = '{image.Id}'");
        using var visitor = host.NewClient();
        foreach (var client in new[] { visitor, world.Client })
        {
            var widest = 0;
            foreach (var page in new[] { $"objects/{world.Code}/{serial}", $"details/{detail:N}", $"panoramas/{image.Id:N}", $"compare?o={world.Code}/{serial}" })
            {
                var html = await client.GetStringAsync(new Uri(page, UriKind.Relative));
                var pictures = Regex.Matches(html, "iiif/3/[^\" ]+/default\\.jpg").Select(m => m.Value).Distinct().ToList();
                Assert.NotEmpty(pictures);
                foreach (var address in pictures)
                {
                    using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
                    Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page}: {answer.StatusCode} {address}");
                    widest = Math.Max(widest, Picture.Decode(await answer.Content.ReadAsByteArrayAsync(), "jpeg").Width);
                }
            }

            Assert.Equal(client == visitor, widest <= 800);
        }
    }

    private static async Task<HttpResponseMessage> DrawAsync(MediaWorld world, string address, string x, string y, string wide, string high, string caption) =>
        await (await FormOnPage.OpenAsync(world.Client, address, "detail")).SendAsync(world.Client, new() { ["X"] = x, ["Y"] = y, ["Wide"] = wide, ["High"] = high, ["CaptionZh"] = caption });

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }
}
