using System.Globalization;

namespace Guanlian.Web.Database;

/// <summary>
/// Says that this process owns a data folder. The kernel drops the lock when the process ends, however it ends, so nothing
/// stale can stop the next start.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string Name = "guanlian.lock";
    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, or returns null with what its holder wrote about itself.</summary>
    public static DataFolderLock? TryTake(string dataFolder, string command, out string holder)
    {
        var path = Path.Combine(dataFolder, Name);
        holder = "";
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{command}, process {Environment.ProcessId}"));
            return new(file);
        }
        catch (IOException) when (File.Exists(path))
        {
            holder = ReadHolder(path);
            return null;
        }
    }

    public void Dispose() => file.Dispose();

    // .NET's own sharing rules would refuse even a reader while the lock is held; the shell's tools do not ask.
    private static string ReadHolder(string path)
    {
        using var cat = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("cat", ["--", path]) { RedirectStandardOutput = true })!;
        var text = cat.StandardOutput.ReadToEnd();
        cat.WaitForExit();
        return text.Length == 0 ? "another process" : text;
    }
}
