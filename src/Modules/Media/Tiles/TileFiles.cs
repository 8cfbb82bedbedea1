using System.Collections.Concurrent;
using System.Globalization;
using Guanlian.Media.Data;
using Guanlian.Platform.Storage;

namespace Guanlian.Media.Tiles;

/// <summary>The packs of tiles on the disk, and those that are open. All of them can be made again from the masters.</summary>
internal sealed class TileFiles(FileHome home) : IDisposable
{
    /// <summary>An open pack costs a file handle and 12 bytes a tile.</summary>
    private const int MostOpen = 512;

    private readonly ConcurrentDictionary<string, OpenPack> open = new();
    private long clock;

    /// <summary>Where an image's pack is written before it is whole.</summary>
    public string PartOf(StoredImage image) => Path.Combine(FolderOf(image), $"{image.Id:N}.part");

    public string PlaceOf(StoredImage image, DateTimeOffset madeAt) =>
        Path.Combine(FolderOf(image), string.Create(CultureInfo.InvariantCulture, $"{image.Id:N}-{madeAt.ToUnixTimeMilliseconds():x}.tiles"));

    /// <summary>Whether the pack of an image that was once ready lies on the disk.</summary>
    public bool IsThere(StoredImage image) => image.MadeAt is { } at && File.Exists(PlaceOf(image, at));

    /// <summary>The pack of a ready image, kept from being closed until the answer is let go; null where its file is gone.</summary>
    public Use? Take(StoredImage image)
    {
        var path = PlaceOf(image, image.MadeAt!.Value);
        for (var tries = 0; tries < 3; tries++)
        {
            var pack = open.GetOrAdd(path, _ => new());
            pack.UsedAt = Interlocked.Increment(ref clock);
            try
            {
                if (pack.Enter(path) is { } entered)
                {
                    Trim();
                    return new(pack, entered);
                }
            }
            catch (IOException)
            {
                open.TryRemove(path, out _);
                return null;
            }

            open.TryRemove(new(path, pack));
        }

        return null;
    }

    /// <summary>Removes a pack that nothing names any more; who still reads it reads on.</summary>
    public void Remove(StoredImage image, DateTimeOffset madeAt)
    {
        var path = PlaceOf(image, madeAt);
        if (open.TryRemove(path, out var pack))
        {
            pack.Close();
        }

        File.Delete(path);
    }

    public void Dispose()
    {
        foreach (var pack in open.Values)
        {
            pack.Close();
        }

        open.Clear();
    }

    private string FolderOf(StoredImage image) => Path.Combine(home.Folder, "tiles", image.Id.ToString("N")[^2..]);

    private void Trim()
    {
        if (open.Count <= MostOpen)
        {
            return;
        }

        foreach (var (path, pack) in open.OrderBy(p => p.Value.UsedAt).Take(MostOpen / 8).ToList())
        {
            if (open.TryRemove(new(path, pack)))
            {
                pack.Close();
            }
        }
    }

    /// <summary>A pack in use.</summary>
    internal readonly struct Use(OpenPack pack, TilePack tiles) : IDisposable
    {
        public TilePack Tiles => tiles;

        public void Dispose() => pack.Leave();
    }

    /// <summary>Counts who reads; closes when told so and the last has left.</summary>
    internal sealed class OpenPack
    {
        private readonly Lock door = new();
        private TilePack? pack;
        private int inside;
        private bool closing;

        public long UsedAt { get; set; }

        public TilePack? Enter(string path)
        {
            lock (door)
            {
                if (closing)
                {
                    return null;
                }

                pack ??= TilePack.Open(path);
                inside++;
                return pack;
            }
        }

        public void Leave()
        {
            lock (door)
            {
                inside--;
                CloseIfLast();
            }
        }

        public void Close()
        {
            lock (door)
            {
                closing = true;
                CloseIfLast();
            }
        }

        private void CloseIfLast()
        {
            if (closing && inside == 0)
            {
                pack?.Dispose();
                pack = null;
            }
        }
    }
}
