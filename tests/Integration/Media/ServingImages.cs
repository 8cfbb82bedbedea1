using System.Net;
using System.Text.Json;
using Guanlian.Catalogue.Access;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Media;

/// <summary>Every form of address of both versions against what must be seen; and what those see who may not.</summary>
public sealed class ServingImages(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const int Width = 1500, Height = 1100, Near = 10;

    private static readonly SemaphoreSlim Making = new(1);
    private static (GuanlianHost Host, MediaWorld World, StoredImage Image, int Serial)? made;

    /// <summary>Version, address, part of the image (x, y, w, h), size of the answer before turning, quarter turns, mirrored.</summary>
    public static TheoryData<int, string, int[], int[], int, bool> Forms() => new()
    {
        { 3, "full/max/0/default.jpg", [0, 0, Width, Height], [Width, Height], 0, false },
        { 3, "full/max/0/color.png", [0, 0, Width, Height], [Width, Height], 0, false },
        { 3, "full/300,/0/default.webp", [0, 0, Width, Height], [300, 220], 0, false },
        { 3, "full/,220/0/default.jpg", [0, 0, Width, Height], [300, 220], 0, false },
        { 3, "full/pct:20/0/default.jpg", [0, 0, Width, Height], [300, 220], 0, false },
        { 3, "full/300,300/0/default.jpg", [0, 0, Width, Height], [300, 300], 0, false },
        { 3, "full/!300,300/0/default.jpg", [0, 0, Width, Height], [300, 220], 0, false },
        { 3, "full/^3000,/0/default.jpg", [0, 0, Width, Height], [3000, 2200], 0, false },
        { 3, "square/200,/0/default.jpg", [200, 0, 1100, 1100], [200, 200], 0, false },
        { 3, "100,200,300,400/max/0/default.png", [100, 200, 300, 400], [300, 400], 0, false },
        { 3, "101,203,299,397/150,200/0/default.png", [101, 203, 299, 397], [150, 200], 0, false },
        { 3, "1400,1000,300,300/max/0/default.jpg", [1400, 1000, 100, 100], [100, 100], 0, false },
        { 3, "pct:10,20,30,40/max/0/default.jpg", [150, 220, 450, 440], [450, 440], 0, false },
        { 3, "0,0,256,256/256,256/0/default.jpg", [0, 0, 256, 256], [256, 256], 0, false }, // a tile
        { 3, "1280,1024,220,76/220,76/0/default.jpg", [1280, 1024, 220, 76], [220, 76], 0, false }, // the last one
        { 3, "1024,512,476,512/238,256/0/default.jpg", [1024, 512, 476, 512], [238, 256], 0, false }, // one at half size
        { 3, "0,0,256,256/^512,512/0/default.jpg", [0, 0, 256, 256], [512, 512], 0, false },
        { 3, "full/300,/90/default.jpg", [0, 0, Width, Height], [300, 220], 1, false },
        { 3, "full/300,/180/default.jpg", [0, 0, Width, Height], [300, 220], 2, false },
        { 3, "full/300,/270/default.jpg", [0, 0, Width, Height], [300, 220], 3, false },
        { 3, "full/300,/!0/default.jpg", [0, 0, Width, Height], [300, 220], 0, true },
        { 3, "full/300,/!90/default.jpg", [0, 0, Width, Height], [300, 220], 1, true },
        { 3, "100,200,300,400/max/!270/default.png", [100, 200, 300, 400], [300, 400], 3, true },
        { 2, "full/full/0/default.jpg", [0, 0, Width, Height], [Width, Height], 0, false },
        { 2, "full/max/0/default.jpg", [0, 0, Width, Height], [Width, Height], 0, false },
        { 2, "full/300,/0/default.jpg", [0, 0, Width, Height], [300, 220], 0, false },
        { 2, "full/,220/0/color.png", [0, 0, Width, Height], [300, 220], 0, false },
        { 2, "full/!300,300/0/default.jpg", [0, 0, Width, Height], [300, 220], 0, false },
        { 2, "full/3000,/0/default.jpg", [0, 0, Width, Height], [3000, 2200], 0, false },
        { 2, "square/pct:50/0/default.jpg", [200, 0, 1100, 1100], [550, 550], 0, false },
        { 2, "512,0,512,512/256,/0/default.jpg", [512, 0, 512, 512], [256, 256], 0, false },
        { 2, "pct:10,20,30,40/225,220/!180/default.jpg", [150, 220, 450, 440], [225, 220], 2, true },
    };

    [Theory, MemberData(nameof(Forms))]
    public async Task Each_form_of_address_shows_what_it_says(int api, string address, int[] part, int[] size, int turns, bool mirrored)
    {
        var (_, _, image, _) = await MadeAsync();
        using var client = host.NewClient();
        using var answer = await client.GetAsync(new Uri($"iiif/{api}/{image.Id:N}/{address}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var seen = Picture.Decode(await answer.Content.ReadAsByteArrayAsync(), address[(address.LastIndexOf('.') + 1)..] switch { "jpg" => "jpeg", var kind => kind });
        var upright = turns % 2 == 0 ? (size[0], size[1]) : (size[1], size[0]);
        Assert.Equal(upright, (seen.Width, seen.Height));
        foreach (var (u, v) in new[] { (0.05, 0.05), (0.95, 0.05), (0.05, 0.95), (0.95, 0.95), (0.5, 0.3) })
        {
            // Where this place of the answer lies in the part: turned back, then mirrored back.
            var (x, y) = turns switch { 1 => (v, 1 - u), 2 => (1 - u, 1 - v), 3 => (1 - v, u), _ => (u, v) };
            x = mirrored ? 1 - x : x;
            var pixel = seen[(int)(u * (seen.Width - 1)), (int)(v * (seen.Height - 1))];
            Assert.InRange(pixel[0] - Picture.At(part[0] + (x * (part[2] - 1)), Width), -Near, Near);
            Assert.InRange(pixel[1] - Picture.At(part[1] + (y * (part[3] - 1)), Height), -Near, Near);
        }
    }

    [Fact]
    public async Task Grey_bitonal_and_slanted_are_what_they_say()
    {
        var (_, world, image, _) = await MadeAsync();
        var grey = Picture.Decode(await world.Client.GetByteArrayAsync(At(image, "full/300,/0/gray.png")), "png");
        Assert.Equal(1, grey.Bands);
        var bitonal = Picture.Decode(await world.Client.GetByteArrayAsync(At(image, "full/300,/0/bitonal.png")), "png");
        Assert.All(Enumerable.Range(0, 300), x => Assert.True(bitonal[x, 100][0] is 0 or 255));
        Assert.Equal((0, 255), (bitonal[2, 2][0], bitonal[297, 217][0]));
        var slanted = Picture.Decode(await world.Client.GetByteArrayAsync(At(image, "full/300,/45/default.png")), "png");
        Assert.Equal(4, slanted.Bands);
        Assert.Equal(0, slanted[1, 1][3]); // the corner is clear
        Assert.InRange(slanted.Width, 365, 371); // (300 + 220) / √2
        var white = Picture.Decode(await world.Client.GetByteArrayAsync(At(image, "full/300,/45/default.jpg")), "jpeg");
        Assert.InRange((int)white[1, 1][0], 245, 255);
    }

    [Theory]
    [InlineData("full/full/0/default.jpg")]
    [InlineData("full/3000,/0/default.jpg")]
    [InlineData("5000,0,10,10/max/0/default.jpg")]
    [InlineData("full/max/0/default.gif")]
    [InlineData("full/max/400/default.jpg")]
    [InlineData("full/%5E99999,99999/0/default.jpg")]
    [InlineData("nonsense/max/0/default.jpg")]
    [InlineData("full/max/0/default")]
    public async Task What_cannot_be_read_is_a_bad_request_open_to_every_site(string address)
    {
        var (_, _, image, _) = await MadeAsync();
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("image/*");
        using var answer = await client.GetAsync(At(image, address));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Answers_carry_what_viewers_and_caches_need()
    {
        var (_, _, image, _) = await MadeAsync();
        using var client = host.NewClient();
        using var tile = await client.GetAsync(At(image, "0,0,256,256/256,/0/color.jpg"));
        var link = string.Join(", ", tile.Headers.GetValues("Link"));
        Assert.Contains($"{host.Address}iiif/3/{image.Id:N}/0,0,256,256/max/0/default.jpg>;rel=\"canonical\"", link, StringComparison.Ordinal);
        Assert.Contains("<http://iiif.io/api/image/3/level2.json>;rel=\"profile\"", link, StringComparison.Ordinal);
        Assert.Equal("*", tile.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("public, max-age=86400", tile.Headers.CacheControl!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, At(image, "0,0,256,256/256,/0/color.jpg"));
        again.Headers.IfNoneMatch.Add(tile.Headers.ETag!);
        using var same = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        // Also for those that remember no tags; a tag that is wrong is asked first.
        foreach (var (seconds, other, expected) in new[] { (0, false, HttpStatusCode.NotModified), (60, false, HttpStatusCode.NotModified), (-1, false, HttpStatusCode.OK), (0, true, HttpStatusCode.OK) })
        {
            using var since = new HttpRequestMessage(HttpMethod.Get, tile.RequestMessage!.RequestUri);
            since.Headers.IfModifiedSince = tile.Content.Headers.LastModified!.Value.AddSeconds(seconds);
            if (other)
            {
                since.Headers.IfNoneMatch.Add(new("\"another\""));
            }

            using var known = await client.SendAsync(since);
            Assert.Equal(expected, known.StatusCode);
        }
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());

        using var root = await client.GetAsync(new Uri($"iiif/3/{image.Id:N}", UriKind.Relative));
        Assert.Equal((HttpStatusCode.SeeOther, $"{host.Address}iiif/3/{image.Id:N}/info.json"), (root.StatusCode, root.Headers.Location!.ToString()));
        using var options = new HttpRequestMessage(HttpMethod.Options, new Uri($"iiif/3/{image.Id:N}/info.json", UriKind.Relative));
        using var allowed = await client.SendAsync(options);
        Assert.Equal((HttpStatusCode.NoContent, "*"), (allowed.StatusCode, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single()));

        using var three = await client.GetAsync(new Uri($"iiif/3/{image.Id:N}/info.json", UriKind.Relative));
        Assert.Equal("application/ld+json; profile=\"http://iiif.io/api/image/3/context.json\"", three.Content.Headers.ContentType!.ToString());
        var info = JsonDocument.Parse(await three.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(("ImageService3", "level2", Width, Height), (info.GetProperty("type").GetString(), info.GetProperty("profile").GetString(), info.GetProperty("width").GetInt32(), info.GetProperty("height").GetInt32()));
        Assert.Equal([1, 2, 4, 8], info.GetProperty("tiles")[0].GetProperty("scaleFactors").EnumerateArray().Select(s => s.GetInt32()));
        using var two = await client.GetAsync(new Uri($"iiif/2/{image.Id:N}/info.json", UriKind.Relative));
        Assert.Equal("application/json", two.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"{host.Address}iiif/2/{image.Id:N}", JsonDocument.Parse(await two.Content.ReadAsStringAsync()).RootElement.GetProperty("@id").GetString());
    }

    [Fact]
    public async Task An_object_has_a_manifest_in_both_versions_and_stands_in_its_museum_s_collection()
    {
        var (_, world, image, serial) = await MadeAsync();
        using var client = host.NewClient();
        var address = $"{host.Address}iiif/manifest/{world.Code}/{serial}";
        var three = JsonDocument.Parse(await client.GetStringAsync(new Uri(address))).RootElement;
        Assert.Equal((address, "Manifest"), (three.GetProperty("id").GetString(), three.GetProperty("type").GetString()));
        Assert.Equal("示例坡", three.GetProperty("label").GetProperty("zh-Hans")[0].GetString());
        var body = three.GetProperty("items")[0].GetProperty("items")[0].GetProperty("items")[0].GetProperty("body");
        Assert.Equal($"{host.Address}iiif/3/{image.Id:N}", body.GetProperty("service")[0].GetProperty("id").GetString());
        foreach (var link in three.GetProperty("seeAlso").EnumerateArray().Select(s => s.GetProperty("id").GetString()!).Append(body.GetProperty("id").GetString()!)
            .Append(three.GetProperty("thumbnail")[0].GetProperty("id").GetString()!))
        {
            using var there = await client.GetAsync(new Uri(link));
            Assert.True(there.IsSuccessStatusCode, link);
        }

        using var older = new HttpRequestMessage(HttpMethod.Get, new Uri(address));
        older.Headers.Accept.ParseAdd("application/ld+json;profile=\"http://iiif.io/api/presentation/2/context.json\"");
        using var answer = await client.SendAsync(older);
        var two = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("sc:Manifest", two.GetProperty("@type").GetString());
        Assert.Equal($"{host.Address}iiif/2/{image.Id:N}", two.GetProperty("sequences")[0].GetProperty("canvases")[0].GetProperty("images")[0].GetProperty("resource").GetProperty("service").GetProperty("@id").GetString());
        Assert.Contains(address, await client.GetStringAsync(new Uri($"iiif/collection/{world.Code}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains($"iiif/collection/{world.Code}", await client.GetStringAsync(new Uri("iiif/collection", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_in_lists_are_webp_where_it_is_taken_and_kept_by_caches_for_their_kind_of_browser()
    {
        var (_, world, image, serial) = await MadeAsync();
        using var client = host.NewClient();
        var (jpeg, webp) = (await AskAsync("image/png,image/*;q=0.8"), await AskAsync("image/avif,image/webp,*/*;q=0.8"));
        Assert.Equal(("image/jpeg", "image/webp"), (jpeg.Type, webp.Type));
        Assert.NotEqual(jpeg.Tag, webp.Tag);
        Assert.True(webp.Body.Length < jpeg.Body.Length, $"{webp.Body.Length} against {jpeg.Body.Length} bytes");
        foreach (var (body, kind) in new[] { (jpeg.Body, "jpeg"), (webp.Body, "webp") })
        {
            var seen = Picture.Decode(body, kind);
            Assert.Equal((200, 147), (seen.Width, seen.Height));
            Assert.InRange(seen[100, 70][0] - Picture.At(753, Width), -Near, Near);
        }

        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri($"pictures/{image.Id:N}/200", UriKind.Relative));
        again.Headers.Accept.ParseAdd("image/webp");
        again.Headers.TryAddWithoutValidation("If-None-Match", webp.Tag);
        using var same = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        using var odd = await client.GetAsync(new Uri($"pictures/{image.Id:N}/201", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, odd.StatusCode);
        var found = await client.GetStringAsync(new Uri($"catalogue?museum={world.Code}", UriKind.Relative));
        Assert.Contains($"src=\"pictures/{image.Id:N}/200\"", found, StringComparison.Ordinal);
        Assert.Matches($"class=\"tone-[0-3]{{3}}\" src=\"iiif/3/{image.Id:N}", await client.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative)));

        async Task<(string Type, string Tag, byte[] Body)> AskAsync(string accept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"pictures/{image.Id:N}/200", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await client.SendAsync(request);
            Assert.Equal(("Accept", "public, max-age=86400"), (answer.Headers.Vary.Single(), answer.Headers.CacheControl!.ToString()));
            return (answer.Content.Headers.ContentType!.MediaType!, answer.Headers.ETag!.Tag, await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("hidden image")]
    [InlineData("members' object")]
    [InlineData("no object")]
    public async Task A_hidden_image_is_missing_at_every_door(string why)
    {
        var world = await MediaWorld.NewAsync(host);
        int? serial = why == "no object" ? null : await world.ObjectAsync("总1", "示例暗", why == "members' object" ? Level.Members : Level.Public);
        var image = await world.BringAndWaitAsync("a.png", Picture.Slope(300, 200).Encode("pngsave"), serial);
        if (why == "hidden image")
        {
            var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{image.Id:N}", "image");
            using var saved = await form.SendAsync(world.Client, new() { ["Number"] = "总1", ["Place"] = "1", ["Shown"] = "staff" });
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
            await Task.Delay(1100); // what visitors see is remembered for a second
        }

        using var visitor = host.NewClient();
        using var member = await host.SignInAsAsync(Roles.Director);
        string[] doors =
        [
            .. new[] { 2, 3 }.SelectMany(api => new[] { "", "/info.json", "/full/max/0/default.jpg", "/full/100,/0/default.jpg", "/0,0,256,200/256,/0/default.jpg", "/nonsense/max/0/default.jpg" }.Select(d => $"iiif/{api}/{image.Id:N}{d}")),
            $"images/{image.Id:N}", $"iiif/collection/{world.Code}", .. serial is { } s ? new[] { $"iiif/manifest/{world.Code}/{s}" } : [],
        ];
        foreach (var door in doors)
        {
            using var answer = await visitor.GetAsync(new Uri(door, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{answer.StatusCode} {door}");
            using var others = await member.GetAsync(new Uri(door, UriKind.Relative));
            Assert.True((others.StatusCode == HttpStatusCode.NotFound) == (why != "members' object" || door.Contains("nonsense", StringComparison.Ordinal)) || others.StatusCode == HttpStatusCode.BadRequest, $"{others.StatusCode} {door}");
        }

        Assert.DoesNotContain(image.Id.ToString("N"), await visitor.GetStringAsync(new Uri("iiif/collection", UriKind.Relative)), StringComparison.Ordinal);
        using var own = await world.Client.GetAsync(At(image, "full/max/0/default.jpg"));
        Assert.Equal((HttpStatusCode.OK, "no-cache, private"), (own.StatusCode, own.Headers.CacheControl!.ToString()));
    }

    private static Uri At(StoredImage image, string address) => new($"iiif/3/{image.Id:N}/{address}", UriKind.Relative);

    private async Task<(GuanlianHost Host, MediaWorld World, StoredImage Image, int Serial)> MadeAsync()
    {
        await Making.WaitAsync();
        try
        {
            if (made is not { } there || there.Host != host)
            {
                var world = await MediaWorld.NewAsync(host);
                var serial = await world.ObjectAsync("总5", "示例坡");
                made = there = (host, world, await world.BringAndWaitAsync("slope.png", Picture.Slope(Width, Height).Encode("pngsave"), serial), serial);
            }

            return there;
        }
        finally
        {
            Making.Release();
        }
    }
}
