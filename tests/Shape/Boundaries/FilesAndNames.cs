using System.Text.RegularExpressions;

namespace Guanlian.Shape.Boundaries;

public sealed partial class FilesAndNames
{
    private const int MostLines = 350;

    private static readonly IReadOnlyList<SourceFile> Files =
        [.. Sources.In("src", ".cs", ".razor", ".css", ".js", ".sql"), .. Sources.In("tests", ".cs")];

    [Fact]
    public void No_file_is_longer_than_a_reader_bears() =>
        Assert.Empty(Files.Select(f => (f.Path, Lines: f.Text.Count(c => c == '\n'))).Where(f => f.Lines > MostLines).Select(f => $"{f.Path}: {f.Lines}"));

    [Fact]
    public void No_type_hides_what_it_does_behind_a_worn_name() =>
        Assert.Empty(Files.SelectMany(f => WornName().Matches(f.Text).Select(m => $"{f.At(m.Index)} {m.Value}")));

    [GeneratedRegex(@"\b(?:class|record|struct|interface)\s+\w*(?:Service|Manager|Helper|Helpers|Utils|Util|Utilities)\b")]
    private static partial Regex WornName();
}
