using System.Text.RegularExpressions;

namespace Guanlian.Shape.Words;

/// <summary>
/// Words and sources know each other. A key counts as used where the sources hold it as a literal, or hold an interpolated string that
/// puts it together: <c>$"members.role.{role}"</c> uses every key of that form. A leading hole stands only for literals that the
/// sources hold elsewhere: <c>$"{job.Kind}.done"</c> uses <c>exchange.compute-round.done</c> because that kind is a literal.
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
        Assert.Empty(asked.Where(a => !WordFiles.Chinese.ContainsKey(a.Key)).Select(a => $"{a.At} {a.Key}"));
    }

    [Fact]
    public void Every_word_is_used()
    {
        var forms = Files.SelectMany(f => Together().Matches(f.Text)).Select(m => m.Groups[1].Value).Distinct().Select(Form).OfType<Regex>().ToList();
        Assert.Empty(WordFiles.Chinese.Keys.Where(key => !Literals.Contains(key) && !forms.Exists(form => PutTogether(form, key))));
    }

    private static bool PutTogether(Regex form, string key) =>
        form.Match(key) is { Success: true } match && (!match.Groups["head"].Success || Literals.Contains(match.Groups["head"].Value));

    private static Regex? Form(string interpolated)
    {
        var parts = HoleInString().Split(interpolated);
        if (parts.Length == 1 || parts.All(p => p.Trim('.').Length == 0) || !parts.All(p => KeyPart().IsMatch(p)))
        {
            return null;
        }

        var form = parts[0].Length == 0 ? "(?<head>.+?)" : Regex.Escape(parts[0]);
        form += string.Join("", parts.Skip(1).Select((p, i) => (i == 0 && parts[0].Length == 0 ? "" : @"[A-Za-z0-9.\-]+") + Regex.Escape(p)));
        return new Regex($"^{form}$");
    }

    [GeneratedRegex("""(?<!\$)"([a-z]+(?:\.[a-z0-9-]+)+)"(?!\w)""")]
    private static partial Regex Literal();

    // W["…"], words["…"], refusals, flashes, due items, menu lines and history actions.
    [GeneratedRegex("""(?:\b[Ww](?:ords|ording)?\[|Refusal\.\w+\(|Flash\.Say\(|DueItem\(|MenuItem\(|new Change\()\s*"([a-z]+\.[a-z0-9.-]+)"(?=[\],)])""")]
    private static partial Regex Asked();

    [GeneratedRegex("""\$"([a-z]*(?:[a-z0-9.-]|\{[^{}"]*\})+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Together();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex HoleInString();

    [GeneratedRegex(@"^[a-z0-9.\-]*$")]
    private static partial Regex KeyPart();
}
