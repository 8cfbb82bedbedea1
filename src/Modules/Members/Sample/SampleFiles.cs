namespace Guanlian.Members.Sample;

/// <summary>The embedded data files of the sample province; see README.md.</summary>
internal static class SampleFiles
{
    public const string Register = "register-shanxi.csv";
    public const string Places = "places.csv";
    public const string Initiators = "shanxi-initiators.csv";

    public static Stream Open(string name) => typeof(SampleFiles).Assembly.GetManifestResourceStream($"Guanlian.Members.Sample.{name}")!;

    /// <summary>Name and register serial (null where the register does not list it) of the signatories, in the order of the call.</summary>
    public static IReadOnlyList<(string Name, string? Serial)> Signatories() =>
        [.. Lines(Initiators).Select(cells => (cells[1], cells[3].Length == 0 ? null : cells[3]))];

    /// <summary>Where institutions lie of which neither name nor register line says it.</summary>
    public static IReadOnlyList<(string Code, string DivisionCode)> Placed() => [.. Lines(Places).Select(cells => (cells[0], cells[1]))];

    private static IEnumerable<string[]> Lines(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(line => line.Split(','));
    }
}
