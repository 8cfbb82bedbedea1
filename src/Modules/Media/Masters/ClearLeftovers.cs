using Guanlian.Platform.Jobs;
using Guanlian.Platform.Storage;

namespace Guanlian.Media.Masters;

/// <summary>What a killed program left half written, beside masters and packs, goes when nobody can be writing it any more.</summary>
internal sealed class ClearLeftovers(FileHome home, IMasterStore store, TimeProvider clock) : IRegularWork
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    public string Name => "media.clear-leftovers";

    public TimeSpan Every => TimeSpan.FromHours(6);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var (folder, pattern) in home.Exists ? [("masters/arriving", "*.part"), ("tiles", "*.part"), ("tiles", "*.part.zip")] : Array.Empty<(string, string)>())
        {
            var place = new DirectoryInfo(Path.Combine(home.Folder, folder));
            foreach (var file in place.Exists ? place.EnumerateFiles(pattern, SearchOption.AllDirectories) : [])
            {
                if (clock.GetUtcNow() - file.LastWriteTimeUtc > KeptFor)
                {
                    file.Delete();
                }
            }
        }

        if (home.Exists)
        {
            await store.ForgetBegunAsync(clock.GetUtcNow() - KeptFor, ct);
        }
    }
}
