using Guanlian.Platform.Storage;

namespace Guanlian.Media.Masters;

/// <summary>What hinders a store for a while and is no fault of the file: the sentence for whoever brought it.</summary>
internal static class StoreTrouble
{
    /// <returns>A word key; null where it is something else.</returns>
    public static string? Of(IOException e) => e is StoreAwayException away ? away.Key : (e.HResult & 0xffff) == NoRoom.Error ? "media.store.full" : null;

    /// <summary>Whether a refusal says so: then the same file can be taken again later.</summary>
    public static bool Said(string code) => code.StartsWith("media.store.", StringComparison.Ordinal);
}

/// <summary>How the system says that a disk is full.</summary>
internal static class NoRoom
{
    public const int Error = 28; // ENOSPC
}
