using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Media.Iiif;
using Guanlian.Platform.Access;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Media;

/// <summary>A museum's name over its pictures: at every size, at no great cost, and made once for all who ask.</summary>
public sealed class MarkedPictures(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const string Short = "示例水印", Long = "示例省示例市示例县示例博物馆版权所有未经许可不得转载使用敬请联系本馆办公室";

    [Theory]
    [InlineData(3000, 2000, Short)]
    [InlineData(3000, 2000, Long)]
    [InlineData(12_000, 2400, Short)]
    [InlineData(12_000, 2400, Long)]
    [InlineData(12_000, 300, Short)] // a scroll
    [InlineData(450, 6000, Long)] // and a hanging one
    public async Task A_mark_can_be_seen_at_every_size_but_that_of_lists(int width, int height, string mark)
    {
        var (_, name) = await MadeAsync(width, height, mark);
        using var visitor = host.NewClient();
        var longest = Math.Max(width, height);
        foreach (var edge in new[] { 401, 600, 800, 1340, 1600, 2400 })
        {
            Assert.True(await MarkedAsync(visitor, $"{name}/full/!{edge},{edge}") > 0.002, $"{edge} of {longest}");
            Assert.True(await HeightAsync(visitor, $"{name}/full/!{edge},{edge}") >= 6, $"letters of {edge} of {longest}");
        }

        Assert.True(await MarkedAsync(visitor, $"{name}/full/!400,400") < 0.001);
    }

    [Fact]
    public async Task Tiles_put_together_carry_the_mark_as_the_whole_does_at_every_level()
    {
        var (_, name) = await MadeAsync(5000, 3000, Short);
        using var visitor = host.NewClient();
        foreach (var scale in new[] { 2, 4, 8 })
        {
            var (wide, high) = (5000 / scale, 3000 / scale);
            var whole = await ReadAsync(visitor, $"{name}/full/{wide},{high}");
            var far = 0;
            for (var row = 0; row * 256 < high; row++)
            {
                for (var column = 0; column * 256 < wide; column++)
                {
                    var (w, h) = (Math.Min(256, wide - (column * 256)), Math.Min(256, high - (row * 256)));
                    var tile = await ReadAsync(visitor, $"{name}/{column * 256 * scale},{row * 256 * scale},{w * scale},{h * scale}/{w},{h}");
                    for (var i = 0; i < 64; i++)
                    {
                        var (x, y) = (i * 37 % w, i * 53 % h);
                        far += Math.Abs(tile[x, y][2] - whole[(column * 256) + x, (row * 256) + y][2]) > 4 ? 1 : 0;
                    }
                }
            }

            Assert.True(far == 0, $"{far} points differ at 1/{scale}");
        }
    }

    /// <summary>Whatever a stranger asks to be enlarged is answered, with the mark over it, and in bounded memory.</summary>
    [Theory]
    [InlineData("0,0,16,16/^1024,1024")]
    [InlineData("100,100,400,400/^4000,4000")]
    [InlineData("0,0,3000,1/^3000,1500")]
    [InlineData("0,0,1,2000/^1500,2000")]
    public async Task An_enlarged_part_is_marked_too(string view)
    {
        var (_, name) = await MadeAsync(3000, 2000, Short);
        using var visitor = host.NewClient();
        Assert.True(await MarkedAsync(visitor, $"{name}/{view}") > 0.005, view);
        using var most = await visitor.GetAsync(At($"{name}/0,0,1,1/^4000,4000/0/default.jpg"));
        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
    }

    [Fact]
    public async Task A_marked_or_smaller_picture_is_made_once_for_all_who_ask()
    {
        var (world, name) = await MadeAsync(3000, 2000, Short);
        var made = host.Services.GetRequiredService<MadePictures>();
        using var visitor = host.NewClient();
        foreach (var address in new[] { $"iiif/3/{name}/0,0,512,512/256,256/0/default.jpg", $"pictures/{name}/800" })
        {
            var before = made.Count;
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => visitor.GetByteArrayAsync(new Uri(address, UriKind.Relative))));
            Assert.All(answers, a => Assert.Equal(answers[0], a));
            Assert.Equal(answers[0], await visitor.GetByteArrayAsync(new Uri(address, UriKind.Relative)));
            Assert.Equal(1, made.Count - before);
        }

        // Another mark is another picture; whoever is shown all has it made without, and it is not remembered.
        var (first, count) = (await visitor.GetByteArrayAsync(At($"{name}/0,0,512,512/256,256/0/default.jpg")), made.Count);
        await SayAsync(world, "示例另一水印", "1600");
        await Task.Delay(1100); // what visitors see is remembered for a second
        Assert.NotEqual(first, await visitor.GetByteArrayAsync(At($"{name}/0,0,512,512/256,256/0/default.jpg")));
        Assert.NotEmpty(await world.Client.GetByteArrayAsync(At($"{name}.keepers/0,0,512,512/200,200/0/default.jpg")));
        Assert.Equal(1, made.Count - count);

        // The largest that is given of a limited image is no stored size.
        await SayAsync(world, "", "1600");
        await Task.Delay(1100);
        count = made.Count;
        Assert.Equal((await visitor.GetByteArrayAsync(At($"{name}/full/max/0/default.jpg"))).Length, (await visitor.GetByteArrayAsync(At($"{name}/full/max/0/default.jpg"))).Length);
        Assert.Equal(1, made.Count - count);
    }

    [Fact]
    public async Task Whoever_is_signed_in_costs_no_more_at_the_plain_address_than_a_visitor_and_sees_the_same()
    {
        var (_, name) = await MadeAsync(3000, 2000, Short);
        using var visitor = host.NewClient();
        using var member = await host.SignInAsAsync(Roles.Staff);
        var (asked, database) = (new ConcurrentBag<string>(), new NpgsqlConnectionStringBuilder(host.ConnectionString).Database!);
        using var listening = new ActivityListener { ShouldListenTo = s => s.Name == "Npgsql", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        listening.ActivityStopped = activity =>
        {
            var said = string.Join('\n', activity.TagObjects.Select(t => t.Value));
            if (said.Contains(database, StringComparison.Ordinal) && said.Contains("media.serving", StringComparison.Ordinal))
            {
                asked.Add(said);
            }
        };
        ActivitySource.AddActivityListener(listening);
        const int Tiles = 60;
        for (var i = 0; i < Tiles; i++)
        {
            using var tile = await member.GetAsync(At($"{name}/{i * 32},0,256,256/256,256/0/default.jpg"));
            using var theirs = await visitor.GetAsync(At($"{name}/{i * 32},0,256,256/256,256/0/default.jpg"));
            Assert.Equal((HttpStatusCode.OK, theirs.Headers.ETag!.Tag), (tile.StatusCode, tile.Headers.ETag!.Tag));
            Assert.Equal(await theirs.Content.ReadAsByteArrayAsync(), await tile.Content.ReadAsByteArrayAsync());
        }

        Assert.InRange(asked.Count, 1, Tiles - 1); // each tile asked once and more before
    }

    private async Task<(MediaWorld World, string Name)> MadeAsync(int width, int height, string mark)
    {
        var world = await MediaWorld.NewAsync(host);
        var image = await world.BringAndWaitAsync("slope.png", Picture.Slope(width, height).Encode("pngsave"), await world.ObjectAsync("总1", "示例坡"));
        Assert.Equal(ImageState.Ready, image.State);
        await SayAsync(world, mark, "");
        return (world, image.Id.ToString("N"));
    }

    private static async Task SayAsync(MediaWorld world, string mark, string edge)
    {
        var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/serving", "serving");
        using var saved = await form.SendAsync(world.Client, new() { ["VisitorsEdge"] = edge, ["MembersEdge"] = "", ["Marked"] = mark.Length > 0 ? "visitors" : "none", ["Mark"] = mark });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    private static Uri At(string address) => new($"iiif/3/{address.Replace("^", "%5E", StringComparison.Ordinal)}", UriKind.Relative);

    private static async Task<Picture> ReadAsync(HttpClient client, string view) => Picture.Decode(await client.GetByteArrayAsync(At($"{view}/0/default.png")), "png");

    /// <summary>Over how many rows on end something is written: as high as the letters are.</summary>
    private static async Task<int> HeightAsync(HttpClient client, string view)
    {
        var seen = await ReadAsync(client, view);
        var (run, most) = (0, 0);
        for (var y = 0; y < seen.Height; y++)
        {
            run = Enumerable.Range(0, seen.Width).Any(x => Math.Abs(seen[x, y][2] - 96) > 14) ? run + 1 : 0;
            most = Math.Max(most, run);
        }

        return most;
    }

    /// <summary>How much of a picture, whose blue is 96 everywhere, is written over.</summary>
    private static async Task<double> MarkedAsync(HttpClient client, string view)
    {
        var seen = await ReadAsync(client, view);
        var (off, all) = (0, 0);
        for (var y = 0; y < seen.Height; y++)
        {
            for (var x = y % 2; x < seen.Width; x += 2)
            {
                off += Math.Abs(seen[x, y][2] - 96) > 14 ? 1 : 0;
                all++;
            }
        }

        return (double)off / all;
    }
}
