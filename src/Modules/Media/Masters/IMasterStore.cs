namespace Guanlian.Media.Masters;

/// <summary>Keeps masters by their content: the name of a file is its SHA-256, so that nothing can be changed and everything checked.</summary>
/// <remarks>
/// A store that is away says so with an <see cref="IOException"/> (<see cref="StoreTrouble"/>); it never takes what it cannot ask for to be
/// missing or rotten.
/// </remarks>
internal interface IMasterStore
{
    /// <summary>Takes a file in whole or not at all; what is there already stays, unless it is no longer what it was.</summary>
    /// <exception cref="IOException">Where the disk is full or away; nothing of the file is left then.</exception>
    Task<StoredMaster> PutAsync(Stream content, CancellationToken ct);

    /// <summary>A file of this content on this machine, for as long as the answer is held; null where it is missing.</summary>
    Task<MasterAtHand?> AtHandAsync(string sha256, CancellationToken ct);

    /// <summary>The content to be read from any place, without all of it being fetched; null where it is missing.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken ct);

    /// <summary>Reads all of it and compares.</summary>
    Task<MasterState> CheckAsync(string sha256, CancellationToken ct);

    /// <summary>Gives up what was begun before then, elsewhere than on this machine's disk, and never ended.</summary>
    Task ForgetBegunAsync(DateTimeOffset before, CancellationToken ct);
}

/// <summary>What was taken in.</summary>
internal sealed record StoredMaster(string Sha256, long Bytes);

/// <summary>A master to read.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="fetched">Whether the file is a copy that nobody else reads.</param>
internal sealed class MasterAtHand(string path, bool fetched = false) : IDisposable
{
    public string Path => path;

    public void Dispose()
    {
        if (fetched)
        {
            File.Delete(path);
        }
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
