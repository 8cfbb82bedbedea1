namespace Guanlian.Platform.Storage;

/// <summary>Where this installation keeps its files, and the program's own file, for those who start it a second time as a worker.</summary>
/// <param name="folder">Null where the program runs without files: shape tests, migrations.</param>
/// <param name="program">The assembly that <c>dotnet</c> starts.</param>
public sealed class FileHome(string? folder, string program)
{
    /// <summary>The folder; made by whoever first writes into it.</summary>
    public string Folder => folder ?? throw new InvalidOperationException("this program was started without a folder for files");

    /// <summary>Whether there is one.</summary>
    public bool Exists => folder is not null;

    /// <summary>The assembly that <c>dotnet</c> starts.</summary>
    public string Program => program;
}
