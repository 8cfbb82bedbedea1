using System.Diagnostics;
using System.Security.Cryptography;
using Guanlian.Integration.Catalogue.Import;
using Guanlian.Media.Masters;

namespace Guanlian.Integration.Media.Buckets;

/// <summary>What a store of masters promises, asked of both: the folder, and the bucket across a line.</summary>
public sealed class FolderAndBucketAlike
{
    private const int Large = (20 << 20) + 7;

    public static TheoryData<string> Kinds => ["folder", "bucket"];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_file_is_kept_under_its_hash_and_the_same_file_again_changes_nothing(string kind)
    {
        await using var under = await StoreUnderTest.NewAsync(kind);
        var (bytes, sha) = Make(300_000);
        var taken = await PutAsync(under, bytes);
        Assert.Equal(new StoredMaster(sha, bytes.Length), taken);
        await WholeAsync(under, sha, bytes);
        Assert.Equal([sha], under.Names);

        var before = under.Lying(sha);
        Assert.Equal(taken, await PutAsync(under, bytes));
        Assert.Equal([sha], under.Names);
        Assert.Equal(1, under.Peer?.All.Count(a => a.Method == "PUT") ?? 1);
        Assert.True(under.Peer is null || ReferenceEquals(before, under.Lying(sha)), "what was there has been written again");
        Assert.Empty(under.Arriving);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_is_rotten_or_lost_is_named_and_healed_by_the_same_file(string kind)
    {
        await using var under = await StoreUnderTest.NewAsync(kind);
        var (bytes, sha) = Make(5000);
        Assert.Equal(MasterState.Missing, await under.Store.CheckAsync(sha, default));
        Assert.Null(await under.Store.AtHandAsync(sha, default));
        Assert.Null(await under.Store.OpenAsync(sha, default));

        await PutAsync(under, bytes);
        foreach (var wrong in new[] { [.. bytes[..^1], (byte)(bytes[^1] ^ 1)], bytes[..1200], [] })
        {
            under.Spoil(sha, wrong);
            Assert.Equal(MasterState.Rotten, await under.Store.CheckAsync(sha, default));
            await PutAsync(under, bytes);
            await WholeAsync(under, sha, bytes);
        }

        under.Lose(sha);
        Assert.Equal(MasterState.Missing, await under.Store.CheckAsync(sha, default));
        await PutAsync(under, bytes);
        Assert.Equal(MasterState.Whole, await under.Store.CheckAsync(sha, default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_is_at_hand_is_the_file_and_nothing_of_it_is_left_beside_the_store(string kind)
    {
        await using var under = await StoreUnderTest.NewAsync(kind);
        var (bytes, sha) = Make(2_000_000);
        await PutAsync(under, bytes);
        string path;
        using (var one = (await under.Store.AtHandAsync(sha, default))!)
        {
            using (var another = (await under.Store.AtHandAsync(sha, default))!)
            {
                Assert.Equal(bytes, await File.ReadAllBytesAsync(another.Path));
            }

            path = one.Path;
            Assert.Equal(bytes, await File.ReadAllBytesAsync(path)); // another's end has not taken it away
        }

        Assert.Equal(kind == "folder", File.Exists(path));
        Assert.Empty(under.Arriving);
        await WholeAsync(under, sha, bytes);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Twenty_megabytes_go_in_and_come_out_and_any_stretch_is_a_stretch_of_the_whole(string kind)
    {
        await using var under = await StoreUnderTest.NewAsync(kind);
        var (bytes, sha) = Make(Large);
        Assert.Equal(new StoredMaster(sha, Large), await PutAsync(under, bytes));
        Assert.Equal(MasterState.Whole, await under.Store.CheckAsync(sha, default));
        using (var here = await under.Store.AtHandAsync(sha, default))
        {
            var copy = await File.ReadAllBytesAsync(here!.Path);
            Assert.True(copy.Length == Large && Same(copy, bytes));
        }

        if (under.Peer is { } peer)
        {
            Assert.Equal(2, peer.All.Count(a => a.Method == "PUT" && a.Target.Contains("partNumber=", StringComparison.Ordinal)));
            Assert.Empty(peer.Uploads);
        }

        await using var content = (await under.Store.OpenAsync(sha, default))!;
        Assert.Equal(Large, content.Length);
        foreach (var (from, length) in new[] { (0, 10), (Large - 5, 5), (600_000, 3_000_000), (600_000 + 3_000_000, 9), (17, 1), (16 << 20, 4096) })
        {
            var stretch = new byte[length];
            content.Position = from;
            await content.ReadExactlyAsync(stretch);
            Assert.True(Same(stretch, bytes, from), $"{from}+{length}");
        }

        content.Position = Large;
        Assert.Equal(0, await content.ReadAsync(new byte[10]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_sender_who_breaks_off_leaves_nothing(string kind)
    {
        await using var under = await StoreUnderTest.NewAsync(kind);
        await Assert.ThrowsAsync<IOException>(() => under.Store.PutAsync(new BrokenOff(Make(700_000).Bytes), default));
        Assert.Empty(under.Names);
        Assert.Empty(under.Arriving);
    }

    [MayMountFact]
    public async Task A_full_disk_is_named_and_leaves_nothing()
    {
        foreach (var kind in new[] { "folder", "bucket" })
        {
            await using var under = await StoreUnderTest.NewAsync(kind);
            Run("mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", under.Files);
            try
            {
                var (bytes, sha) = Make(4_000_000);
                await PutAsync(under, bytes);
                Run("mount", "-o", kind == "folder" ? "remount,size=5m" : "remount,size=2m", under.Files);
                var full = await Assert.ThrowsAsync<IOException>(() => PutAsync(under, Make(4_000_001).Bytes));
                Assert.Equal("media.store.full", StoreTrouble.Of(full));
                Assert.Equal([sha], under.Names);
                Assert.Empty(under.Arriving);

                // What is there can be read; a copy of it finds no room either.
                Assert.Equal(MasterState.Whole, await under.Store.CheckAsync(sha, default));
                if (kind == "bucket")
                {
                    Assert.Equal("media.store.full", StoreTrouble.Of(await Assert.ThrowsAsync<IOException>(() => under.Store.AtHandAsync(sha, default))));
                    Assert.Empty(under.Arriving);
                }
            }
            finally
            {
                Run("umount", "-l", under.Files);
            }
        }
    }

    internal static (byte[] Bytes, string Sha256) Make(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static async Task WholeAsync(StoreUnderTest under, string sha256, byte[] bytes)
    {
        Assert.Equal(bytes, under.Lying(sha256));
        Assert.Equal(MasterState.Whole, await under.Store.CheckAsync(sha256, default));
    }

    /// <summary>Whether a stretch is what lies there in the whole; without a million numbers in the message.</summary>
    internal static bool Same(byte[] stretch, byte[] whole, int from = 0) => from + stretch.Length <= whole.Length && whole.AsSpan(from, stretch.Length).SequenceEqual(stretch);

    internal static async Task<StoredMaster> PutAsync(StoreUnderTest under, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        return await under.Store.PutAsync(content, default);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {fault}");
    }

    /// <summary>Half of a file, then a cut line.</summary>
    private sealed class BrokenOff(byte[] half) : MemoryStream(half)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var got ? got : throw new IOException("the sender's line is cut");
    }
}
