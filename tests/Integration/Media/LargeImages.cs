using System.Globalization;
using System.Text.Json;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Media.Sample;
using Guanlian.Media.Vips;
using Guanlian.Media.Working;

namespace Guanlian.Integration.Media;

/// <summary>Published photographs, and images as large as they come, in bounded memory.</summary>
public sealed class LargeImages(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const int MostMegabytes = 1024, Tile = 256;

    [FullFilesFact]
    public Task Blake_s_ten_plates_are_one_object_in_their_order() => PlatesAsync(
        [.. Directory.GetFiles(SharedData.Path("image-blake-plates"), "plate-*.jpg").Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))], 10);

    [Fact]
    public Task Three_of_the_plates_are_kept_here_and_do_the_same() =>
        PlatesAsync([.. new[] { "plate-01.jpg", "plate-02.jpg", "plate-03.jpg" }.Select(n => (n, SamplePictures.Read(n)))], 3);

    [FullFilesFact]
    public async Task The_photograph_of_64_megapixels_can_be_looked_at_to_its_last_tile()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例大厅");
        var image = await world.BringAndWaitAsync("hall.jpg", await File.ReadAllBytesAsync(SharedData.Path("image-deepzoom/highsmith-01967.jpg")), serial);
        Assert.Equal((ImageState.Ready, 7026, 9221), (image.State, image.Width, image.Height));
        await EveryLevelAsync(world, image);
        Assert.InRange(MostMemory(), 1, MostMegabytes);
    }

    [Fact]
    public Task An_image_of_80_megapixels_is_made_ready_in_bounded_memory() => ReplicatedAsync(5);

    /// <summary>About a minute of processor time: where GUANLIAN_GIGAPIXEL is set.</summary>
    [GigapixelFact, Trait("Requirement", "W11")]
    public Task An_image_of_a_thousand_million_pixels_is_made_ready_in_bounded_memory() => ReplicatedAsync(18);

    private async Task PlatesAsync((string Name, byte[] Bytes)[] plates, int count)
    {
        Assert.Equal(count, plates.Length);
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例画册");
        var upload = Guid.CreateVersion7();
        var ids = new List<Guid>();
        foreach (var (name, bytes) in plates)
        {
            ids.Add((await world.BringAsync(name, bytes, serial, upload)).Value.ImageId);
        }

        await host.UntilAsync($"select (count(*) = {count})::int from media.image where institution_id = '{world.Museum}' and state = 'Ready'");
        using var visitor = host.NewClient();
        var manifest = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/manifest/{world.Code}/{serial}", UriKind.Relative))).RootElement;
        Assert.Equal([], PresentationRules.Faults(manifest));
        var canvases = manifest.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(ids.Select(i => i.ToString("N")), canvases.Select(c => c.GetProperty("id").GetString()!.Split('/')[^1]));
        foreach (var canvas in canvases)
        {
            var body = canvas.GetProperty("items")[0].GetProperty("items")[0].GetProperty("body");
            var picture = Picture.Decode(await visitor.GetByteArrayAsync(new Uri(body.GetProperty("id").GetString()!)), "jpeg");
            Assert.Equal((canvas.GetProperty("width").GetInt32(), canvas.GetProperty("height").GetInt32()), (picture.Width, picture.Height));
        }
    }

    /// <summary>The kept photograph of 3.2 megapixels, side by side and below each other: a made image.</summary>
    private async Task ReplicatedAsync(int times)
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例大厅");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "large.tif");
        Replicate(file, times);
        var image = await world.BringAndWaitAsync("large.tif", await File.ReadAllBytesAsync(file), serial);
        Assert.Equal((ImageState.Ready, 1561 * times, 2048 * times), (image.State, image.Width, image.Height));
        await EveryLevelAsync(world, image);
        Assert.InRange(MostMemory(), 1, MostMegabytes);
    }

    private static void Replicate(string file, int times)
    {
        VipsLibrary.Need();
        using var large = VipsImage.FromJpeg(SamplePictures.Read("great-hall.jpg")).Then("replicate", c => c.Set("across", times).Set("down", times));
        using var save = new VipsCall("tiffsave");
        save.Set("in", large).Set("filename", file).Set("tile", "true").Set("compression", "jpeg").Set("Q", 60).Set("bigtiff", "true").Run();
    }

    /// <summary>Corners and middle of each level.</summary>
    private static async Task EveryLevelAsync(MediaWorld world, StoredImage image)
    {
        for (var scale = 1; ; scale *= 2)
        {
            var step = Tile * scale;
            foreach (var (x, y) in new[] { (0, 0), ((image.Width - 1) / step * step, (image.Height - 1) / step * step), (image.Width / 2 / step * step, image.Height / 2 / step * step) }.Distinct())
            {
                var (w, h) = (Math.Min(step, image.Width - x), Math.Min(step, image.Height - y));
                var address = string.Create(CultureInfo.InvariantCulture, $"iiif/3/{image.Id:N}/{x},{y},{w},{h}/{(w + scale - 1) / scale},{(h + scale - 1) / scale}/0/default.jpg");
                var tile = Picture.Decode(await world.Client.GetByteArrayAsync(new Uri(address, UriKind.Relative)), "jpeg");
                Assert.Equal(((w + scale - 1) / scale, (h + scale - 1) / scale), (tile.Width, tile.Height));
            }

            if (step >= image.Width && step >= image.Height)
            {
                return;
            }
        }
    }

    /// <summary>The most memory that a worker of this program has had, in MB, as the kernel counts it.</summary>
    private static long MostMemory()
    {
        var most = 0L;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(process, "stat"));
                if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{Environment.ProcessId}" && File.ReadAllText(Path.Combine(process, "cmdline")).Contains(ImageWorker.Command, StringComparison.Ordinal))
                {
                    var line = File.ReadAllLines(Path.Combine(process, "status")).First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
                    most = Math.Max(most, long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);
                }
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }

        return most;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class GigapixelFactAttribute : FactAttribute
    {
        public GigapixelFactAttribute() => Skip = Environment.GetEnvironmentVariable("GUANLIAN_GIGAPIXEL") is null ? "takes about a minute of processor time: set GUANLIAN_GIGAPIXEL" : null;
    }
}
