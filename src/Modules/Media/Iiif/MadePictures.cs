using System.Collections.Concurrent;
using Guanlian.Media.Access;
using Guanlian.Media.Planes;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Iiif;

/// <summary>
/// Pictures that had to be made, and that others will ask for too: remembered as long as there is room. Two who ask at once have it
/// made once.
/// </summary>
internal sealed class MadePictures(RenderGate gate, RenderPlanes planes)
{
    /// <summary>Bytes of pictures that are remembered; beyond that all are made again as they are asked for.</summary>
    private const long MostBytes = 32 << 20;

    /// <summary>A larger one would push out all others.</summary>
    private const int MostOfOne = 4 << 20;

    private readonly ConcurrentDictionary<Name, byte[]> made = new();
    private readonly ConcurrentDictionary<Name, TaskCompletionSource<byte[]?>> making = new();
    private long bytes;
    private int count;

    /// <summary>How many were made since the program began.</summary>
    public int Count => count;

    /// <param name="seen">The image as its reader sees it.</param>
    /// <param name="pack">Its tiles, kept open by whoever asks.</param>
    /// <param name="view">What to make of it.</param>
    /// <param name="mark">What is written over it.</param>
    /// <param name="ct">Whoever asks has left.</param>
    /// <returns>Null where too many wait already.</returns>
    public async Task<byte[]?> GetAsync(SeenImage seen, TilePack pack, Rendering view, string? mark, CancellationToken ct)
    {
        var name = new Name(seen.Image.Id, seen.TagOf(mark), view);
        while (true)
        {
            if (made.TryGetValue(name, out var known))
            {
                return known;
            }

            var own = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var one = making.GetOrAdd(name, own);
            if (one == own)
            {
                return await MakeAsync(name, own, pack, view, mark, ct);
            }

            try
            {
                return await one.Task.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // Whoever had it made has left, or could not: it is ours to make.
            }
        }
    }

    private async Task<byte[]?> MakeAsync(Name name, TaskCompletionSource<byte[]?> own, TilePack pack, Rendering view, string? mark, CancellationToken ct)
    {
        byte[]? picture = null;
        var done = false;
        try
        {
            picture = await gate.RunAsync(RenderImage.Cost(pack.Grid, view), () => planes.Render(pack, view, mark), ct);
            done = true;
            if (picture is not null)
            {
                Keep(name, picture);
            }

            return picture;
        }
        finally
        {
            // Forgotten before the others are told: who then finds nothing makes it.
            making.TryRemove(name, out _);
            if (done)
            {
                own.SetResult(picture);
            }
            else
            {
                own.SetCanceled(CancellationToken.None);
            }
        }
    }

    private void Keep(Name name, byte[] picture)
    {
        Interlocked.Increment(ref count);
        if (picture.Length <= MostOfOne && made.TryAdd(name, picture) && Interlocked.Add(ref bytes, picture.Length) > MostBytes)
        {
            made.Clear();
            Interlocked.Exchange(ref bytes, 0);
        }
    }

    /// <param name="Image">Which.</param>
    /// <param name="Tag">Another for each making of its tiles, each limit and each mark.</param>
    /// <param name="View">What of it.</param>
    private sealed record Name(Guid Image, string Tag, Rendering View);
}
