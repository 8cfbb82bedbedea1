using System.Text.RegularExpressions;

namespace Guanlian.Shape.Words;

/// <summary>
/// Words and sources know each other. A key counts as used where the sources hold it as a literal, or hold an interpolated string that
/// puts it together: <c>$"members.role.{role}"</c> (or <c>"members.role." + role</c>) uses every key of that form. A leading hole stands only for literals that the
/// sources hold elsewhere: <c>$"{job.Kind}.done"</c> uses <c>exchange.compute-round.done</c> because that kind is a literal
/// (<c>kind + ".title"</c> likewise).
/// </summary>
public sealed partial class KeysInSources
{
    private static readonly IReadOnlyList<SourceFile> Files = Sources.In("src", ".cs", ".razor");

    private static readonly HashSet<string> Literals = [.. Files.SelectMany(f => Literal().Matches(f.Text)).Select(m => m.Groups[1].Value)];

    [Fact]
    public void Every_literal_key_has_words()
    {
        var asked = Files.SelectMany(f => Asked().Matches(f.Text).Select(m => (Key: m.Groups[1].Value, At: f.At(m.Index)))).ToList();
        Assert.True(asked.Count > 50, "the pattern finds no keys any more");
        var missing = asked.Where(a => !WordFiles.Keys.Contains(a.Key)).Select(a => $"{a.At} {a.Key}").ToList();
        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    [Fact]
    public void Every_word_is_used()
    {
        var forms = Files.SelectMany(f => Together().Matches(f.Text)).Select(m => m.Groups[1].Value)
            .Concat(Files.SelectMany(f => Beginning().Matches(f.Text)).Select(m => m.Groups[1].Value + "{}"))
            .Concat(Files.SelectMany(f => End().Matches(f.Text)).Select(m => "{}" + m.Groups[1].Value))
            .Distinct().Select(Read).OfType<Form>().ToList();
        var unused = WordFiles.Keys.Where(key => !Literals.Contains(key) && !forms.Exists(form => PutTogether(form, key))).ToList();
        Assert.True(unused.Count == 0, $"used nowhere: {string.Join(", ", unused)}");
    }

    private static bool PutTogether(Form form, string key) => form.AfterLiteral
        ? Enumerable.Range(0, key.Length).Any(end => key[end] is '.' or '-' && Literals.Contains(key[..end]) && form.Pattern.IsMatch(key[end..]))
        : form.Pattern.IsMatch(key);

    private static Form? Read(string interpolated)
    {
        var parts = HoleInString().Split(interpolated);
        if (parts.Length == 1 || parts.All(p => p.Trim('.').Length == 0) || !parts.All(p => KeyPart().IsMatch(p)))
        {
            return null;
        }

        var afterLiteral = parts[0].Length == 0;
        var pattern = string.Join(@"[A-Za-z0-9.\-]+", parts.Skip(afterLiteral ? 1 : 0).Select(Regex.Escape));
        return new(new Regex($"^{pattern}$"), afterLiteral);
    }

    /// <summary>Keys that an interpolated string makes; those with a leading hole are what follows a literal.</summary>
    private sealed record Form(Regex Pattern, bool AfterLiteral);

    [GeneratedRegex("""(?<!\$)"([a-z]+(?:\.[a-z0-9-]+)+)"(?!\w)""")]
    private static partial Regex Literal();

    // W["…"], words["…"], refusals, flashes, due items, menu lines and history actions.
    [GeneratedRegex("""(?:\b[Ww](?:ords|ording)?\[|Refusal\.\w+\(|Flash\.Say\(|DueItem\(|MenuItem\(|new Change\()\s*"([a-z]+\.[a-z0-9.-]+)"(?=[\],)])""")]
    private static partial Regex Asked();

    [GeneratedRegex("""\$"((?:[a-z0-9.-]|\{[^{}]*\})+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Together();

    [GeneratedRegex("""(?<!\$)"([a-z]+(?:\.[a-z0-9-]+)*[.-])"(?!\w)""")]
    private static partial Regex Beginning();

    [GeneratedRegex("""\+ "(\.[a-z0-9.-]+)"(?!\w)""")]
    private static partial Regex End();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex HoleInString();

    [GeneratedRegex(@"^[a-z0-9.\-]*$")]
    private static partial Regex KeyPart();
}
