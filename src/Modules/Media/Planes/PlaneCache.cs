using System.Runtime.InteropServices;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Planes;

/// <summary>
/// Decoded tiles, so that views beside and above each other do not decode the same ones again. Bounded; a tile that has been wanted a
/// second time is kept before those that were wanted once, so that one look over a large image does not push out what many look at.
/// </summary>
/// <param name="most">Tiles, at most; more only while more are in use.</param>
internal sealed unsafe class PlaneCache(int most) : IDisposable
{
    private readonly Lock door = new();
    private readonly Dictionary<TilePlanes.Name, TilePlanes> known = [];
    private readonly LinkedList<TilePlanes> fresh = new(), proven = new();
    private readonly Stack<nint> spare = new();

    /// <summary>Tiles for which there is memory, used or not.</summary>
    public int Rooms { get; private set; }

    /// <summary>Tiles that are somebody's just now.</summary>
    public int InUse
    {
        get
        {
            lock (door)
            {
                return known.Values.Count(t => t.Users > 0);
            }
        }
    }

    /// <summary>Tiles that have been wanted more than once.</summary>
    public IReadOnlyList<TilePlanes.Name> Proven
    {
        get
        {
            lock (door)
            {
                return [.. proven.Select(t => t.Called)];
            }
        }
    }

    /// <summary>A decoded tile, to be given back; null where it is not what a tile of ours is.</summary>
    public TilePlanes? Take(RenderDesk desk, TilePack pack, TilePack.Entry entry, int width, int height)
    {
        var tile = Find(new(pack.Origin, entry.Offset));
        try
        {
            if (tile.Fill(desk, pack, entry, width, height))
            {
                return tile;
            }
        }
        catch
        {
            Leave(tile);
            throw;
        }

        Leave(tile);
        return null;
    }

    public void Leave(TilePlanes tile)
    {
        lock (door)
        {
            tile.Users--;
            if (tile.Users == 0 && (tile.Useless || Rooms > most))
            {
                Free(Forget(tile));
            }
        }
    }

    /// <summary>Gives all memory back that nobody uses.</summary>
    public void Empty()
    {
        lock (door)
        {
            foreach (var tile in known.Values.Where(t => t.Users == 0).ToList())
            {
                Free(Forget(tile));
            }

            while (spare.TryPop(out var room))
            {
                Free(room);
            }
        }
    }

    public void Dispose() => Empty();

    private TilePlanes Find(TilePlanes.Name name)
    {
        lock (door)
        {
            if (known.TryGetValue(name, out var tile))
            {
                Prove(tile);
            }
            else
            {
                tile = new(name, Room());
                known.Add(name, tile);
                tile.Place = fresh.AddFirst(tile);
            }

            tile.Users++;
            return tile;
        }
    }

    /// <summary>It has been wanted again: to the front of those; the last of them must prove itself anew when they grow too many.</summary>
    private void Prove(TilePlanes tile)
    {
        tile.Place!.List!.Remove(tile.Place);
        proven.AddFirst(tile.Place);
        if (proven.Count > most * 3 / 4)
        {
            var last = proven.Last!;
            proven.RemoveLast();
            fresh.AddFirst(last);
        }
    }

    private nint Room()
    {
        if (spare.TryPop(out var room))
        {
            return room;
        }

        if (Rooms >= most && (Oldest(fresh) ?? Oldest(proven)) is { } old)
        {
            return Forget(old);
        }

        Rooms++;
        return (nint)NativeMemory.Alloc(TilePlanes.Bytes);
    }

    private static TilePlanes? Oldest(LinkedList<TilePlanes> row)
    {
        var at = row.Last;
        while (at is { Value.Users: > 0 })
        {
            at = at.Previous;
        }

        return at?.Value;
    }

    private nint Forget(TilePlanes tile)
    {
        known.Remove(tile.Called);
        tile.Place!.List!.Remove(tile.Place);
        return tile.Memory;
    }

    private void Free(nint room)
    {
        NativeMemory.Free((void*)room);
        Rooms--;
    }
}
