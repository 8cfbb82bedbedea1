using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Media;

/// <summary>Largest sizes and a watermark for visitors and members; how viewers on other sites sign in; links that viewers share.</summary>
public sealed class NearerAndFarther(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const int Width = 3000, Height = 2000;
    private const string Site = "https://viewer.example.org";

    [Fact]
    public async Task Each_audience_has_its_own_addresses_and_gets_no_more_than_it_is_given()
    {
        var (world, image, serial) = await MadeAsync();
        await SayAsync(world, visitors: "800", members: "1600");
        using var visitor = await LaterAsync();
        using var member = await host.SignInAsAsync(Roles.Staff);
        var name = image.Id.ToString("N");

        // Everybody: 750 pixels, the largest step within 800; nothing deeper, and no enlarging over the limit.
        var info = await InfoAsync(visitor, name);
        Assert.Equal((750, 500, 800, 800), (Number(info, "width"), Number(info, "height"), Number(info, "maxWidth"), Number(info, "maxHeight")));
        Assert.Equal([1, 2, 4], info.GetProperty("tiles")[0].GetProperty("scaleFactors").EnumerateArray().Select(f => f.GetInt32()));
        var whole = Picture.Decode(await visitor.GetByteArrayAsync(At(name, "full/max/0/default.png")), "png");
        Assert.Equal((750, 500), (whole.Width, whole.Height));
        foreach (var (address, status) in new[]
        {
            ("full/801,/0/default.jpg", 400), ("full/^801,/0/default.jpg", 400), ("full/^800,/0/default.jpg", 200), ("full/1600,1067/0/default.jpg", 400), ("1500,0,256,256/256,256/0/default.jpg", 400),
            ("0,0,10,10/^801,801/0/default.jpg", 400), ("512,256,238,244/238,244/0/default.jpg", 200), ("0,0,3000,2000/max/0/default.jpg", 200), ("0,0,256,256/256,256/0/default.jpg", 200),
        })
        {
            using var answer = await visitor.GetAsync(At(name, address));
            Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} {address}");
        }

        var most = Picture.Decode(await visitor.GetByteArrayAsync(At(name, "0,0,3000,2000/max/0/default.jpg")), "jpeg");
        Assert.Equal((750, 500), (most.Width, most.Height)); // a part over the edge is cut to what there is

        // A tile of the smaller image is that of the pyramid, as it lies there.
        var tile = Picture.Decode(await visitor.GetByteArrayAsync(At(name, "256,256,256,244/256,244/0/default.jpg")), "jpeg");
        Assert.InRange(tile[128, 122][0] - Picture.At((256 + 128.5) * 4, Width), -6, 6);
        Assert.InRange(tile[128, 122][1] - Picture.At((256 + 122.5) * 4, Height), -6, 6);

        // Members: 1,500; keepers: all. Nobody reaches another's address.
        Assert.Equal(1500, Number(await InfoAsync(member, name + ".members"), "width"));
        Assert.Equal(3000, Number(await InfoAsync(world.Client, name + ".keepers"), "width"));
        Assert.Equal(750, Number(await InfoAsync(world.Client, name), "width"));
        foreach (var (client, ending) in new[] { (visitor, ".members"), (visitor, ".keepers"), (member, ".keepers"), (visitor, ".somebody") })
        {
            foreach (var rest in new[] { "info.json", "full/max/0/default.jpg", "0,0,256,256/256,256/0/default.jpg" })
            {
                using var answer = await client.GetAsync(At(name + ending, rest));
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
        }

        // Caches that many use may keep what everybody gets, and only that; tags never meet.
        var tags = new List<string>();
        foreach (var (client, at, cache) in new[] { (visitor, name, "public, max-age=86400"), (member, name, "public, max-age=86400"), (member, name + ".members", "no-cache, private"), (world.Client, name + ".keepers", "no-cache, private") })
        {
            using var answer = await client.GetAsync(At(at, "0,0,256,256/256,256/0/default.jpg"));
            Assert.Equal(cache, answer.Headers.CacheControl!.ToString());
            tags.Add(answer.Headers.ETag!.Tag);
        }

        Assert.Equal(3, tags.Distinct().Count());
        Assert.Equal(tags[0], tags[1]);

        // Pages and manifests name what their reader gets.
        var manifest = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/manifest/{world.Code}/{serial}", UriKind.Relative))).RootElement;
        Assert.Equal([], PresentationRules.Faults(manifest));
        Assert.Equal(750, Number(manifest.GetProperty("items")[0].GetProperty("items")[0].GetProperty("items")[0].GetProperty("body"), "width"));
        foreach (var (client, ending) in new[] { (visitor, ""), (member, ".members"), (world.Client, ".keepers") })
        {
            var page = await client.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative));
            Assert.Contains($"data-info=\"iiif/3/{name}{ending}/info.json\"", page, StringComparison.Ordinal);
            foreach (Match picture in Regex.Matches(page, $"iiif/3/{name}[^\" ]+\\.jpg"))
            {
                using var there = await client.GetAsync(new Uri(picture.Value, UriKind.Relative));
                Assert.True(there.IsSuccessStatusCode, picture.Value);
            }

            var look = await client.GetStringAsync(new Uri($"images/{name}?deep=1", UriKind.Relative));
            using var part = await client.GetAsync(new Uri(WebUtility.HtmlDecode(Regex.Match(look, "class=\"look-part\" src=\"([^\"]+)\"").Groups[1].Value), UriKind.Relative));
            Assert.True(part.IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task A_mark_lies_over_what_visitors_see_at_every_size_and_part_and_over_nothing_else()
    {
        var (world, image, _) = await MadeAsync();
        await SayAsync(world, marked: "visitors", mark: "示例水印 <b>&");
        using var visitor = await LaterAsync();
        using var member = await host.SignInAsAsync(Roles.Staff);
        var name = image.Id.ToString("N");
        foreach (var view in new[] { "full/max", "full/800,", "0,0,1024,1024/512,512", "1024,0,1024,1024/256,256", "square/600,", "400,300,900,600/max" })
        {
            Assert.True(await MarkedAsync(visitor, name, view) > 0.01, view);
            Assert.True(await MarkedAsync(member, name + ".members", view) < 0.001, view);
            Assert.True(await MarkedAsync(world.Client, name + ".keepers", view) < 0.001, view);
        }

        // Small pictures of lists are left as they are; parts put together are the whole.
        Assert.True(await MarkedAsync(visitor, name, "full/400,267") < 0.001);
        var whole = Picture.Decode(await visitor.GetByteArrayAsync(At(name, "0,0,1024,1024/max/0/default.png")), "png");
        var part = Picture.Decode(await visitor.GetByteArrayAsync(At(name, "256,512,300,300/max/0/default.png")), "png");
        Assert.All(Enumerable.Range(0, 300), i => Assert.InRange(part[i, (i * 7) % 300][0] - whole[256 + i, 512 + ((i * 7) % 300)][0], -2, 2));

        async Task<double> MarkedAsync(HttpClient client, string at, string view)
        {
            var seen = Picture.Decode(await client.GetByteArrayAsync(At(at, view + "/0/default.png")), "png");
            var off = 0;
            for (var y = 0; y < seen.Height; y += 2)
            {
                for (var x = 0; x < seen.Width; x += 2)
                {
                    off += Math.Abs(seen[x, y][2] - 96) > 20 ? 1 : 0; // its blue is 96 everywhere
                }
            }

            return off * 4.0 / (seen.Width * seen.Height);
        }
    }

    [Fact]
    public async Task A_keeper_s_mistakes_are_named_and_nobody_else_sets_it()
    {
        var (world, _, _) = await MadeAsync();
        foreach (var (visitors, members, marked, says) in new[]
        {
            ("799", "", "none", "800"), ("abc", "", "none", "800"), ("", "1200", "none", "不能小于"), ("1600", "1200", "none", "不能小于"), ("-5", "", "none", "800"),
        })
        {
            var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/serving", "serving");
            using var answer = await form.SendAsync(world.Client, new() { ["VisitorsEdge"] = visitors, ["MembersEdge"] = members, ["Marked"] = marked });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(says, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }

        await SayAsync(world, visitors: "1000");
        var stale = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/serving", "serving");
        await SayAsync(world, visitors: "1200");
        using var late = await stale.SendAsync(world.Client, new() { ["VisitorsEdge"] = "900" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(2, await host.ScalarAsync<int>($"select count(*)::int from platform.event where subject_id = '{world.Museum}' and action = 'media.serving.set'"));
        using var stranger = await host.SignInAsAsync(Roles.Director);
        using var no = await stranger.GetAsync(new Uri($"collections/{world.Code}/images/serving", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, no.StatusCode);
    }

    [Fact]
    public async Task A_viewer_on_another_site_signs_its_reader_in_and_gets_an_address_for_him_alone()
    {
        var (world, image, serial) = await MadeAsync();
        await SayAsync(world, visitors: "800");
        using var visitor = await LaterAsync();
        var info = await InfoAsync(visitor, image.Id.ToString("N"));
        var probe = info.GetProperty("service")[0];
        var access = probe.GetProperty("service")[0];
        Assert.Equal(("AuthProbeService2", "AuthAccessService2", "active"), (probe.GetProperty("type").GetString(), access.GetProperty("type").GetString(), access.GetProperty("profile").GetString()));
        var token = access.GetProperty("service").EnumerateArray().Single(s => s.GetProperty("type").GetString() == "AuthAccessTokenService2").GetProperty("id").GetString()!;

        // Nobody yet: the smaller one instead.
        var first = await ProbeAsync(visitor, probe, null);
        Assert.Equal((401, $"{host.Address}iiif/3/{image.Id:N}"), (Number(first, "status"), first.GetProperty("substitute")[0].GetProperty("id").GetString()));
        Assert.Equal("missingAspect", (await MessageAsync(visitor, token, Site))!.Value.GetProperty("profile").GetString());

        // He signs in by the page that everybody knows, and agrees.
        using var asked = await visitor.SendAsync(Page($"{access.GetProperty("id").GetString()}?origin={Uri.EscapeDataString(Site)}"));
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        Assert.Contains("account/sign-in?return=%2Fviewing%2Fenter", asked.Headers.Location!.ToString(), StringComparison.Ordinal);
        var who = await host.PersonAsAsync(Roles.Staff);
        using var member = host.ClientFor(who);
        var form = await FormOnPage.OpenAsync(member, $"viewing/enter?origin={Uri.EscapeDataString(Site)}", "enter");
        using var agreed = await form.SendAsync(member, []);
        var cookie = agreed.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("guanlian-viewer=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        using var frame = host.NewClient();
        frame.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);

        // His token goes to that site only.
        Assert.Equal("invalidOrigin", (await MessageAsync(frame, token, "https://other.example.org"))!.Value.GetProperty("profile").GetString());
        Assert.Null(await MessageAsync(frame, token, "javascript:alert(1)"));
        Assert.Null(await MessageAsync(frame, token, $"{Site}/path"));
        var message = (await MessageAsync(frame, token, Site))!.Value;
        Assert.Equal(("AuthAccessToken2", "7"), (message.GetProperty("type").GetString(), message.GetProperty("messageId").GetString()));
        var bearer = message.GetProperty("accessToken").GetString();

        var second = await ProbeAsync(visitor, probe, bearer);
        Assert.Equal(302, Number(second, "status"));
        var location = second.GetProperty("location").GetProperty("id").GetString()!;
        var more = JsonDocument.Parse(await visitor.GetStringAsync(new Uri(location + "/info.json"))).RootElement;
        Assert.Equal((Width, location), (Number(more, "width"), more.GetProperty("id").GetString()));
        using var tile = await visitor.GetAsync(new Uri(location + "/2816,0,184,256/184,/0/default.jpg"));
        Assert.Equal((HttpStatusCode.OK, "no-cache, private"), (tile.StatusCode, tile.Headers.CacheControl!.ToString()));

        // Nothing is worth more than it says: another image, a changed ticket, a later hour, a mandate that has ended.
        var other = await world.BringAndWaitAsync("other.png", Picture.Slope(1700, 300).Encode("pngsave"), serial);
        foreach (var wrong in new[] { location.Replace(image.Id.ToString("N"), other.Id.ToString("N"), StringComparison.Ordinal), location[..^3] + "AAA", $"{host.Address}iiif/3/{image.Id:N}.{bearer}" })
        {
            using var no = await visitor.GetAsync(new Uri(wrong + "/info.json"));
            Assert.Equal(HttpStatusCode.NotFound, no.StatusCode);
        }

        Assert.Equal(401, Number(await ProbeAsync(visitor, probe, bearer + "x"), "status"));
        await host.ExecuteAsync($"update members.session set ended_at = now() where person_id = '{who.PersonId}'");
        Assert.Equal(("invalidAspect", 401), ((await MessageAsync(frame, token, Site))!.Value.GetProperty("profile").GetString(), Number(await ProbeAsync(visitor, probe, bearer), "status")));
        await Task.Delay(1100); // what a ticket shows is remembered for a second
        using var signedOut = await visitor.GetAsync(new Uri(location + "/info.json"));
        Assert.Equal(HttpStatusCode.NotFound, signedOut.StatusCode);
        await host.ExecuteAsync($"update members.session set ended_at = null where person_id = '{who.PersonId}'");
        Assert.Equal(302, Number(await ProbeAsync(visitor, probe, bearer), "status"));
        host.Clock.Now = host.Clock.Now.AddMinutes(6);
        Assert.Equal(401, Number(await ProbeAsync(visitor, probe, bearer), "status"));
        host.Clock.Now = host.Clock.Now.AddHours(1);
        using var late = await visitor.GetAsync(new Uri(location + "/info.json"));
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        await host.ExecuteAsync($"update members.account set closed_at = now() where person_id = '{who.PersonId}'");
        Assert.Equal("invalidAspect", (await MessageAsync(frame, token, Site))!.Value.GetProperty("profile").GetString());
    }

    [Fact]
    public async Task Who_leaves_leaves_the_viewers_too_and_an_unlimited_image_needs_no_signing_in()
    {
        var (world, image, _) = await MadeAsync();
        using var visitor = host.NewClient();
        Assert.False((await InfoAsync(visitor, image.Id.ToString("N"))).TryGetProperty("service", out _));
        using var probe = await visitor.GetAsync(new Uri($"iiif/auth/probe/{image.Id:N}", UriKind.Relative));
        Assert.Equal(200, Number(JsonDocument.Parse(await probe.Content.ReadAsStringAsync()).RootElement, "status"));
        using var left = await visitor.GetAsync(new Uri("viewing/leave", UriKind.Relative));
        Assert.Contains(left.Headers.GetValues("Set-Cookie"), c => c.StartsWith("guanlian-viewer=;", StringComparison.Ordinal));
        using var options = await visitor.SendAsync(new(HttpMethod.Options, new Uri($"iiif/auth/probe/{image.Id:N}", UriKind.Relative)));
        Assert.Contains("Authorization", options.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.NotNull(world);
    }

    [Fact]
    public async Task A_link_that_a_viewer_has_shared_opens_the_object_at_the_same_place()
    {
        var (world, image, serial) = await MadeAsync();
        using var visitor = host.NewClient();
        var manifest = $"{host.Address}iiif/manifest/{world.Code}/{serial}";
        var canvas = $"{manifest}/canvas/{image.Id:N}";
        var view = $"/objects/{world.Code}/{serial}#view={image.Id:N},";
        var annotation = $$$"""{"@context":"http://iiif.io/api/presentation/3/context.json","id":"https://example.org/1","type":"Annotation","motivation":["contentState"],"target":{"id":"{{{canvas}}}#xywh=300,500,600,500","type":"Canvas","partOf":[{"id":"{{{manifest}}}","type":"Manifest"}] } }""";
        foreach (var (state, expected) in new[]
        {
            (manifest, $"/objects/{world.Code}/{serial}"),
            ($$$"""{"id":"{{{manifest}}}","type":"Manifest"}""", $"/objects/{world.Code}/{serial}"),
            (Encoded(annotation), view + "0.1,0.25,0.2,0.25"),
            (annotation, view + "0.1,0.25,0.2,0.25"),
            (Encoded($$$"""{"id":"{{{canvas}}}","type":"Canvas","partOf":[{"id":"{{{manifest}}}","type":"Manifest"}]}"""), view + "0,0,1,1"),
            (Encoded($$$"""{"type":"Annotation","target":[{"type":"SpecificResource","source":{"id":"{{{canvas}}}","type":"Canvas"},"selector":{"type":"FragmentSelector","value":"xywh=pixel:0,0,1500,1000"} } ] }"""), view + "0,0,0.5,0.5"),
        })
        {
            using var answer = await visitor.GetAsync(new Uri($"iiif/view?iiif-content={Uri.EscapeDataString(state)}", UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{(int)answer.StatusCode} {state}");
            Assert.Equal(expected, answer.Headers.Location!.ToString());
        }

        foreach (var (state, status) in new[]
        {
            ("", 400), ("%%%", 400), ("{", 400), ("[]", 400), (Encoded("[[[[[[[[[]]]]]]]]]"), 400), (Encoded("\"\\ud800\""), 400), ("https://example.org/manifest", 404), (manifest + "0", 404),
            (Encoded($$$"""{"id":"{{{manifest}}}/canvas/{{{Guid.CreateVersion7():N}}}","type":"Canvas"}"""), 404), (new string('A', 6_000), 400),
        })
        {
            using var answer = await visitor.GetAsync(new Uri($"iiif/view?iiif-content={Uri.EscapeDataString(state)}", UriKind.Relative));
            Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} {state}");
        }

        static string Encoded(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.EscapeDataString(json))).Replace('+', '-').Replace('/', '_').TrimEnd('=');
    }

    private async Task<(MediaWorld World, StoredImage Image, int Serial)> MadeAsync()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例坡");
        var image = await world.BringAndWaitAsync("slope.png", Picture.Slope(Width, Height).Encode("pngsave"), serial);
        Assert.Equal(ImageState.Ready, image.State);
        return (world, image, serial);
    }

    private static async Task SayAsync(MediaWorld world, string visitors = "", string members = "", string marked = "none", string mark = "")
    {
        var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/serving", "serving");
        using var saved = await form.SendAsync(world.Client, new() { ["VisitorsEdge"] = visitors, ["MembersEdge"] = members, ["Marked"] = marked, ["Mark"] = mark });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    /// <summary>A visitor who comes when what visitors saw before is forgotten.</summary>
    private async Task<HttpClient> LaterAsync()
    {
        await Task.Delay(1100);
        return host.NewClient();
    }

    private async Task<JsonElement> InfoAsync(HttpClient client, string name) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri($"iiif/3/{name}/info.json", UriKind.Relative))).RootElement;

    private static async Task<JsonElement> ProbeAsync(HttpClient client, JsonElement probe, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(probe.GetProperty("id").GetString()!));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "*"), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("AuthProbeResult2", body.GetProperty("type").GetString());
        return body;
    }

    /// <summary>What the token service's page posts; null where it is no such page.</summary>
    private static async Task<JsonElement?> MessageAsync(HttpClient client, string service, string origin)
    {
        using var answer = await client.GetAsync(new Uri($"{service}?messageId=7&origin={Uri.EscapeDataString(origin)}"));
        if (answer.StatusCode == HttpStatusCode.BadRequest)
        {
            return null;
        }

        Assert.Contains($"frame-ancestors {origin}", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(origin, Regex.Match(page, "name=\"to\" content=\"([^\"]*)\"").Groups[1].Value);
        return JsonDocument.Parse(WebUtility.HtmlDecode(Regex.Match(page, "name=\"message\" content=\"([^\"]*)\"").Groups[1].Value)).RootElement;
    }

    private static HttpRequestMessage Page(string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address));
        request.Headers.Accept.ParseAdd("text/html");
        return request;
    }

    private static Uri At(string name, string rest) => new($"iiif/3/{name}/{rest.Replace("^", "%5E", StringComparison.Ordinal)}", UriKind.Relative);

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();
}
