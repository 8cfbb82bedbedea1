namespace Guanlian.Members.Sample;

/// <summary>The embedded data files of the sample province; see README.md.</summary>
internal static class SampleFiles
{
    public const string Register = "register-shanxi.csv";
    public const string Initiators = "shanxi-initiators.csv";

    public static Stream Open(string name) => typeof(SampleFiles).Assembly.GetManifestResourceStream($"Guanlian.Members.Sample.{name}")!;

    /// <summary>Name and register serial (null where the register does not list it) of the signatories, in the order of the call.</summary>
    public static IReadOnlyList<(string Name, string? Serial)> Signatories()
    {
        using var reader = new StreamReader(Open(Initiators));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
            .Select(line => line.Split(',')).Select(cells => (cells[1], cells[3].Length == 0 ? null : cells[3]))];
    }
}
