using System.Security.Cryptography;
using Guanlian.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Guanlian.Media.Masters;

/// <summary>
/// Masters in an S3-compatible bucket, under the same names as in the folder: <c>ab/cd/abcd…</c> behind the prefix. A file is written and
/// hashed on this machine first, then sent; it stands under its name in whole or not at all.
/// </summary>
internal sealed class BucketStore(BucketSettings settings, FileHome home, TimeProvider clock, ILogger<BucketStore> log) : IMasterStore, IDisposable
{
    private const int Sha256Letters = 64;

    private readonly Bucket bucket = new(settings, log);
    private readonly ArrivingFiles arriving = new(home, clock);

    public Task<StoredMaster> PutAsync(Stream content, CancellationToken ct) =>
        arriving.TakeAsync(this, content, (beside, sha256) => bucket.PutAsync(KeyOf(sha256), beside, ct), ct);

    public async Task<MasterAtHand?> AtHandAsync(string sha256, CancellationToken ct)
    {
        await using var content = await OpenAsync(sha256, ct);
        if (content is null)
        {
            return null;
        }

        var here = arriving.New();
        var whole = false;
        try
        {
            whole = (await ArrivingFiles.WriteAsync(content, here, ct)).Sha256 == sha256;
            if (!whole)
            {
                // Nobody works with what is not the master; the check will say so to its keeper.
                log.LogError("the master {Sha256} is not what it was", sha256);
            }

            return whole ? new MasterAtHand(here, fetched: true) : null;
        }
        finally
        {
            if (!whole)
            {
                File.Delete(here);
            }
        }
    }

    public async Task<Stream?> OpenAsync(string sha256, CancellationToken ct) => await BucketStream.OpenAsync(bucket, KeyOf(sha256), ct);

    public async Task<MasterState> CheckAsync(string sha256, CancellationToken ct)
    {
        await using var content = await OpenAsync(sha256, ct);
        return content is null ? MasterState.Missing
            : Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) == sha256 ? MasterState.Whole : MasterState.Rotten;
    }

    public Task ForgetBegunAsync(DateTimeOffset before, CancellationToken ct) => bucket.AbandonAsync(settings.Prefix, IsOurs, before, ct);

    public void Dispose() => bucket.Dispose();

    private string KeyOf(string sha256) => $"{settings.Prefix}{sha256[..2]}/{sha256[2..4]}/{sha256}";

    // The bucket may be shared with others, and the prefix empty.
    private bool IsOurs(string key) => key.Length >= Sha256Letters && key[^Sha256Letters..] is var name && key == KeyOf(name) && name.All(char.IsAsciiHexDigitLower);
}
