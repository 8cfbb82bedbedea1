using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Integration.Catalogue.Import;
using Guanlian.Media.Data;

namespace Guanlian.Integration.Media;

/// <summary>Photographs on a disk that is really full: the program's files lie on a small file system of their own. Needs the right to mount one.</summary>
public sealed class FullStore : IAsyncLifetime
{
    private readonly GuanlianHost host = new();
    private bool mounted;

    public async Task InitializeAsync()
    {
        if (!MayMountFactAttribute.MayMount)
        {
            return;
        }

        await host.InitializeAsync();
        Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", host.Files);
        mounted = true;
    }

    public async Task DisposeAsync()
    {
        if (!mounted)
        {
            return;
        }

        // The program lets go of its packs first.
        await host.WithAsync<Guanlian.Media.Tiles.TileFiles, int>(f =>
        {
            f.Dispose();
            return Task.FromResult(0);
        });
        Run("umount", "-l", host.Files);
        await host.DisposeAsync();
    }

    [MayMountFact]
    public async Task Nothing_half_stays_and_everything_goes_on_once_there_is_room()
    {
        var world = await MediaWorld.NewAsync(host);
        var large = Picture.Slope(1500, 1000).Encode("pngsave", c => c.Set("compression", 0)); // 4.5 MB

        // By the form: named, and nothing of it is left.
        var page = await world.SendFormAsync(("large.png", large));
        Assert.Contains("media.store.full", await host.ScalarAsync<string>("select string_agg(refusal, ',') from media.arrival"), StringComparison.Ordinal);
        Assert.Contains("large.png", await world.Client.GetStringAsync(new Uri(page.TrimStart('/'), UriKind.RelativeOrAbsolute)), StringComparison.Ordinal);
        Assert.Empty(FilesHere());

        // In parts: what found room is kept, the sender is told, and goes on later.
        var token = (await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images", UriKind.Relative))).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        var query = $"collections/{world.Code}/images/upload?upload={Guid.CreateVersion7()}&name=large.png&size={large.Length}&changed=1";
        var (status, said) = await AskAsync(world, HttpMethod.Put, query + "&at=0", token, large);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "media.store.full"), (status, said.GetProperty("code").GetString()));
        Assert.Equal(0, await host.ScalarAsync<int>("select count(*)::int from media.image"));

        Run("mount", "-o", "remount,size=60m", host.Files);
        (status, said) = await AskAsync(world, HttpMethod.Post, query, token, null);
        var got = said.GetProperty("got").GetInt64();
        Assert.True(status == HttpStatusCode.OK && got > 0 && got < large.Length, said.ToString());
        (status, said) = await AskAsync(world, HttpMethod.Put, $"{query}&at={got}", token, large[(int)got..]);
        Assert.True(status == HttpStatusCode.OK, said.ToString());
        await world.WaitAsync(said.GetProperty("image").GetGuid());
        var whole = await world.ImageAsync(said.GetProperty("image").GetGuid());
        Assert.Equal((ImageState.Ready, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(large))), (whole.State, whole.Sha256));

        // Room for a master and not for its tiles.
        var second = Picture.Slope(1400, 1000).Encode("pngsave", c => c.Set("compression", 0));
        var used = FilesHere().Sum(f => (new FileInfo(f).Length + 4095) / 4096 * 4096);
        Run("mount", "-o", $"remount,size={used + second.Length + 24_000}", host.Files);
        var sent = await world.BringAsync("second.png", second);
        Assert.False(sent.Refused, sent.Refused ? sent.Refusal.Code : "");
        await host.UntilAsync("select (count(*) = 2)::int from platform.job where state not in ('Waiting', 'Running')");
        Assert.Null(await host.ScalarAsync<string?>("select string_agg(error, '') from platform.job"));
        var image = await world.ImageAsync(sent.Value.ImageId);
        Assert.Equal((ImageState.Refused, "media.store.full"), (image.State, image.Refusal));
        Assert.DoesNotContain(FilesHere(), f => f.Contains(".part", StringComparison.Ordinal));
        Assert.Single(FilesHere(), f => f.EndsWith(".tiles", StringComparison.Ordinal));

        // With room the keeper has them made.
        Run("mount", "-o", "remount,size=60m", host.Files);
        var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{image.Id:N}", "again");
        using var again = await form.SendAsync(world.Client);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        await host.UntilAsync($"select count(*)::int from media.image where id = '{image.Id}' and state = 'Ready'");
    }

    private string[] FilesHere() => Directory.GetFiles(host.Files, "*", SearchOption.AllDirectories);

    private static async Task<(HttpStatusCode, JsonElement)> AskAsync(MediaWorld world, HttpMethod method, string address, string token, byte[]? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", token);
        using var answer = await world.Client.SendAsync(request);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {fault}");
    }
}
