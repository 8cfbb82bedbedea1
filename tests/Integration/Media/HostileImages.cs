using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Media.Masters;
using Guanlian.Media.Working;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Integration.Media;

/// <summary>Files that are broken, pretend, or mean harm: refused with a reason, and the program goes on as if nothing had been.</summary>
public sealed class HostileImages(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly string[] Kinds = ["jpeg", "png", "tiff", "webp", "jp2k"];

    [Fact]
    public async Task More_than_a_hundred_hostile_files_are_refused_by_reason_and_a_good_one_is_taken_afterwards()
    {
        var world = await MediaWorld.NewAsync(host);
        var files = Hostile().Concat(HostileTricks.All()).ToList();
        Assert.True(files.Count >= 100, $"only {files.Count}");
        var wrong = new List<string>();
        foreach (var (name, bytes, may) in files)
        {
            var got = await world.BringAsync(name, bytes);
            if (got.Refused)
            {
                if (!got.Refusal.Code.StartsWith("media.file.", StringComparison.Ordinal))
                {
                    wrong.Add($"{name}: {got.Refusal.Code}");
                }

                continue;
            }

            await world.WaitAsync(got.Value.ImageId);
            var image = await world.ImageAsync(got.Value.ImageId);
            if (image.State != ImageState.Refused && !may)
            {
                wrong.Add($"{name}: taken as {image.Width} × {image.Height}");
            }
            else if (image.State == ImageState.Refused && image.Refusal?.StartsWith("media.file.", StringComparison.Ordinal) != true)
            {
                wrong.Add($"{name}: {image.Refusal}");
            }
            else if (image.State == ImageState.Ready)
            {
                // Taken, it is served as a picture and nothing else of the file goes out.
                using var shown = await world.Client.GetAsync(new Uri($"iiif/3/{image.Id:N}/full/max/0/default.jpg", UriKind.Relative));
                Assert.Equal("image/jpeg", shown.Content.Headers.ContentType!.MediaType);
                Assert.DoesNotContain("script", Encoding.Latin1.GetString(await shown.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(ImageState.Ready, (await world.BringAndWaitAsync("good.png", Picture.Slope(40, 30).Encode("pngsave"))).State);
        Assert.Equal(0, await host.ScalarAsync<int>("select count(*)::int from platform.job where state = 'Failed'"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(host.Files, "masters", "arriving")));
    }

    [Fact]
    public async Task Bit_rot_and_a_lost_master_are_found_told_and_healed_by_the_same_file()
    {
        var world = await MediaWorld.NewAsync(host);
        var (first, second) = (Picture.Slope(64, 64).Encode("pngsave"), Picture.Slope(65, 64).Encode("pngsave"));
        var rotten = await world.BringAndWaitAsync("a.png", first);
        var lost = await world.BringAndWaitAsync("b.png", second);
        var place = PathOf(rotten);
        var bytes = await File.ReadAllBytesAsync(place);
        bytes[40] ^= 1;
        File.Delete(place); // masters are written to be read only
        await File.WriteAllBytesAsync(place, bytes);
        File.Delete(PathOf(lost));
        host.Clock.Now = host.Clock.Now.AddDays(31);
        await host.WithAsync<IEnumerable<Guanlian.Platform.Jobs.IRegularWork>, int>(async all =>
        {
            await all.OfType<CheckMasters>().Single().RunAsync(default);
            return 0;
        });
        Assert.Equal(["Missing", "Rotten"], await StatesAsync(lost, rotten));
        var due = await host.AsAsync<IEnumerable<IDueItems>, IReadOnlyList<DueItem>>(world.Keeper, async all =>
        {
            var actor = await host.WithAsync((IActorSource source) => source.ForAsync(world.Keeper.PersonId, world.Keeper.MandateId, default));
            return await all.OfType<MastersDue>().Single().ForAsync(actor, default);
        });
        Assert.Equal(("media.due.damaged", $"collections/{world.Code}/images?show=damaged"), (due[0].Key, due[0].Href));

        // The keeper sees it on the image's page and puts back the very file; no other is taken.
        var page = $"collections/{world.Code}/images/{rotten.Id:N}";
        using var keeper = host.ClientFor(await host.PersonAsAsync(Roles.Staff, world.Museum)); // a month later everybody signs in anew
        using (var another = await (await FormOnPage.OpenAsync(keeper, page, "restore")).SendFileAsync(keeper, "File", "a.png", second))
        {
            Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, another.StatusCode);
        }

        Assert.Equal(["Missing", "Rotten"], await StatesAsync(lost, rotten));
        Assert.False(File.Exists(PathOf(lost)));
        using (var same = await (await FormOnPage.OpenAsync(keeper, page, "restore")).SendFileAsync(keeper, "File", "renamed.png", first))
        {
            Assert.Equal(System.Net.HttpStatusCode.Redirect, same.StatusCode);
        }

        Assert.Equal(["Missing", "Whole"], await StatesAsync(lost, rotten));
        Assert.Equal(1, await host.ScalarAsync<int>($"select count(*)::int from platform.event where subject_id = '{rotten.Id}' and action = 'media.master.healed'"));
        Assert.True((await world.BringAsync("b again.png", second)).Value.Twice);
        Assert.Equal(["Whole", "Whole"], await StatesAsync(lost, rotten));
        Assert.Equal(first, await File.ReadAllBytesAsync(place));
    }

    [Fact]
    public async Task A_worker_that_is_killed_takes_at_most_its_own_file_with_it()
    {
        var workers = await host.WithAsync((ImageWorkers w) => Task.FromResult(w));
        using var folder = new TemporaryFolder();
        var (good, large) = (Path.Combine(folder.Path, "good"), Path.Combine(folder.Path, "large"));
        await File.WriteAllBytesAsync(good, Picture.Slope(40, 30).Encode("pngsave"));
        await File.WriteAllBytesAsync(large, Picture.Slope(5000, 4000).Encode("pngsave"));
        Assert.Equal((40, 30), await SizeAsync(workers, good));
        Assert.True(KillWorkers() > 0);
        Assert.Equal((40, 30), await SizeAsync(workers, good));

        // In the middle of its work: the file is refused or done by a fresh worker, and nobody else notices.
        KillWorkers();
        var cutting = workers.DoAsync(new(large, "png", Path.Combine(folder.Path, "large.part")), default);
        while (KillWorkers(folder.Path) == 0 && !cutting.IsCompleted)
        {
            await Task.Delay(20);
        }

        Assert.Equal("media.file.too-heavy", (await cutting).Refused);
        Assert.Equal((40, 30), await SizeAsync(workers, good));

        // A pack cannot be written where there is no folder: the worker answers, it does not die.
        Assert.NotNull((await workers.DoAsync(new(good, "png", Path.Combine(folder.Path, "none", "x.part")), default)).Refused);
    }

    /// <summary>Kills the worker processes of this program as the kernel does.</summary>
    private static int KillWorkers(string? holding = null)
    {
        var killed = 0;
        foreach (var entry in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _)))
        {
            try
            {
                var status = File.ReadAllText($"/proc/{entry}/stat");
                var parent = status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
                if (parent == $"{Environment.ProcessId}" && File.ReadAllText($"/proc/{entry}/cmdline").Contains(ImageWorker.Command, StringComparison.Ordinal)
                    && (holding is null || Directory.EnumerateFiles($"/proc/{entry}/fd").Any(f => new FileInfo(f).LinkTarget?.StartsWith(holding, StringComparison.Ordinal) == true)))
                {
                    Process.GetProcessById(int.Parse(entry!, CultureInfo.InvariantCulture)).Kill();
                    killed++;
                }
            }
            catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }

        return killed;
    }

    private static async Task<(int, int)> SizeAsync(ImageWorkers workers, string file)
    {
        var done = await workers.DoAsync(new(file, "png", null), default);
        return (done.Width, done.Height);
    }

    private string PathOf(StoredImage image) => Path.Combine(host.Files, "masters", image.Sha256[..2], image.Sha256[2..4], image.Sha256);

    private async Task<List<string>> StatesAsync(params StoredImage[] images)
    {
        var states = new List<string>();
        foreach (var image in images)
        {
            states.Add((await host.WithAsync((MediaDb db) => db.Masters.AsNoTracking().SingleAsync(m => m.Sha256 == image.Sha256))).State.ToString());
        }

        return states;
    }

    /// <returns>Name, bytes, and whether a lenient decoder may make something of it: then all that counts is that nothing breaks.</returns>
    private static IEnumerable<(string Name, byte[] Bytes, bool May)> Hostile()
    {
        yield return ("empty.jpg", [], false);
        foreach (var (name, text) in new[]
        {
            ("script.jpg", "<script>alert(1)</script>"), ("page.png", "<!DOCTYPE html><html></html>"), ("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>"),
            ("postscript.jpg", "%!PS-Adobe-3.0\n(/etc/passwd) (r) file"), ("paper.jpg", "%PDF-1.7\n1 0 obj"), ("magick.mvg", "push graphic-context\nimage over 0,0 0,0 'https://example.org/x'"),
            ("gif.jpg", "GIF89a\u0001\0\u0001\0"), ("bitmap.jpg", "BM\u0036\0\0\0"), ("program.jpg", "\u007fELF\u0002\u0001"), ("shell.jpg", "#!/bin/sh\nrm -rf /"), ("photoshop.jpg", "8BPS\0\u0001"), ("text.txt", "不是照片"),
        })
        {
            yield return (name, Encoding.UTF8.GetBytes(text), false);
        }

        foreach (var kind in Kinds)
        {
            var whole = Picture.Slope(400, 300).Encode(kind + "save");
            foreach (var share in new[] { 0.05, 0.3, 0.6, 0.9 })
            {
                // A JPEG 2000 or TIFF that ends early may still hold all of a smaller picture; anything else must be refused.
                yield return ($"{kind} cut at {share}", whole[..Math.Max(12, (int)(whole.Length * share))], kind is "jp2k" or "webp" or "tiff" && share > 0.05);
            }

            yield return ($"{kind} head only", whole[..16], false);
            for (var seed = 0; seed < 4; seed++)
            {
                yield return ($"{kind} scrambled {seed}", Scrambled(whole, seed), true);
            }
        }

        yield return ("png bomb.png", Png(60_000, 60_000, 8, 2), false); // 3,600 million pixels in a few bytes
        yield return ("png long.png", Png(2_000_000, 1, 8, 2), false);
        yield return ("png of nothing.png", Png(0, 0, 8, 2), false);
        yield return ("png odd depth.png", Png(10, 10, 7, 2), false);
        yield return ("png without pixels.png", Png(30_000, 30_000, 8, 2), false);
        yield return ("jpeg without frame.jpg", [0xff, 0xd8, 0xff, 0xd9], false);
        yield return ("jpeg of 65500.jpg", [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xdc, 0xff, 0xdc, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9], false);
        yield return ("tiff that turns in circles.tif", [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 0], false);
        yield return ("tiff far away.tif", [(byte)'I', (byte)'I', 42, 0, 0xf0, 0xff, 0xff, 0x7f], false);
        yield return ("webp of nothing.webp", [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBP"u8], false);
        yield return ("heif of nothing.heic", [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8], false);
        yield return ("avif of nothing.avif", [0, 0, 0, 20, .. "ftypavif"u8, 0, 0, 0, 0, .. "avif"u8], false);
    }

    private static byte[] Scrambled(byte[] whole, int seed)
    {
        var chance = new Random(seed);
        var bytes = (byte[])whole.Clone();
        for (var i = 0; i < bytes.Length / 50; i++)
        {
            bytes[chance.Next(16, bytes.Length)] = (byte)chance.Next(256);
        }

        return bytes;
    }

    /// <summary>A PNG that promises more than it holds.</summary>
    private static byte[] Png(int width, int height, byte depth, byte colour)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (depth, colour);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(new byte[64_000]);
        }

        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", head), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(body));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
