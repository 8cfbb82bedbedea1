using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Guanlian.Catalogue.Access;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Masters;
using Guanlian.Media.Sample;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Tables;

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

    [Fact]
    public async Task A_damaged_or_lost_file_is_told_of_and_healed_by_the_same_file_brought_or_put_back()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总4", "示例铃");
        var bytes = MadeMultimedia.Ogg();
        var id = await SendAsync(world, serial, "a.ogg", bytes, HttpStatusCode.Redirect);
        var sha = await host.ScalarAsync<string>($"select sha256 from media.multimedia where id = '{id}'");
        var (place, page) = (Path.Combine(host.Files, "masters", sha![..2], sha[2..4], sha), $"collections/{world.Code}/multimedia/{id:N}");

        await DamageAsync();
        Assert.Contains("media.due.damaged-multimedia", await DueAsync());
        await SendAsync(world, serial, "again.ogg", bytes, HttpStatusCode.UnprocessableEntity); // the object has it; and it is whole again
        Assert.Equal(("Whole", 1), (await StateAsync(), await host.ScalarAsync<int>($"select count(*)::int from media.multimedia where sha256 = '{sha}' and institution_id = '{world.Museum}'")));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(place));
        Assert.DoesNotContain("media.due.damaged-multimedia", await DueAsync());
        Assert.DoesNotContain("放回原文件", WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri(page, UriKind.Relative))), StringComparison.Ordinal);

        // On its page the very file is put back, and no other; its long texts are not in the way.
        await DamageAsync();
        using (var another = await (await FormOnPage.OpenAsync(world.Client, page, "restore")).SendFileAsync(world.Client, "File", "a.ogg", MadeMultimedia.Webm()))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, another.StatusCode);
            Assert.Equal("Rotten", await StateAsync());
        }

        using (var described = await EditAsync(world, id, new() { ["TranscriptZh"] = new string('声', 90_000) }))
        {
            Assert.Equal(HttpStatusCode.Redirect, described.StatusCode);
        }

        using (var same = await (await FormOnPage.OpenAsync(world.Client, page, "restore")).SendFileAsync(world.Client, "File", "renamed", bytes))
        {
            Assert.Equal(HttpStatusCode.Redirect, same.StatusCode);
        }

        Assert.Equal("Whole", await StateAsync());
        Assert.Equal(bytes, await File.ReadAllBytesAsync(place));
        Assert.Equal(1, await host.ScalarAsync<int>($"select count(*)::int from platform.event where subject_id = '{id}' and action = 'media.master.healed'"));
        using var stranger = await host.SignInAsAsync(Roles.Director);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(stranger, page)).Status);

        async Task DamageAsync()
        {
            File.Delete(place); // written to be read only
            await File.WriteAllBytesAsync(place, [.. bytes[..^1], (byte)~bytes[^1]]);
            await host.ExecuteAsync($"update media.master set state = 'Rotten' where sha256 = '{sha}'");
        }

        async Task<string> StateAsync() => (await host.ScalarAsync<string>($"select state from media.master where sha256 = '{sha}'"))!;

        async Task<IEnumerable<string>> DueAsync() => (await host.AsAsync<IEnumerable<IDueItems>, IReadOnlyList<DueItem>>(world.Keeper, async all =>
            await all.OfType<MastersDue>().Single().ForAsync(await host.WithAsync((IActorSource source) => source.ForAsync(world.Keeper.PersonId, world.Keeper.MandateId, default)), default))).Select(d => d.Key);
    }

    [Fact]
    public async Task The_list_is_filtered_by_its_address_and_taken_away_as_a_workbook()
    {
        var world = await MediaWorld.NewAsync(host);
        var (bell, drum) = (await world.ObjectAsync("总5", "示例编钟"), await world.ObjectAsync("总6", "示例鼓"));
        var sound = await SendAsync(world, bell, "tone.wav", MadeMultimedia.Wav(), HttpStatusCode.Redirect);
        await SendAsync(world, bell, "film.mp4", MadeMultimedia.Mp4(true), HttpStatusCode.Redirect);
        var beat = await SendAsync(world, drum, "beat.mp3", MadeMultimedia.Mp3(30), HttpStatusCode.Redirect);
        using (var shown = await EditAsync(world, sound, new() { ["Shown"] = "object", ["TitleZh"] = "一击 100%", ["TitleEn"] = "One stroke", ["DescriptionZh"] = "敲击一次" }))
        {
            Assert.Equal(HttpStatusCode.Redirect, shown.StatusCode);
        }

        await host.ExecuteAsync($"update media.master set state = 'Missing' where sha256 = (select sha256 from media.multimedia where id = '{beat}')");
        foreach (var (query, names) in new (string, string[])[]
        {
            ("", ["tone.wav", "film.mp4", "beat.mp3"]), ("kind=wav", ["tone.wav"]), ("kind=nothing", ["tone.wav", "film.mp4", "beat.mp3"]), ("shown=object", ["tone.wav"]), ("shown=staff", ["film.mp4", "beat.mp3"]),
            ("damaged=true", ["beat.mp3"]), ("q=beat", ["beat.mp3"]), ("q=STROKE", ["tone.wav"]), ("q=" + Uri.EscapeDataString("100%"), ["tone.wav"]), ("q=" + Uri.EscapeDataString("%"), ["tone.wav"]),
            ("q=" + Uri.EscapeDataString("总-5"), ["tone.wav", "film.mp4"]), ($"object={bell}&kind=mp4", ["film.mp4"]), ("q=none", []),
            ("damaged=perhaps&page=last&kind=%3C&shown=x&q=%20", ["tone.wav", "film.mp4", "beat.mp3"]), ("page=999999999", ["tone.wav", "film.mp4", "beat.mp3"]),
        })
        {
            var page = WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/multimedia?{query}", UriKind.Relative)));
            using var file = new MemoryStream(await world.Client.GetByteArrayAsync(new Uri($"collections/{world.Code}/multimedia.xlsx?{query}", UriKind.Relative)));
            var rows = await RowsAsync(file);
            Assert.Equal(names.Order(), rows.Select(r => r["file"]!).Order());
            foreach (var (name, title) in new[] { ("tone.wav", "一击 100%"), ("film.mp4", "film.mp4"), ("beat.mp3", "beat.mp3") })
            {
                Assert.True(page.Contains($">{title}</a>", StringComparison.Ordinal) == names.Contains(name), $"{name} {query}");
            }

            Assert.All(rows.Where(r => r["file"] == "beat.mp3"), r => Assert.Equal(("总6", "丢失或损坏", "示例鼓"), (r["number"], r["state"], r["object"])));
            if (names.Length == 0)
            {
                Assert.Contains("没有符合条件的文件", page, StringComparison.Ordinal);
            }
        }

        using var stranger = await host.SignInAsAsync(Roles.Director);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(stranger, $"collections/{world.Code}/multimedia.xlsx")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(world.Client, $"collections/{world.Code}/multimedia.xlsx?object=99")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(world.Client, $"collections/{world.Code}/multimedia?object=x")).Status);
    }

    /// <summary>Headers without end are no recording: what is remembered of a file stays small.</summary>
    [Fact]
    public void A_recording_of_nothing_but_empty_chunks_is_broken()
    {
        var made = new List<byte>([.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8]);
        for (var i = 0; i < 25_000; i++)
        {
            made.AddRange([.. "LIST"u8, 0, 0, 0, 0]);
        }

        using var content = new MemoryStream([.. made, .. MadeMultimedia.Wav()[12..]]);
        Assert.Equal("media.multimedia.broken", Guanlian.Media.Multimedia.MultimediaKind.Of(content).Refusal);
        using var few = new MemoryStream([.. made[..8_012], .. MadeMultimedia.Wav()[12..]]);
        Assert.Equal("wav", Guanlian.Media.Multimedia.MultimediaKind.Of(few).Kind);
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

    private static async Task<List<TableRow>> RowsAsync(Stream file)
    {
        var shape = new TableShape(
            new TableColumn("file", Required: true) { OtherNames = ["原文件名"] }, new TableColumn("number") { OtherNames = ["总登记号"] }, new TableColumn("object") { OtherNames = ["藏品"] },
            new TableColumn("state") { OtherNames = ["文件状况"] });
        var opened = await TableReader.OpenAsync(file, shape, default);
        var rows = new List<TableRow>();
        if (opened.Refused)
        {
            return rows; // headings alone
        }

        using var table = opened.Value;
        await table.ReadRowsAsync((row, _) =>
        {
            rows.Add(row);
            return ValueTask.CompletedTask;
        }, default);
        return rows;
    }

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
