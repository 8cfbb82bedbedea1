using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Integration.Launcher;
using Guanlian.Media.Data;
using Guanlian.Media.Masters;
using Guanlian.Media.Multimedia;
using Guanlian.Media.Sample;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Integration.Media.Buckets;

/// <summary>The program as an operator set it, with its masters in a bucket: from a photograph that comes in to a tile that goes out, and through an outage.</summary>
public sealed class MastersInABucket : IAsyncLifetime
{
    private BucketPeer peer = null!;
    private GuanlianHost host = null!;

    public async Task InitializeAsync()
    {
        peer = await BucketPeer.StartAsync();
        host = new() { Settings = peer.Settings };
        await host.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task A_photograph_goes_into_the_bucket_its_tiles_are_served_and_an_outage_loses_nothing()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例盘");
        var bytes = SamplePictures.Read("plate-01.jpg");
        var image = await world.BringAndWaitAsync("总1.jpg", bytes, serial);
        Assert.Equal((ImageState.Ready, Convert.ToHexStringLower(SHA256.HashData(bytes))), (image.State, image.Sha256));
        Assert.Equal([BucketPeer.KeyOf(image.Sha256)], peer.Objects.Keys);
        Assert.Equal(bytes, peer.Objects[BucketPeer.KeyOf(image.Sha256)]);
        Assert.Empty(MastersHere());
        using var visitor = host.NewClient();
        await TileAsync(visitor, image);

        // Spoiled in the bucket: the monthly check says so, the same file heals it.
        peer.Objects[BucketPeer.KeyOf(image.Sha256)] = bytes[..^1];
        host.Clock.Advance(TimeSpan.FromDays(31));
        await CheckAsync();
        Assert.Equal("Rotten", await StateAsync(image));
        Assert.True((await world.BringAsync("again.jpg", bytes)).Value.Twice);
        Assert.Equal("Whole", await StateAsync(image));
        Assert.Equal(bytes, peer.Objects[BucketPeer.KeyOf(image.Sha256)]);

        // The bucket goes away: visitors see what they saw, what comes in is refused by name, and nothing is called lost.
        peer.Trouble = http =>
        {
            http.Abort();
            return Task.FromResult(true);
        };
        await TileAsync(visitor, image);
        var refused = await world.BringAsync("another.jpg", SamplePictures.Read("plate-02.jpg"));
        Assert.Equal("media.store.away", refused.Refusal!.Code);
        Assert.Equal("media.store.away", await host.ScalarAsync<string>("select refusal from media.arrival where file_name = 'another.jpg'"));
        host.Clock.Advance(TimeSpan.FromDays(31));
        await Assert.ThrowsAnyAsync<IOException>(CheckAsync);
        Assert.Equal("Whole", await StateAsync(image));
        Assert.Empty(MastersHere());

        // It is back.
        peer.Trouble = null;
        await CheckAsync();
        Assert.Equal("Whole", await StateAsync(image));
        var another = await world.BringAndWaitAsync("another.jpg", SamplePictures.Read("plate-02.jpg"));
        Assert.Equal(ImageState.Ready, another.State);

        // One that cannot be read does not keep the others from being checked.
        await host.ExecuteAsync($"update media.master set checked_at = checked_at - interval '1 day' where sha256 = '{image.Sha256}'");
        peer.Trouble = async http =>
        {
            var broken = http.Request.Path.Value!.EndsWith(image.Sha256, StringComparison.Ordinal);
            await (broken ? BucketPeer.RefuseAsync(http, HttpStatusCode.InternalServerError, "InternalError") : Task.CompletedTask);
            return broken;
        };
        peer.Objects[BucketPeer.KeyOf(another.Sha256)] = bytes;
        host.Clock.Advance(TimeSpan.FromDays(31));
        await Assert.ThrowsAnyAsync<IOException>(CheckAsync);
        Assert.Equal(("Whole", "Rotten"), (await StateAsync(image), await StateAsync(another)));
    }

    [Fact]
    public async Task A_large_file_in_parts_is_not_sent_again_when_only_the_bucket_was_away()
    {
        var world = await MediaWorld.NewAsync(host);
        var bytes = Picture.Slope(900, 700).Encode("pngsave", c => c.Set("compression", 0));
        var token = (await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images", UriKind.Relative))).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        var query = $"collections/{world.Code}/images/upload?upload={Guid.CreateVersion7()}&name=large.png&size={bytes.Length}&changed=1";
        peer.Trouble = async http =>
        {
            await BucketPeer.RefuseAsync(http, HttpStatusCode.Forbidden, "AccessDenied");
            return true;
        };
        var (status, said) = await AskAsync(world, HttpMethod.Put, query + "&at=0", token, bytes);
        Assert.True(status == HttpStatusCode.UnprocessableEntity && said.Contains("media.store.refused", StringComparison.Ordinal), said);
        peer.Trouble = null;
        (status, said) = await AskAsync(world, HttpMethod.Post, query, token, null);
        Assert.True(status == HttpStatusCode.OK && said.Contains($"\"got\":{bytes.Length}", StringComparison.Ordinal), said);
        (status, said) = await AskAsync(world, HttpMethod.Put, $"{query}&at={bytes.Length}", token, []);
        Assert.True(status == HttpStatusCode.OK && said.Contains("\"image\":\"", StringComparison.Ordinal), said);
        Assert.Single(peer.Objects);
    }

    [Fact]
    public async Task A_stretch_of_a_film_is_fetched_and_not_the_film()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总2", "示例钟");
        var rest = FolderAndBucketAlike.Make(20 << 20).Bytes;
        var length = rest.Length + 8;
        byte[] film = [.. MadeMultimedia.Mp4(true), (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. "free"u8, .. rest];
        using var content = new MemoryStream(film);
        var kept = await host.AsAsync<ReceiveMultimedia.Handler, Outcome<Guid>>(world.Keeper, h => h.HandleAsync(new(world.Code, serial, "film.mp4", content), default));
        Assert.False(kept.Refused, kept.Refused ? kept.Refusal.Code : "");
        foreach (var (from, to) in new[] { (0L, 99L), (12_000_000L, 12_000_999L), (film.Length - 50L, film.Length - 1L) })
        {
            peer.All.Clear();
            using var answer = await RangeAsync(world.Client, kept.Value, from, to);
            Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
            Assert.Equal(to - from + 1, (await answer.Content.ReadAsByteArrayAsync()).Length);
            Assert.InRange(peer.All.Sum(a => a.Sent), 1, 2 << 20);
        }

        using (var answer = await RangeAsync(world.Client, kept.Value, 4_000_000, 15_000_000))
        {
            var stretch = await answer.Content.ReadAsByteArrayAsync();
            Assert.True(stretch.Length == 11_000_001 && FolderAndBucketAlike.Same(stretch, film, 4_000_000));
        }

        Assert.Empty(MastersHere());

        // Away, it says so on a page of its own.
        peer.Trouble = http =>
        {
            http.Abort();
            return Task.FromResult(true);
        };
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri($"multimedia/{kept.Value:N}/file", UriKind.Relative));
        asked.Headers.Accept.ParseAdd("text/html");
        asked.Headers.AcceptLanguage.ParseAdd("zh-CN");
        using var away = await world.Client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("原图存储暂时不可用", await away.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        peer.Trouble = null;
        peer.Objects.Clear();
        using var lost = await RangeAsync(world.Client, kept.Value, 0, 9);
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
    }

    [Fact]
    public async Task The_program_reads_its_bucket_from_the_environment_and_refuses_half_of_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new TemporaryFolder();
        var (data, photographs, register) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "photographs"), Path.Combine(folder.Path, "register.csv"));
        Directory.CreateDirectory(photographs);
        var bytes = SamplePictures.Read("plate-01.jpg");
        await File.WriteAllBytesAsync(Path.Combine(photographs, "plate.jpg"), bytes);
        await File.WriteAllBytesAsync(register, RegisterSample.Csv);
        var (made, told) = await LaunchedProgram.RunAsync(["import", "register", register, "--edition", "2024", "--apply", "--data", data], database.ConnectionString, peer.Settings);
        Assert.True(made == ExitCodes.Ok, told);
        await using var connection = new Npgsql.NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var ask = new Npgsql.NpgsqlCommand("select code from members.party where kind = 'Museum' order by code limit 1", connection);
        string[] import = ["import", "images", photographs, "--institution", (string)(await ask.ExecuteScalarAsync())!, "--data", data];

        var (half, why) = await LaunchedProgram.RunAsync(import, database.ConnectionString, new Dictionary<string, string?>(peer.Settings) { ["Masters:Bucket"] = "" });
        Assert.True(half == ExitCodes.Environment && why.Contains("Masters:Bucket", StringComparison.Ordinal) && !why.Contains(BucketPeer.Secret, StringComparison.Ordinal), why);
        Assert.Empty(peer.Objects);

        var (taken, said) = await LaunchedProgram.RunAsync(import, database.ConnectionString, peer.Settings);
        Assert.True(taken == ExitCodes.Ok, said);
        Assert.Equal(bytes, Assert.Single(peer.Objects).Value);
        Assert.Single(Directory.GetFiles(data, "*.tiles", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(Path.Combine(data, "files", "masters"), "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(BucketPeer.Secret, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_refused_stands_in_the_log_from_the_start_and_the_site_is_up_all_the_same()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var data = new TemporaryFolder();
        await using var program = LaunchedProgram.Start(["serve", "--empty", "--data", data.Path, "--urls", "http://127.0.0.1:0"], database.ConnectionString, new Dictionary<string, string?>(peer.Settings) { ["Masters:SecretKey"] = "another+secret" });
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = await program.AddressAsync() };
        Assert.Contains("<html", await client.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        for (var tries = 0; tries < 600 && !program.Said.Contains("refuses us", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100);
        }

        Assert.Contains("SignatureDoesNotMatch", program.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("another+secret", program.Said, StringComparison.Ordinal);
    }

    private string[] MastersHere() => Directory.Exists(Path.Combine(host.Files, "masters")) ? Directory.GetFiles(Path.Combine(host.Files, "masters"), "*", SearchOption.AllDirectories) : [];

    private Task CheckAsync() => host.WithAsync<IEnumerable<IRegularWork>, int>(async all =>
    {
        await all.OfType<CheckMasters>().Single().RunAsync(default);
        return 0;
    });

    private Task<string?> StateAsync(StoredImage image) => host.ScalarAsync<string>($"select state from media.master where sha256 = '{image.Sha256}'");

    private static async Task TileAsync(HttpClient visitor, StoredImage image)
    {
        using var tile = await visitor.GetAsync(new Uri($"iiif/3/{image.Id:N}/0,0,256,256/max/0/default.jpg", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (tile.StatusCode, tile.Content.Headers.ContentType!.MediaType));
        Assert.Equal(256, Picture.Decode(await tile.Content.ReadAsByteArrayAsync(), "jpeg").Width);
    }

    private static async Task<HttpResponseMessage> RangeAsync(HttpClient client, Guid file, long from, long to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"multimedia/{file:N}/file", UriKind.Relative));
        request.Headers.Range = new RangeHeaderValue(from, to);
        return await client.SendAsync(request);
    }

    private static async Task<(HttpStatusCode Status, string Said)> AskAsync(MediaWorld world, HttpMethod method, string address, string token, byte[]? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", token);
        using var answer = await world.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
