namespace Guanlian.Media.Masters;

/// <summary>Keeps masters by their content: the name of a file is its SHA-256, so that nothing can be changed and everything checked.</summary>
internal interface IMasterStore
{
    /// <summary>Takes a file in whole or not at all; what is there already stays, unless it is no longer what it was.</summary>
    /// <exception cref="IOException">Where the disk is full or away; nothing of the file is left then.</exception>
    Task<StoredMaster> PutAsync(Stream content, CancellationToken ct);

    /// <summary>A file of this content on this machine, for as long as the answer is held; null where it is missing.</summary>
    Task<MasterAtHand?> AtHandAsync(string sha256, CancellationToken ct);

    /// <summary>Reads all of it and compares.</summary>
    Task<MasterState> CheckAsync(string sha256, CancellationToken ct);
}

/// <summary>What was taken in.</summary>
internal sealed record StoredMaster(string Sha256, long Bytes);

/// <summary>A master to read.</summary>
internal sealed class MasterAtHand(string path) : IDisposable
{
    public string Path => path;

    // A store that had to fetch the file will remove its copy here.
    public void Dispose()
    {
    }
}

/// <summary>What the last check found.</summary>
public enum MasterState
{
    /// <summary>As it was taken in.</summary>
    Whole,

    /// <summary>Not there.</summary>
    Missing,

    /// <summary>There, but changed: the disk, or somebody.</summary>
    Rotten,
}
