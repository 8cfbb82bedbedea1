using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Guanlian.Catalogue.Access;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Sample;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Media;

/// <summary>Models, sounds and films: known by their content, shown once described, served in stretches, without what recorders write.</summary>
public sealed class ModelsSoundAndFilm(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    public static TheoryData<string> Kinds => ["glb", "wav", "mp3", "m4a", "mp4", "ogg", "webm"];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_file_is_kept_as_it_came_and_sent_in_stretches_without_place_and_machine(string kind)
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例钟");
        var bytes = Make(kind);
        var id = await SendAsync(world, serial, "anything.txt", bytes, HttpStatusCode.Redirect);
        var (sha, found) = (await host.ScalarAsync<string>($"select sha256 from media.multimedia where id = '{id}'"), await host.ScalarAsync<string>($"select kind from media.multimedia where id = '{id}'"));
        Assert.Equal(kind, found);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(host.Files, "masters", sha![..2], sha[2..4], sha)));

        // Not described, it is nobody's but the museum's.
        using var visitor = host.NewClient();
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(visitor, $"multimedia/{id:N}/file")).Status);
        var poster = (await world.BringAndWaitAsync("poster.jpg", SamplePictures.Read("plate-01.jpg"), serial)).Id;
        using (var undescribed = await EditAsync(world, id, new() { ["Shown"] = "object", ["PosterId"] = $"{poster}" }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, undescribed.StatusCode);
        }

        using (var described = await EditAsync(world, id, new() { ["Shown"] = "object", ["TitleZh"] = "示例声", ["DescriptionZh"] = "敲击一次", ["TranscriptZh"] = "咚", ["PosterId"] = kind == "glb" ? $"{poster}" : "" }))
        {
            Assert.Equal(HttpStatusCode.Redirect, described.StatusCode);
        }

        var (status, whole, answer) = await GetAsync(visitor, $"multimedia/{id:N}/file");
        Assert.Equal((HttpStatusCode.OK, bytes.Length), (status, whole.Length));
        Assert.Equal("nosniff", answer.GetValues("X-Content-Type-Options").Single());
        var sent = Encoding.Latin1.GetString(whole);
        Assert.DoesNotContain(MadeMultimedia.Serial, sent, StringComparison.Ordinal);
        Assert.DoesNotContain(MadeMultimedia.Place, sent, StringComparison.Ordinal);
        Assert.True(kind is "glb" or "ogg" or "webm" || Encoding.Latin1.GetString(bytes).Contains(MadeMultimedia.Serial, StringComparison.Ordinal));

        // Any stretch is the same stretch of the whole: also one that begins in the middle of what is blank.
        foreach (var (from, to) in new[] { (0, 9), (15, 120), (bytes.Length - 20, bytes.Length - 1), (40, 60) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"multimedia/{id:N}/file", UriKind.Relative));
            request.Headers.Range = new RangeHeaderValue(from, Math.Min(to, bytes.Length - 1));
            using var part = await visitor.SendAsync(request);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(whole[from..(Math.Min(to, bytes.Length - 1) + 1)], await part.Content.ReadAsByteArrayAsync());
        }

        // Shown on the object's page; with the object's visibility, as an image would be.
        var page = await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative));
        Assert.Contains("敲击一次", page, StringComparison.Ordinal);
        Assert.Contains(kind == "glb" ? $"href=\"multimedia/{id:N}\"" : $"src=\"multimedia/{id:N}/file\"", page, StringComparison.Ordinal);
        await host.ExecuteAsync($"update media.multimedia set hidden = true where id = '{id}'");
        Assert.DoesNotContain("敲击一次", await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{serial}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(visitor, $"multimedia/{id:N}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(world.Client, $"multimedia/{id:N}")).Status);
    }

    [Fact]
    public async Task Of_an_object_that_is_not_open_nothing_is_heard_or_seen_and_strangers_bring_nothing()
    {
        var world = await MediaWorld.NewAsync(host);
        var inner = await world.ObjectAsync("总2", "示例内部", Level.Staff);
        var id = await SendAsync(world, inner, "a.wav", MadeMultimedia.Wav(), HttpStatusCode.Redirect);
        using (var shown = await EditAsync(world, id, new() { ["Shown"] = "object", ["TitleZh"] = "示例声", ["DescriptionZh"] = "敲击一次" }))
        {
            Assert.Equal(HttpStatusCode.Redirect, shown.StatusCode);
        }

        using var visitor = host.NewClient();
        using var other = await host.SignInAsAsync(Roles.Director);
        foreach (var address in new[] { $"multimedia/{id:N}", $"multimedia/{id:N}/file" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(visitor, address)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(other, address)).Status);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(world.Client, address)).Status);
        }

        foreach (var address in new[] { $"collections/{world.Code}/multimedia", $"collections/{world.Code}/multimedia?object={inner}", $"collections/{world.Code}/multimedia/{id:N}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(other, address)).Status);
        }

        // The same file once; taken away with a reason it is gone, and may come again.
        await SendAsync(world, inner, "again.wav", MadeMultimedia.Wav(), HttpStatusCode.UnprocessableEntity);
        using (var removed = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/multimedia/{id:N}", "remove")).SendAsync(world.Client, new() { ["Reason"] = "录错了" }))
        {
            Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(world.Client, $"multimedia/{id:N}/file")).Status);
        await SendAsync(world, inner, "again.wav", MadeMultimedia.Wav(), HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task What_is_broken_pretends_or_reaches_out_is_refused_by_reason()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总3", "示例器");
        var glb = MadeMultimedia.Glb();
        var wrong = new (string Name, byte[] Bytes)[]
        {
            ("html.mp3", "<html><script>alert(1)</script>"u8.ToArray()), ("picture.mp4", SamplePictures.Read("plate-01.jpg")), ("text.glb", "glTF is not this"u8.ToArray()),
            ("draco.glb", MadeMultimedia.Glb("KHR_draco_mesh_compression")), ("out.glb", MadeMultimedia.Glb(uri: "https://example.org/x.bin")), ("cut.glb", glb[..^30]), ("long.glb", [.. glb, 0, 0, 0, 0]),
            ("cut.wav", MadeMultimedia.Wav()[..200]), ("cut.mp4", MadeMultimedia.Mp4(true)[..^100]), ("one.mp3", MadeMultimedia.Mp3(1)[..^20]), ("noise.mp3", [0xff, 0xfb, 0x90, 0xc0, .. Enumerable.Repeat((byte)7, 900)]),
            ("heif.mp4", [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8]), ("ogg.ogg", [.. "OggS"u8, .. new byte[80]]), ("mkv.webm", [0x1a, 0x45, 0xdf, 0xa3, 0x42, 0x82, 0x88, .. "matroska"u8, .. new byte[60]]), ("empty.wav", []),
        };
        foreach (var (name, bytes) in wrong)
        {
            await SendAsync(world, serial, name, bytes, HttpStatusCode.UnprocessableEntity);
        }

        // Every truncation and many a changed byte end in an answer, never in a fault.
        var dice = new Random(7);
        foreach (var made in new[] { glb, MadeMultimedia.Wav(), MadeMultimedia.Mp3(), MadeMultimedia.Mp4(true), MadeMultimedia.Ogg(), MadeMultimedia.Webm() })
        {
            for (var i = 0; i < 400; i++)
            {
                var copy = i % 2 == 0 ? made[..dice.Next(made.Length)] : [.. made];
                for (var n = 0; copy.Length > 0 && n < 3; n++)
                {
                    copy[dice.Next(Math.Min(copy.Length, 400))] = (byte)dice.Next(256);
                }

                using var content = new MemoryStream(copy);
                var found = Guanlian.Media.Multimedia.MultimediaKind.Of(content);
                Assert.True(found.Kind is null != (found.Refusal is null));
            }
        }

        Assert.Equal(0, await host.ScalarAsync<int>("select count(*)::int from media.multimedia where object_id = '" + await host.ScalarAsync<Guid>($"select id from catalogue.object where institution_id = '{world.Museum}' and serial = {serial}") + "'"));
    }

    private static byte[] Make(string kind) => kind switch
    {
        "glb" => MadeMultimedia.Glb(),
        "wav" => MadeMultimedia.Wav(),
        "mp3" => MadeMultimedia.Mp3(),
        "m4a" => MadeMultimedia.Mp4(false),
        "mp4" => MadeMultimedia.Mp4(true),
        "ogg" => MadeMultimedia.Ogg(),
        _ => MadeMultimedia.Webm(),
    };

    private async Task<Guid> SendAsync(MediaWorld world, int serial, string name, byte[] bytes, HttpStatusCode expected)
    {
        using var answer = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/multimedia?object={serial}", "multimedia")).SendFileAsync(world.Client, "File", name, bytes);
        Assert.True(expected == answer.StatusCode, $"{name}: {answer.StatusCode}");
        return expected == HttpStatusCode.Redirect ? Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]) : default;
    }

    private static async Task<HttpResponseMessage> EditAsync(MediaWorld world, Guid id, Dictionary<string, string> fields) =>
        await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/multimedia/{id:N}", "multimedia")).SendAsync(world.Client, fields);

    private static async Task<(HttpStatusCode Status, byte[] Body, HttpResponseHeaders Headers)> GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer.Headers);
    }
}
