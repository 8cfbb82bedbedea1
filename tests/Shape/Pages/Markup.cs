using System.Text.RegularExpressions;

namespace Guanlian.Shape.Pages;

/// <summary>What no page may hold, because the language prefix, the content security policy or the other language would break.</summary>
public sealed partial class Markup
{
    private static readonly IReadOnlyList<SourceFile> Pages = Sources.In("src", ".razor");

    [Fact]
    public void Links_are_relative_to_the_base_that_carries_the_language() => NothingMatches(LeadingSlash());

    [Fact]
    public void Styles_and_scripts_stay_in_their_files() => NothingMatches(InlineStyleOrScript());

    [Fact]
    public void Words_stay_in_the_word_files() => Assert.Empty(Pages
        .Where(p => !p.Path.EndsWith("/Seal.razor", StringComparison.Ordinal)) // the seal is a drawing
        .SelectMany(p => Han().Matches(Comment().Replace(p.Text, m => new string('\n', m.Value.Count(c => c == '\n')))).Select(m => $"{p.Path}: {m.Value}")));

    private static void NothingMatches(Regex forbidden) =>
        Assert.Empty(Pages.SelectMany(p => forbidden.Matches(p.Text).Select(m => $"{p.At(m.Index)} {m.Value}")));

    [GeneratedRegex("""(?:\b(?:href|src|action|formaction|Href|ExportHref)="(?:@\(\$")?/)""")]
    private static partial Regex LeadingSlash();

    [GeneratedRegex("""\sstyle="|<style\b|<script(?![^>]*\s(?:src=|type="application/ld\+json"))|\s(?<!@)on[a-z]+="(?!@)""")]
    private static partial Regex InlineStyleOrScript();

    [GeneratedRegex(@"@\*.*?\*@|//[^\n]*|///?[^\n]*|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"[\u4e00-\u9fff]+")]
    private static partial Regex Han();
}
