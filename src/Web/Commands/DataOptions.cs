using System.CommandLine;

namespace Guanlian.Web.Commands;

/// <summary>The options every command has.</summary>
internal static class DataOptions
{
    /// <summary>Names a database server; then none is started.</summary>
    public const string ConnectionVariable = "GUANLIAN_DATABASE";

    /// <summary>Set by ./guanlian: the checkout it lies in.</summary>
    private const string RootVariable = "GUANLIAN_ROOT";

    /// <summary>Where the images and other files lie, beside the private database.</summary>
    public static string FilesIn(DirectoryInfo data) => Path.Combine(data.FullName, "files");

    public static Option<DirectoryInfo> Folder { get; } = new("--data")
    {
        Recursive = true,
        DefaultValueFactory = _ => new(Path.Combine(Environment.GetEnvironmentVariable(RootVariable) ?? ".", "data")),
    };
}
