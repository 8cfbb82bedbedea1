namespace Guanlian.Shape;

/// <summary>The project's own files, as the tests of its shape read them.</summary>
internal static class Sources
{
    private static readonly string[] Foreign = ["bin", "obj", "vendor", ".git", "data"];

    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files below a folder of the checkout, without what the build makes and what others wrote.</summary>
    public static IReadOnlyList<SourceFile> In(string folder, params string[] endings)
    {
        var found = Walk(new(Path.Combine(Root, folder)))
            .Where(f => endings.Any(ending => f.Name.EndsWith(ending, StringComparison.Ordinal)))
            .Select(f => new SourceFile(Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'), File.ReadAllText(f.FullName)))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(found);
        return found;
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(d => !Foreign.Contains(d.Name)).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guanlian.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside the checkout");
    }
}

/// <summary>One file: its path in the checkout and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>Path and line of a place in the text, for messages.</summary>
    public string At(int index) => $"{Path}:{Text.AsSpan(0, index).Count('\n') + 1}";
}
