namespace Guanlian.Hosting;

/// <summary>The full published files, where the developers' data folder lies beside the checkout.</summary>
public static class SharedData
{
    public static string? Folder { get; } = Find();

    public static string? Missing => Folder is null ? "the published files (../shared/data) are not here" : null;

    public static string Path(string relative) => System.IO.Path.Combine(Folder!, relative);

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.Path.Combine(at.FullName, "shared", "data") is var data && Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}

/// <summary>Runs only where the published files are at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullFilesTheoryAttribute : TheoryAttribute
{
    public FullFilesTheoryAttribute() => Skip = SharedData.Missing;
}

/// <summary>Runs only where the published files are at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullFilesFactAttribute : FactAttribute
{
    public FullFilesFactAttribute() => Skip = SharedData.Missing;
}
