namespace Guanlian.Hosting;

/// <summary>A folder for the files of one test; goes with all that is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guanlian-files-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
