using System.Net;
using Guanlian.Media.Masters;
using Guanlian.Media.Working;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Integration.Media.Buckets;

/// <summary>A bucket that drops lines, refuses, is full or is none: told by name, and never taken for a loss of what lies in it.</summary>
public sealed class BucketThatFails
{
    [Theory]
    [InlineData(900_000)]
    [InlineData(20 << 20)]
    public async Task A_line_that_is_cut_in_the_middle_of_an_upload_leaves_nothing_and_the_next_try_goes_through(int length)
    {
        await using var under = await StoreUnderTest.NewAsync("bucket");
        var (bytes, sha) = FolderAndBucketAlike.Make(length);
        var cut = 0;
        under.Peer!.Trouble = async http =>
        {
            // In the only part, or in the second.
            if (http.Request.Method != "PUT" || http.Request.Query["partNumber"] == "1")
            {
                return false;
            }

            cut++;
            await BucketPeer.CutAsync(http, 200_000);
            return true;
        };
        var away = await Assert.ThrowsAsync<StoreAwayException>(() => FolderAndBucketAlike.PutAsync(under, bytes));
        Assert.Equal("media.store.away", StoreTrouble.Of(away));
        Assert.True(cut > 1, "it was not tried again");
        Assert.Empty(under.Names);
        Assert.Empty(under.Peer.Uploads);
        Assert.Empty(under.Arriving);

        under.Peer.Trouble = null;
        await FolderAndBucketAlike.PutAsync(under, bytes);
        Assert.Equal(MasterState.Whole, await under.Store.CheckAsync(sha, default));
    }

    [Fact]
    public async Task A_line_that_is_cut_once_while_a_master_is_fetched_is_taken_up_again()
    {
        await using var under = await StoreUnderTest.NewAsync("bucket");
        var (bytes, sha) = FolderAndBucketAlike.Make(6_000_000);
        await FolderAndBucketAlike.PutAsync(under, bytes);
        var cut = 0;
        under.Peer!.Trouble = async http =>
        {
            if (!http.Request.Headers.Range.ToString().StartsWith("bytes=524288-", StringComparison.Ordinal) || Interlocked.Exchange(ref cut, 1) == 1)
            {
                return false;
            }

            // A head and a beginning, and then no more.
            (http.Response.StatusCode, http.Response.ContentLength) = (206, 1 << 20);
            http.Response.Headers.ContentRange = $"bytes 524288-{524288 + (1 << 20) - 1}/6000000";
            await http.Response.Body.WriteAsync(bytes.AsMemory(524288, 50_000));
            await http.Response.Body.FlushAsync();
            http.Abort();
            return true;
        };
        using (var here = await under.Store.AtHandAsync(sha, default))
        {
            Assert.Equal(bytes, await File.ReadAllBytesAsync(here!.Path));
        }

        Assert.Equal(1, cut);
        Assert.Empty(under.Arriving);
    }

    [Fact]
    public async Task What_is_no_longer_the_master_is_not_handed_out()
    {
        await using var under = await StoreUnderTest.NewAsync("bucket");
        var (bytes, sha) = FolderAndBucketAlike.Make(40_000);
        await FolderAndBucketAlike.PutAsync(under, bytes);
        under.Spoil(sha, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        Assert.Null(await under.Store.AtHandAsync(sha, default));
        Assert.Empty(under.Arriving);
        Assert.Contains(under.Log.Lines, l => l.Contains(sha, StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "Masters:SecretKey", "another+secret/entirely=", "media.store.refused" },
        { "Masters:AccessKey", "SOMEBODYELSE", "media.store.refused" },
        { "Masters:Region", "elsewhere-2", "media.store.refused" },
        { "Masters:Bucket", "no-such-bucket", "media.store.no-bucket" },
        { "Masters:Endpoint", "http://127.0.0.1:9", "media.store.away" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_setting_is_told_by_name_at_every_call_and_what_lies_there_is_not_lost(string key, string value, string told)
    {
        await using var under = await StoreUnderTest.NewAsync("bucket");
        var (bytes, sha) = FolderAndBucketAlike.Make(30_000);
        await FolderAndBucketAlike.PutAsync(under, bytes);
        var store = under.With(key, value);
        Func<Task>[] calls =
        [
            () => store.CheckAsync(sha, default), () => store.AtHandAsync(sha, default), () => store.OpenAsync(sha, default), () => store.ForgetBegunAsync(default, default),
            () => FolderAndBucketAlike.PutAsync(under, FolderAndBucketAlike.Make(31_000).Bytes),
        ];
        foreach (var call in calls)
        {
            var away = await Assert.ThrowsAsync<StoreAwayException>(call);
            Assert.Equal(told, StoreTrouble.Of(away));
            Assert.DoesNotContain(value.Contains("secret", StringComparison.Ordinal) ? value : BucketPeer.Secret, away.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal([sha], under.Names);
        Assert.Empty(under.Arriving);
        Assert.NotEmpty(under.Log.Lines);
        Assert.DoesNotContain(under.Log.Lines, l => l.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404, "text/html", "<html>nothing here</html>", "media.store.away")]
    [InlineData(404, "application/xml", "", "media.store.away")]
    [InlineData(200, "text/html", "<html>a page of a gateway</html>", "media.store.away")]
    [InlineData(503, "application/xml", "<Error><Code>SlowDown</Code><Message>x</Message></Error>", "media.store.away")]
    [InlineData(403, "application/xml", "<Error><Code>AccessDenied</Code><Message>x</Message></Error>", "media.store.refused")]
    [InlineData(404, "application/xml", "<Error><Code>NoSuchBucket</Code><Message>x</Message></Error>", "media.store.no-bucket")]
    public async Task Whatever_else_answers_there_is_not_taken_for_a_missing_master(int status, string kind, string said, string told)
    {
        await using var under = await StoreUnderTest.NewAsync("bucket");
        under.Peer!.Trouble = async http =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (status, kind);
            await http.Response.WriteAsync(said);
            return true;
        };
        Assert.Equal(told, StoreTrouble.Of(await Assert.ThrowsAsync<StoreAwayException>(() => under.Store.CheckAsync(new('a', 64), default))));
    }

    [Theory]
    [InlineData(507, "InsufficientStorage")]
    [InlineData(507, "XMinioStorageFull")]
    [InlineData(403, "QuotaExceeded")]
    public async Task A_bucket_without_room_is_a_full_store(int status, string code)
    {
        await using var under = await StoreUnderTest.NewAsync("bucket");
        under.Peer!.Trouble = async http =>
        {
            if (http.Request.Method != "PUT")
            {
                return false;
            }

            await http.Request.Body.CopyToAsync(Stream.Null);
            await BucketPeer.RefuseAsync(http, (HttpStatusCode)status, code);
            return true;
        };
        foreach (var length in new[] { 10_000, 20 << 20 })
        {
            Assert.Equal("media.store.full", StoreTrouble.Of(await Assert.ThrowsAsync<IOException>(() => FolderAndBucketAlike.PutAsync(under, FolderAndBucketAlike.Make(length).Bytes))));
        }

        Assert.Empty(under.Names);
        Assert.Empty(under.Peer.Uploads);
    }

    [Fact]
    public async Task Uploads_that_a_killed_program_left_are_given_up_after_days_and_nobody_else_s()
    {
        await using var under = await StoreUnderTest.NewAsync("bucket");
        var now = TimeProvider.System.GetUtcNow();
        var mine = BucketPeer.KeyOf(new('b', 64));
        for (var i = 0; i < 5; i++)
        {
            under.Peer!.Uploads[$"old-{i}"] = new(mine, now.AddDays(-3));
        }

        under.Peer!.Uploads["new"] = new(mine, now.AddHours(-1));
        under.Peer.Uploads["others"] = new("alliance/masters/backup.tar", now.AddDays(-30));
        await under.Store.ForgetBegunAsync(now.AddDays(-2), default);
        Assert.Equal(["new", "others"], under.Peer.Uploads.Keys.Order());
    }

    [Fact]
    public void Half_a_setting_is_refused_by_name_and_none_means_the_folder()
    {
        Assert.Null(BucketSettings.Of(new ConfigurationBuilder().Build()));
        var whole = new Dictionary<string, string?> { ["Masters:Endpoint"] = "https://s3.example.org", ["Masters:Bucket"] = "b", ["Masters:AccessKey"] = "a", ["Masters:SecretKey"] = "hidden-words" };
        var read = BucketSettings.Of(Of(whole))!;
        Assert.Equal(("us-east-1", true, "masters/"), (read.Region, read.PathStyle, read.Prefix));
        read = BucketSettings.Of(Of(new(whole) { ["Masters:Prefix"] = "/", ["Masters:PathStyle"] = "False", ["Masters:Region"] = "cn-north-1" }))!;
        Assert.Equal(("cn-north-1", false, ""), (read.Region, read.PathStyle, read.Prefix));
        foreach (var key in whole.Keys)
        {
            var refused = Assert.Throws<CommandRefusedException>(() => BucketSettings.Of(Of(new(whole) { [key] = " " })));
            Assert.Equal((ExitCodes.Environment, "media.bucket.incomplete", (object?)key), (refused.ExitCode, refused.Key, refused.Holes.Single().Value));
            Assert.DoesNotContain("hidden-words", refused.ToString(), StringComparison.Ordinal);
        }

        foreach (var address in new[] { "s3.example.org", "ftp://s3.example.org", "https://s3.example.org/bucket" })
        {
            Assert.Equal("media.bucket.no-address", Assert.Throws<CommandRefusedException>(() => BucketSettings.Of(Of(new(whole) { ["Masters:Endpoint"] = address }))).Key);
        }

        static IConfiguration Of(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    [Fact]
    public void Whoever_decodes_strangers_files_is_not_given_the_keys()
    {
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = "/usr/bin",
            ["LC_ALL"] = "C",
            ["GUANLIAN_DATABASE"] = "x",
            ["Masters__SecretKey"] = "x",
            ["masters__accesskey"] = "x",
            ["Mail__Password"] = "x",
            ["AWS_SECRET_ACCESS_KEY"] = "x",
        };
        ImageWorkers.ForgetSecrets(environment);
        Assert.Equal(["LC_ALL", "PATH"], environment.Keys.Order());
    }
}
