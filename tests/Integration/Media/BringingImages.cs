using System.Net;
using System.Text.Json;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Media.Sample;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Media;

public sealed class BringingImages(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Photographs_sent_by_the_form_find_their_objects_and_can_be_looked_at_closely()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总00123", "示例版画");
        var next = await world.SendFormAsync(
            ("总00123-2.jpg", SamplePictures.Read("plate-02.jpg")), ("总00123-1.jpg", SamplePictures.Read("plate-01.jpg")),
            ("IMG_0001.jpg", SamplePictures.Read("plate-03.jpg")), ("说明.txt", "不是照片"u8.ToArray()), ("总00123-1 副本.jpg", SamplePictures.Read("plate-01.jpg")));
        await host.UntilAsync($"select (count(*) = 3)::int from media.image where institution_id = '{world.Museum}' and state = 'Ready'");

        var page = await world.Client.GetStringAsync(new Uri(next, UriKind.RelativeOrAbsolute));
        Assert.Contains("收到 3 幅，已有 1 幅，未接收 1 个文件；其中 1 幅还没有对应藏品", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        using var visitor = host.NewClient();
        var seen = await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative));
        var names = await NamesAsync(world, serial);
        Assert.Equal(["总00123-1.jpg", "总00123-2.jpg"], names.Select(n => n.Name));
        Assert.All(names, n => Assert.Contains($"iiif/3/{n.Id:N}/full/", seen, StringComparison.Ordinal));
        Assert.True(seen.IndexOf($"{names[0].Id:N}", StringComparison.Ordinal) < seen.IndexOf($"{names[1].Id:N}", StringComparison.Ordinal));
        Assert.Contains(names[0].Id.ToString("N"), await visitor.GetStringAsync(new Uri($"catalogue?q={Uri.EscapeDataString("示例版画")}&museum={world.Code}", UriKind.Relative)), StringComparison.Ordinal);

        var info = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/3/{names[0].Id:N}/info.json", UriKind.Relative))).RootElement;
        Assert.Equal((607, 900), (info.GetProperty("width").GetInt32(), info.GetProperty("height").GetInt32()));
        var look = await visitor.GetStringAsync(new Uri($"images/{names[0].Id:N}", UriKind.Relative));
        Assert.Contains("示例版画", look, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpegsave", "jpg")]
    [InlineData("pngsave", "png")]
    [InlineData("tiffsave", "tif")]
    [InlineData("webpsave", "webp")]
    [InlineData("jp2ksave", "jp2")]
    public async Task Every_kind_of_file_is_taken_and_shown_as_it_is(string saver, string ending)
    {
        var world = await MediaWorld.NewAsync(host);
        var image = await world.BringAndWaitAsync("a." + ending, Picture.Slope(700, 500).Encode(saver));
        Assert.Equal((ImageState.Ready, 700, 500), (image.State, image.Width, image.Height));
        await LooksLikeASlopeAsync(world, image, 700, 500);
    }

    public static TheoryData<string> Odd() => ["sixteen", "sixteen-alpha", "cmyk", "profiled", "grey", "alpha", "turned2", "turned3", "turned4", "turned5", "turned6", "turned7", "turned8", "tiled", "interlaced", "thin", "dot"];

    [Theory, MemberData(nameof(Odd))]
    public async Task Odd_files_come_out_upright_in_colour_on_white(string kind)
    {
        var world = await MediaWorld.NewAsync(host);
        var (bytes, width, height) = Make(kind);
        var image = await world.BringAndWaitAsync(kind, bytes);
        Assert.Equal((ImageState.Ready, width, height), (image.State, image.Width, image.Height));
        if (kind is "thin" or "dot" or "grey")
        {
            var whole = await ViewAsync(world, image, "full/max");
            Assert.Equal((width, height, 3), (whole.Width, whole.Height, whole.Bands));
        }
        else if (kind == "alpha")
        {
            Assert.All((await ViewAsync(world, image, "full/max"))[0, 0].ToArray(), band => Assert.InRange(band, 250, 255));
        }
        else
        {
            await LooksLikeASlopeAsync(world, image, width, height, printed: kind == "cmyk");
        }
    }

    [Fact]
    public async Task Where_a_photograph_was_taken_stays_with_the_master()
    {
        var world = await MediaWorld.NewAsync(host);
        var bytes = WithPlace(SamplePictures.Read("plate-01.jpg"));
        var image = await world.BringAndWaitAsync("a.jpg", bytes);
        Assert.Contains("Secret Camera", image.Camera!, StringComparison.Ordinal);
        foreach (var view in new[] { "full/max", "full/100,", "0,0,256,256/256,256" })
        {
            var sent = await world.Client.GetByteArrayAsync(new Uri($"iiif/3/{image.Id:N}/{view}/0/default.jpg", UriKind.Relative));
            Assert.DoesNotContain("Secret Camera", System.Text.Encoding.Latin1.GetString(sent), StringComparison.Ordinal);
            Assert.DoesNotContain("Exif", System.Text.Encoding.Latin1.GetString(sent), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_large_file_comes_in_parts_and_goes_on_after_a_dropped_line()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总9", "示例");
        var bytes = SamplePictures.Read("great-hall.jpg");
        var page = await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images", UriKind.Relative));
        var token = page.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        var query = $"collections/{world.Code}/images/upload?upload={Guid.CreateVersion7()}&name=hall.jpg&size={bytes.Length}&changed=1&object={serial}";

        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(world, HttpMethod.Post, query, null, null)).StatusCode);
        Assert.Equal(0, await GotAsync(await AskAsync(world, HttpMethod.Post, query, token, null)));
        Assert.Equal(300_000, await GotAsync(await AskAsync(world, HttpMethod.Put, query + "&at=0", token, bytes[..300_000])));
        // A part that does not begin where the last ended is not taken; whoever comes back is told where to go on.
        Assert.Equal(300_000, await GotAsync(await AskAsync(world, HttpMethod.Put, query + "&at=1", token, bytes[1..400_000])));
        Assert.Equal(300_000, await GotAsync(await AskAsync(world, HttpMethod.Post, query, token, null)));
        var last = await AskAsync(world, HttpMethod.Put, query + "&at=300000", token, bytes[300_000..]);
        var image = JsonDocument.Parse(await last.Content.ReadAsStringAsync()).RootElement.GetProperty("image").GetGuid();
        await world.WaitAsync(image);
        var stored = await world.ImageAsync(image);
        Assert.Equal((ImageState.Ready, 1561, 2048, 1), (stored.State, stored.Width, stored.Height, stored.Place));

        var stranger = await MediaWorld.NewAsync(host);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(stranger, HttpMethod.Post, query, (await stranger.Client.GetStringAsync(
            new Uri($"collections/{stranger.Code}/images", UriKind.Relative))).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0], null)).StatusCode);
    }

    [Fact]
    public async Task A_keeper_says_what_an_image_shows_and_takes_it_away_with_a_reason()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总7", "示例瓶");
        var first = await world.BringAndWaitAsync("总7-1.jpg", SamplePictures.Read("plate-01.jpg"), serial);
        var second = await world.BringAndWaitAsync("总7-2.jpg", SamplePictures.Read("plate-02.jpg"), serial);
        var address = $"collections/{world.Code}/images/{second.Id:N}";
        var form = await FormOnPage.OpenAsync(world.Client, address, "image");
        using var saved = await form.SendAsync(world.Client, new() { ["Number"] = "总-7", ["Place"] = "1", ["View"] = "Base", ["CaptionZh"] = "底部的款", ["Shown"] = "object", ["Photographer"] = "示例摄影" });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal([second.Id, first.Id], (await NamesAsync(world, serial)).Select(n => n.Id));
        using var again = await form.SendAsync(world.Client, new() { ["Number"] = "", ["Place"] = "" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using var wrong = await (await FormOnPage.OpenAsync(world.Client, address, "image")).SendAsync(world.Client, new() { ["Number"] = "总8" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);

        using var removed = await (await FormOnPage.OpenAsync(world.Client, address, "remove")).SendAsync(world.Client, new() { ["Reason"] = "拍错了" });
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        Assert.Equal([first.Id], (await NamesAsync(world, serial)).Select(n => n.Id));
        using var gone = await world.Client.GetAsync(new Uri($"iiif/3/{second.Id:N}/full/max/0/default.jpg", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("拍错了", await host.ScalarAsync<string>($"select reason from platform.event where subject_id = '{second.Id}' and action = 'media.image.removed'"));
        // The same file may come again: its master was never lost.
        Assert.Equal(ImageState.Ready, (await world.BringAndWaitAsync("again.jpg", SamplePictures.Read("plate-02.jpg"))).State);
    }

    [Fact]
    public async Task An_object_with_a_photograph_stands_first_and_is_counted_until_the_last_one_is_hidden_or_gone()
    {
        var world = await MediaWorld.NewAsync(host);
        var (plain, pictured) = (await world.ObjectAsync("总1", "示例合影瓶"), await world.ObjectAsync("总2", "示例合影瓶"));
        var image = await world.BringAndWaitAsync("总2.jpg", SamplePictures.Read("plate-01.jpg"), pictured);
        await UntilAsync(true);
        var found = await world.Client.GetStringAsync(new Uri($"catalogue?q=合影瓶&museum={world.Code}", UriKind.Relative));
        Assert.True(found.IndexOf($"objects/{world.Code}/{pictured}", StringComparison.Ordinal) < found.IndexOf($"objects/{world.Code}/{plain}", StringComparison.Ordinal));

        // Written anew by its keeper, it keeps its picture.
        await host.ExecuteAsync($"update catalogue.find set image = false where institution_id = '{world.Museum}' and serial = {pictured}");
        await world.RewriteAsync(pictured);
        await UntilAsync(true);

        using var hidden = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{image.Id:N}", "image")).SendAsync(world.Client, new() { ["Number"] = "总2", ["Place"] = "1", ["Shown"] = "staff" });
        Assert.Equal(HttpStatusCode.Redirect, hidden.StatusCode);
        await UntilAsync(false);

        Task UntilAsync(bool image) => host.UntilAsync($"select (count(*) filter (where image) = {(image ? 1 : 0)} and count(*) = 2)::int from catalogue.find where institution_id = '{world.Museum}'");
    }

    [Fact]
    public async Task Nobody_else_reaches_a_museum_s_images()
    {
        var world = await MediaWorld.NewAsync(host);
        var image = await world.BringAndWaitAsync("a.jpg", SamplePictures.Read("plate-01.jpg"));
        using var other = await host.SignInAsAsync(Roles.Director);
        foreach (var address in new[] { $"collections/{world.Code}/images", $"collections/{world.Code}/images/{image.Id:N}", $"images/{image.Id:N}", $"iiif/3/{image.Id:N}/info.json" })
        {
            using var answer = await other.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private async Task<List<(Guid Id, string Name)>> NamesAsync(MediaWorld world, int serial)
    {
        var found = await host.ScalarAsync<string>($"""
            select string_agg(i.id || '|' || i.file_name, E'\n' order by i.place) from media.image i join catalogue.object o on o.id = i.object_id
             where o.institution_id = '{world.Museum}' and o.serial = {serial}
            """);
        return [.. (found ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|')).Select(l => (Guid.Parse(l[0]), l[1]))];
    }

    private static async Task<Picture> ViewAsync(MediaWorld world, StoredImage image, string view) =>
        Picture.Decode(await world.Client.GetByteArrayAsync(new Uri($"iiif/3/{image.Id:N}/{view}/0/default.png", UriKind.Relative)), "png");

    private static async Task LooksLikeASlopeAsync(MediaWorld world, StoredImage image, int width, int height, bool printed = false)
    {
        var whole = await ViewAsync(world, image, "full/max");
        Assert.Equal((width, height, 3), (whole.Width, whole.Height, whole.Bands));
        var near = printed ? 24 : 12;
        (int X, int Y)[] places = [(width - 6, 5), (width - 6, height - 6), (width / 2, height / 3), .. printed ? [] : new[] { (5, 5), (5, height - 6) }];
        foreach (var (x, y) in places) // printing ink cannot make every green and blue
        {
            Assert.InRange(whole[x, y][0] - Picture.At(x, width), -near, near);
            Assert.InRange(whole[x, y][1] - Picture.At(y, height), -near, near);
        }
    }

    private static (byte[] Bytes, int Width, int Height) Make(string kind) => kind switch
    {
        "sixteen" => (Picture.Slope(300, 200).Encode("pngsave", c => c.Set("bitdepth", 16), i => i.Then("colourspace", c => c.Set("space", "rgb16"))), 300, 200),
        "sixteen-alpha" => (Picture.Slope(300, 200, 4).Encode("tiffsave", null, i => i.Then("colourspace", c => c.Set("space", "rgb16"))), 300, 200),
        "cmyk" => (Picture.Slope(300, 200).Encode("tiffsave", null, i => i.Then("colourspace", c => c.Set("space", "cmyk"))), 300, 200),
        "grey" => (Picture.Slope(300, 200, 1).Encode("jpegsave"), 300, 200),
        "alpha" => (Picture.Slope(300, 200, 4).Encode("pngsave", null, i => i.Then("linear", c => c.Set("a", "1 1 1 0").Set("b", "0 0 0 0").Set("uchar", "true"))), 300, 200),
        // Its numbers are those of a wider space, and its profile says so.
        "profiled" => (Picture.Slope(300, 200).Encode("tiffsave", null, i => i.Then("icc_transform", c => c.Set("output-profile", "p3").Set("input-profile", "srgb"))), 300, 200),
        _ when kind.StartsWith("turned", StringComparison.Ordinal) => (Lying(kind[^1] - '0'), 300, 200),
        "tiled" => (Picture.Slope(700, 500).Encode("tiffsave", c => c.Set("tile", "true").Set("pyramid", "true").Set("compression", "deflate")), 700, 500),
        "interlaced" => (Picture.Slope(700, 500).Encode("pngsave", c => c.Set("interlace", "true")), 700, 500),
        "thin" => (Picture.Slope(1, 900).Encode("pngsave"), 1, 900),
        _ => (Picture.Slope(1, 1).Encode("pngsave"), 1, 1),
    };

    /// <summary>Stored as a camera held in that way has it; the orientation says how to set it upright.</summary>
    private static byte[] Lying(int orientation) => Turned(Picture.Slope(300, 200).Encode("jpegsave", c => c.Set("Q", 95), i => orientation switch
    {
        2 => i.Then("flip", c => c.Set("direction", "horizontal")),
        3 => i.Then("rot", c => c.Set("angle", "d180")),
        4 => i.Then("flip", c => c.Set("direction", "vertical")),
        5 => i.Then("rot", c => c.Set("angle", "d270")).Then("flip", c => c.Set("direction", "vertical")),
        6 => i.Then("rot", c => c.Set("angle", "d270")),
        7 => i.Then("rot", c => c.Set("angle", "d270")).Then("flip", c => c.Set("direction", "horizontal")),
        _ => i.Then("rot", c => c.Set("angle", "d90")),
    }), (byte)orientation);

    /// <summary>Puts an EXIF block with an orientation right behind the head of a JPEG.</summary>
    private static byte[] Turned(byte[] jpeg, byte orientation) => WithExif(jpeg, [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0], []);

    private static byte[] WithPlace(byte[] jpeg)
    {
        var maker = "Secret Camera\0"u8.ToArray();
        return WithExif(jpeg, [0x0f, 0x01, 2, 0, (byte)maker.Length, 0, 0, 0, 26, 0, 0, 0], maker);
    }

    private static byte[] WithExif(byte[] jpeg, byte[] entry, byte[] tail)
    {
        byte[] tiff = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, .. entry, 0, 0, 0, 0, .. tail];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        var length = body.Length + 2;
        return [0xff, 0xd8, 0xff, 0xe1, (byte)(length >> 8), (byte)length, .. body, .. jpeg[2..]];
    }

    private static async Task<HttpResponseMessage> AskAsync(MediaWorld world, HttpMethod method, string address, string? token, byte[]? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.Accept.ParseAdd("application/json");
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return await world.Client.SendAsync(request);
    }

    private static async Task<long> GotAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var said = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, said);
            return JsonDocument.Parse(said).RootElement.GetProperty("got").GetInt64();
        }
    }
}
