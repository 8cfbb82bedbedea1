using System.Net;
using System.Text;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Hosting.Media;
using Guanlian.Media.Checking;
using Guanlian.Media.Data;
using Guanlian.Media.Sample;
using Guanlian.Media.Tiles;
using Guanlian.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Media;

/// <summary>Advice at ingest, and the sheet that comes with the photographs.</summary>
public sealed class CheckingPhotographs(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Blurred_dark_light_and_repeated_photographs_are_advised_about_and_good_ones_are_not()
    {
        var world = await MediaWorld.NewAsync(host);
        var hall = SamplePictures.Read("great-hall.jpg");
        var good = await world.BringAndWaitAsync("good.jpg", hall);
        var blurred = await world.BringAndWaitAsync("blurred.jpg", Changed(hall, i => i.Then("gaussblur", c => c.Set("sigma", 6))));
        var dark = await world.BringAndWaitAsync("dark.jpg", Changed(hall, i => i.Then("linear", c => c.Set("a", "0.25").Set("b", "0").Set("uchar", "true"))));
        var light = await world.BringAndWaitAsync("light.jpg", Changed(hall, i => i.Then("linear", c => c.Set("a", "0.2").Set("b", "200").Set("uchar", "true"))));
        var smaller = await world.BringAndWaitAsync("smaller.jpg", Changed(hall, i => i.Then("resize", c => c.Set("scale", 0.7))));
        var other = await world.BringAndWaitAsync("other.jpg", SamplePictures.Read("plate-01.jpg"));
        await CheckAsync();

        var checks = await host.WithAsync((MediaDb db) => Task.FromResult(db.PhotoChecks.Where(c => c.InstitutionId == world.Museum).ToDictionary(c => c.ImageId)));
        Assert.True(checks[blurred.Id].Sharpness < PhotoLimits.Sharp, string.Join(' ', new[] { good, blurred, dark, light, other, smaller }.Select(i => $"{i.FileName} {checks[i.Id].Sharpness} {checks[i.Id].Darkest} {checks[i.Id].Lightest}")));
        Assert.Equal([false, true, false, false, false], new[] { good, blurred, dark, light, other }.Select(i => PhotoLimits.Blurred(checks[i.Id].Sharpness)));
        Assert.Equal([dark.Id], checks.Values.Where(c => c.Lightest < PhotoLimits.Light).Select(c => c.ImageId));
        Assert.Equal([light.Id], checks.Values.Where(c => c.Darkest > PhotoLimits.Dark).Select(c => c.ImageId));
        Assert.True(MeasurePhotograph.Differ(checks[good.Id].Print, checks[smaller.Id].Print) <= PhotoLimits.SamePrint);
        Assert.True(MeasurePhotograph.Differ(checks[good.Id].Print, checks[other.Id].Print) > 10);

        var page = await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images/{smaller.Id:N}", UriKind.Relative));
        Assert.Contains("good.jpg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("other.jpg", page, StringComparison.Ordinal);
        Assert.Contains("色卡：没有找到", page, StringComparison.Ordinal);
        Assert.Contains("show=advised", await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images", UriKind.Relative)), StringComparison.Ordinal);

        // Made again, they are measured again; nothing is measured twice.
        Assert.Equal(6, await host.ScalarAsync<int>($"select count(*)::int from media.photo_check where institution_id = '{world.Museum}'"));
        await CheckAsync();
        Assert.Equal(6, await host.ScalarAsync<int>($"select count(*)::int from media.photo_check c join media.image i on i.id = c.image_id and i.made_at = c.made_at where c.institution_id = '{world.Museum}'"));
    }

    [Fact]
    public async Task A_pack_that_cannot_be_read_stops_no_advice_about_the_photographs_after_it()
    {
        var world = await MediaWorld.NewAsync(host);
        var bad = new List<StoredImage>();
        for (var i = 0; i < 4; i++)
        {
            bad.Add(await world.BringAndWaitAsync($"bad{i}.png", Picture.Slope(300 + i, 200).Encode("pngsave")));
        }

        var good = await world.BringAndWaitAsync("good.png", Picture.Slope(310, 200).Encode("pngsave"));
        var files = host.Services.GetRequiredService<TileFiles>();
        foreach (var (image, i) in bad.Select((b, i) => (b, i)))
        {
            var path = files.PlaceOf(image, image.MadeAt!.Value);
            var bytes = await File.ReadAllBytesAsync(path);
            await File.WriteAllBytesAsync(path, i switch // in its place, as a failing disk would
            {
                0 => [], // cut off at once
                1 => bytes[..(bytes.Length / 2)], // cut off in the middle
                2 => [.. bytes[..400], .. new byte[bytes.Length - 400]], // no pictures in it any more
                _ => "not a pack"u8.ToArray(),
            });
        }

        await host.ExecuteAsync($"delete from media.photo_check where institution_id = '{world.Museum}'");
        await CheckAsync();
        Assert.Equal([good.Id], await host.WithAsync((MediaDb db) => Task.FromResult(db.PhotoChecks.Where(c => c.InstitutionId == world.Museum).Select(c => c.ImageId).ToList())));
    }

    [Fact]
    public async Task Only_the_category_of_an_object_asks_for_views_and_not_a_note_that_names_another()
    {
        var world = await MediaWorld.NewAsync(host);
        await new CatalogueWorld(host).WriteAsync(
            CatalogueWorld.Draft(world.Museum, "总8", "示例织物", ("category", Category("19")), ("description", WordsValue.Zh("与瓷器同出"))) with { Level = Level.Public },
            CatalogueWorld.Draft(world.Museum, "总9", "示例瓷碗", ("category", Category("03"))) with { Level = Level.Public });
        foreach (var (number, file, advised) in new[] { ("总8", "plate-01.jpg", false), ("总9", "plate-02.jpg", true) })
        {
            var serial = await host.ScalarAsync<int>($"select serial from catalogue.object where institution_id = '{world.Museum}' and number = '{number}'");
            var image = await world.BringAndWaitAsync(file, SamplePictures.Read(file), serial);
            await host.ExecuteAsync($"update media.image set view_kind = 'Whole' where id = '{image.Id}'");
            await CheckAsync();
            var page = WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images/{image.Id:N}", UriKind.Relative)));
            Assert.Contains("色卡：没有找到", page, StringComparison.Ordinal);
            Assert.Equal(advised, page.Contains("这一类文物通常还拍摄：底部", StringComparison.Ordinal));
        }

        static CodedValue Category(string code) => new([new CodedWord(code, "category/2013")]);
    }

    [Fact]
    public void Views_that_a_category_usually_has_are_named_when_they_lack()
    {
        Assert.Equal([ViewKind.Base], ViewsWanted.Missing("瓷器", [ViewKind.Whole]));
        Assert.Equal([ViewKind.Back], ViewsWanted.Missing("钱币", [ViewKind.Front, ViewKind.None]));
        Assert.Empty(ViewsWanted.Missing("瓷器", [ViewKind.Front, ViewKind.Base]));
        Assert.Empty(ViewsWanted.Missing("瓷器", [ViewKind.None])); // nobody has said what they show
        Assert.Empty(ViewsWanted.Missing("织绣", [ViewKind.Whole]));
    }

    [Fact]
    public async Task A_sheet_says_of_each_file_what_it_shows_and_names_the_rows_that_it_cannot_follow()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总77", "示例瓶");
        var first = await world.BringAndWaitAsync("DSC_0001.jpg", SamplePictures.Read("plate-01.jpg"));
        var second = await world.BringAndWaitAsync("DSC_0002.jpg", SamplePictures.Read("plate-02.jpg"));
        var sheet = "文件名,总登记号,拍摄部位,说明,英文说明,摄影\n"
            + "DSC_0001.jpg,总77,底部,圈足内有款,Mark inside the foot,示例摄影\n"
            + "DSC_0002.jpg,,正面,,,示例摄影\n"
            + "DSC_0009.jpg,总77,,,,\n"
            + "DSC_0002.jpg,总404,,,,\n"
            + "DSC_0002.jpg,,斜着,,,\n";
        using (var sent = await SendAsync(world, sheet))
        {
            var page = await sent.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
            Assert.Contains("共 5 行：修改 2 幅，内容相同 0 幅，未能处理 3 行", page, StringComparison.Ordinal);
            Assert.Contains("DSC_0009.jpg", page, StringComparison.Ordinal);
            Assert.Contains("总404", page, StringComparison.Ordinal);
            Assert.Contains("斜着", page, StringComparison.Ordinal);
        }

        var (one, two) = (await world.ImageAsync(first.Id), await world.ImageAsync(second.Id));
        Assert.Equal((ViewKind.Base, "圈足内有款", "Mark inside the foot", "示例摄影", 1), (one.ViewKind, one.CaptionZh, one.CaptionEn, one.Photographer, one.Place));
        Assert.Equal(serial, await host.ScalarAsync<int>($"select serial from catalogue.object where id = '{one.ObjectId}'"));
        Assert.Equal((ViewKind.Front, "", (Guid?)null), (two.ViewKind, two.CaptionZh, two.ObjectId));

        // Once more it changes nothing; what is no sheet is refused; nobody else's images are reached.
        using (var again = await SendAsync(world, sheet))
        {
            Assert.Contains("修改 0 幅，内容相同 2 幅", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var none = await SendAsync(world, "a,b\n1,2\n"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        }

        var stranger = await MediaWorld.NewAsync(host);
        using var theirs = await SendAsync(stranger, "文件名,说明\nDSC_0001.jpg,改掉\n");
        Assert.Contains("未能处理 1 行", await theirs.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("圈足内有款", (await world.ImageAsync(first.Id)).CaptionZh);
    }

    /// <summary>What is asked for once before the first row must not undo what the rows themselves do.</summary>
    [Fact]
    public async Task A_file_named_twice_in_a_sheet_and_images_of_one_object_keep_what_earlier_rows_did()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总5", "示例盘");
        await world.ObjectAsync("总6", "示例碗");
        var images = new List<StoredImage>();
        foreach (var i in new[] { 1, 2, 3 })
        {
            images.Add(await world.BringAndWaitAsync($"a{i}.png", Picture.Slope(60 + i, 40).Encode("pngsave"), serial));
        }

        using (var sent = await SendAsync(world, "文件名,总登记号,说明,摄影\n"
            + "a1.png,总6,先写的,\n" // leaves its object: the others move up
            + "a3.png,,第三,\n"
            + "a1.png,,,示例摄影\n" // keeps what the first row said
            + "a1.png,总6,先写的,示例摄影\n" // is so already
            + "a2.png,总5,第二,\n"
            + "a1.png,总5,,\n")) // and comes back, as the last
        {
            Assert.Contains("共 6 行：修改 5 幅，内容相同 1 幅，未能处理 0 行", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(
            "a2.png 1 第二 |a3.png 2 第三 |a1.png 3 先写的 示例摄影",
            await host.ScalarAsync<string>($"select string_agg(file_name || ' ' || place || ' ' || caption_zh || ' ' || photographer, '|' order by place) from media.image where object_id = '{images[0].ObjectId}'"));
    }

    private Task<int> CheckAsync() => host.WithAsync<IEnumerable<IRegularWork>, int>(async all =>
    {
        await all.OfType<CheckPhotographs>().Single().RunAsync(default);
        return 0;
    });

    private static byte[] Changed(byte[] jpeg, Func<Guanlian.Media.Vips.VipsImage, Guanlian.Media.Vips.VipsImage> how)
    {
        using var image = how(Guanlian.Media.Vips.VipsImage.FromJpeg(jpeg));
        return image.Save("jpegsave_buffer", c => c.Set("Q", 90));
    }

    private static async Task<HttpResponseMessage> SendAsync(MediaWorld world, string csv) =>
        await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/sheet", "sheet")).SendFileAsync(world.Client, "Sheet", "sheet.csv", Encoding.UTF8.GetBytes(csv));
}
