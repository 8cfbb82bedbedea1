using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Integration.Launcher;
using Guanlian.Media.Data;
using Guanlian.Media.Tiles;
using Guanlian.Platform.Commands;
using Npgsql;

namespace Guanlian.Integration.Media;

/// <summary>The program is killed (kill -9) in the middle of receiving and in the middle of making tiles; the next one goes on, and nothing stands half.</summary>
public sealed class KilledIngest
{
    [Fact]
    public async Task A_server_killed_in_the_middle_of_a_part_has_kept_what_came_and_the_next_one_goes_on_there()
    {
        var host = new GuanlianHost();
        await host.InitializeAsync();
        using var data = new TemporaryFolder();
        try
        {
            host.Clock.Now = TimeProvider.System.GetUtcNow(); // the other program lives in real time
            var world = await MediaWorld.NewAsync(host);
            Directory.CreateSymbolicLink(Path.Combine(data.Path, "files"), host.Files);
            var bytes = Picture.Slope(3000, 2000).Encode("pngsave", c => c.Set("compression", 0));
            var query = $"collections/{world.Code}/images/upload?upload={Guid.CreateVersion7()}&name=large.png&size={bytes.Length}&changed=1";
            await using (var program = LaunchedProgram.Start(["serve", "--empty", "--data", data.Path, "--urls", "http://127.0.0.1:0"], host.ConnectionString))
            {
                var address = await program.AddressAsync();
                var cookies = new CookieContainer();
                cookies.Add(new Cookie(world.Keeper.CookieName, world.Keeper.CookieValue, "/", address.Host));
                using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies }) { BaseAddress = address };
                var token = await TokenAsync(client, world.Code);
                using var half = new HalfSent(bytes.AsMemory(0, 1 << 20), of: 8 << 20);
                using var part = new HttpRequestMessage(HttpMethod.Put, new Uri(query + "&at=0", UriKind.Relative)) { Content = half };
                part.Headers.Add("RequestVerificationToken", token);
                var dying = client.SendAsync(part);
                while (Incoming(host).Sum(f => f.Length) < 1 << 20)
                {
                    Assert.False(dying.IsCompleted, program.Said);
                    await Task.Delay(20);
                }

                await program.SignalAsync("KILL");
                half.Release();
                await Assert.ThrowsAnyAsync<HttpRequestException>(() => dying);
            }

            Assert.Equal((0, 0), (await host.ScalarAsync<int>("select count(*)::int from media.image"), await host.ScalarAsync<int>("select count(*)::int from media.master")));
            Assert.Empty(Masters(host));

            var mine = await TokenAsync(world.Client, world.Code);
            var got = (await AskAsync(world.Client, HttpMethod.Post, query, mine, null)).GetProperty("got").GetInt64();
            Assert.Equal(1 << 20, got);
            JsonElement said = default;
            while (got < bytes.Length)
            {
                said = await AskAsync(world.Client, HttpMethod.Put, $"{query}&at={got}", mine, bytes[(int)got..(int)Math.Min(bytes.Length, got + (8 << 20))]);
                got = said.GetProperty("got").GetInt64();
            }

            var id = said.GetProperty("image").GetGuid();
            await world.WaitAsync(id);
            var image = await world.ImageAsync(id);
            Assert.Equal((ImageState.Ready, Convert.ToHexStringLower(SHA256.HashData(bytes))), (image.State, image.Sha256));
            Assert.Equal([image.Sha256], Masters(host).Select(f => f.Name));
            Assert.Empty(Incoming(host));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_program_killed_while_it_makes_tiles_leaves_no_pack_and_the_next_one_makes_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new TemporaryFolder();
        var (data, photographs) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "photographs"));
        Directory.CreateDirectory(photographs);
        await File.WriteAllBytesAsync(Path.Combine(photographs, "large.png"), Picture.Slope(9000, 7000).Encode("pngsave", c => c.Set("compression", 1)));
        var register = Path.Combine(folder.Path, "register.csv");
        await File.WriteAllBytesAsync(register, RegisterSample.Csv);
        var (made, told) = await LaunchedProgram.RunAsync(["import", "register", register, "--edition", "2024", "--apply", "--data", data], database.ConnectionString);
        Assert.True(made == ExitCodes.Ok, told);
        var code = await AskAsync<string>(database, "select code from members.party where kind = 'Museum' order by code limit 1");
        await using (var import = LaunchedProgram.Start(["import", "images", photographs, "--institution", code, "--data", data], database.ConnectionString))
        {
            while (Packs(data, "*.part*").Length == 0)
            {
                Assert.DoesNotContain("received", import.Said, StringComparison.Ordinal);
                await Task.Delay(10);
            }

            await import.SignalAsync("KILL");
            await import.EndAsync();
        }

        Assert.Equal("Waiting", await AskAsync<string>(database, "select state from media.image"));
        Assert.Empty(Packs(data, "*.tiles"));

        // The dead program's lease has run out (waited for in KilledInTheMiddle); whoever finds it makes the tiles from the beginning.
        Assert.Equal(1, await AskAsync<long>(database, "with old as (update platform.job set lease_until = now() - interval '1 second' where state = 'Running' returning 1) select count(*) from old"));
        await using (var next = LaunchedProgram.Start(["serve", "--empty", "--data", data, "--urls", "http://127.0.0.1:0"], database.ConnectionString))
        {
            await next.AddressAsync();
            for (var tries = 0; await AskAsync<string>(database, "select state from media.image") == "Waiting" && tries < 900; tries++)
            {
                await Task.Delay(100);
            }
        }

        Assert.Equal("Ready", await AskAsync<string>(database, "select state from media.image"));
        using (var pack = TilePack.Open(Assert.Single(Packs(data, "*.tiles"))))
        {
            Assert.Equal((9000, 7000), (pack.Grid.Width, pack.Grid.Height));
        }

        Assert.Empty(Packs(data, "*.part*"));

        // All packs are lost; the masters bring them back.
        Directory.Delete(Path.Combine(data, "files", "tiles"), recursive: true);
        var (remade, said) = await LaunchedProgram.RunAsync(["images", "remake", "--missing", "--data", data], database.ConnectionString);
        Assert.True(remade == ExitCodes.Ok, said);
        Assert.Contains("1 made, 0 could not be made", said, StringComparison.Ordinal);
        Assert.Single(Packs(data, "*.tiles"));
        var (idle, nothing) = await LaunchedProgram.RunAsync(["images", "remake", "--missing", "--institution", code, "--data", data], database.ConnectionString);
        Assert.True(idle == ExitCodes.Ok && nothing.Contains("0 made", StringComparison.Ordinal), nothing);
        var (refused, _) = await LaunchedProgram.RunAsync(["images", "remake", "--institution", "no-such", "--data", data], database.ConnectionString);
        Assert.Equal(ExitCodes.Refused, refused);

        // Without its master an image keeps the tiles that it has.
        Directory.Delete(Path.Combine(data, "files", "masters"), recursive: true);
        var (kept, why) = await LaunchedProgram.RunAsync(["images", "remake", "--data", data], database.ConnectionString);
        Assert.True(kept == ExitCodes.CheckFailed, why);
        Assert.Equal("Ready", await AskAsync<string>(database, "select state from media.image"));
        Assert.Single(Packs(data, "*.tiles"));
    }

    [Fact]
    public async Task What_a_killed_program_left_half_written_goes_when_nobody_can_be_writing_it()
    {
        var host = new GuanlianHost();
        await host.InitializeAsync();
        try
        {
            string[] old = ["masters/arriving/a.part", "tiles/00/b.part", "tiles/00/b.part.zip"], kept = ["masters/arriving/new.part", "tiles/00/c-1.tiles", "masters/ab/cd/abcd"];
            foreach (var name in old.Concat(kept))
            {
                var path = Path.Combine(host.Files, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, "x");
                File.SetLastWriteTimeUtc(path, (host.Clock.Now - TimeSpan.FromDays(name.Contains("new", StringComparison.Ordinal) ? 1 : 3)).UtcDateTime);
            }

            await host.WithAsync<IEnumerable<Guanlian.Platform.Jobs.IRegularWork>, int>(async all =>
            {
                await all.OfType<Guanlian.Media.Masters.ClearLeftovers>().Single().RunAsync(default);
                return 0;
            });
            Assert.Equal([false, false, false, true, true, true], old.Concat(kept).Select(n => File.Exists(Path.Combine(host.Files, n))));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static FileInfo[] Incoming(GuanlianHost host) => FilesIn(Path.Combine(host.Files, "incoming"));

    private static FileInfo[] Masters(GuanlianHost host) => FilesIn(Path.Combine(host.Files, "masters"));

    private static FileInfo[] FilesIn(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories) : [];

    private static string[] Packs(string data, string pattern) =>
        Directory.Exists(Path.Combine(data, "files", "tiles")) ? Directory.GetFiles(Path.Combine(data, "files", "tiles"), pattern, SearchOption.AllDirectories) : [];

    private static async Task<string> TokenAsync(HttpClient client, string code) =>
        (await client.GetStringAsync(new Uri($"collections/{code}/images", UriKind.Relative))).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];

    private static async Task<JsonElement> AskAsync(HttpClient client, HttpMethod method, string address, string token, byte[]? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", token);
        using var answer = await client.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, said);
        return JsonDocument.Parse(said).RootElement;
    }

    private static async Task<T> AskAsync<T>(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand(sql, connection);
        return (T)(await ask.ExecuteScalarAsync())!;
    }

    /// <summary>The beginning of a part; the rest does not come.</summary>
    private sealed class HalfSent(ReadOnlyMemory<byte> first, long of) : HttpContent
    {
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => over.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(first);
            await stream.FlushAsync();
            await over.Task;
            throw new IOException("the sender's line is cut");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = of;
            return true;
        }
    }
}
