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

    /// <summary>A blank before a block of code, or at the beginning of an element, is dropped when pages are compiled; where it matters it is written &amp;#32;.</summary>
    [Fact]
    public void What_follows_a_word_on_its_line_stands_apart_from_it() => NothingMatches(DroppedBlank());

    [Fact]
    public void Words_stay_in_the_word_files() => Assert.Empty(Pages
        .Where(p => !p.Path.EndsWith("/Seal.razor", StringComparison.Ordinal)) // the seal is a drawing
        .SelectMany(p => Han().Matches(Comment().Replace(p.Text, m => new string('\n', m.Value.Count(c => c == '\n')))).Select(m => $"{p.Path}: {m.Value}")));

    /// <summary>Another base would draw a page while it loads; see docs/decisions/0082.</summary>
    [Fact]
    public void Every_component_is_drawn_when_it_has_loaded()
    {
        var others = typeof(Web.WebHost).Assembly.GetReferencedAssemblies().Where(a => a.Name!.StartsWith("Guanlian", StringComparison.Ordinal)).Select(System.Reflection.Assembly.Load)
            .Append(typeof(Web.WebHost).Assembly).SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: false } && typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(t))
            .Where(t => !typeof(Platform.Pages.DrawnWhenLoaded).IsAssignableFrom(t) && t.BaseType != typeof(Microsoft.AspNetCore.Components.LayoutComponentBase))
            .ToList();
        Assert.All(others, t => Assert.True(t is { IsNestedPrivate: true }, t.FullName));
    }

    /// <summary>Where a page says nothing, a form of more than a megabyte is refused before anybody has looked at it: no scan comes through.</summary>
    [Fact]
    public void A_page_that_takes_files_says_how_large_a_form_may_be()
    {
        var sends = Pages.Where(p => p.Text.Contains("multipart/form-data", StringComparison.Ordinal)).ToList();
        Assert.True(sends.Count > 5);
        foreach (var form in sends)
        {
            var part = $"<{Path.GetFileNameWithoutExtension(form.Path)}";
            var pages = form.Text.StartsWith("@page", StringComparison.Ordinal) ? [form] : Pages.Where(p => Regex.IsMatch(p.Text, $@"{part}\b")).ToList();
            Assert.NotEmpty(pages);
            Assert.All(pages, p => Assert.True(SaysHowLarge().IsMatch(p.Text), $"{p.Path} takes files"));
        }
    }

    [GeneratedRegex("""
        (?:</(?:a|span|strong|em|small|b|Tag)>|(?<!@\(".")[\w)\]])[ ]@if[ ]\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)[ ]\{[ ]*<(?:span|small|em|a|strong|Tag)\b
        |<text>[ ]</text>|<(?:span|small|em|strong)\b[^<>\n]*>[ ]@
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex DroppedBlank();

    [GeneratedRegex(@"@attribute \[[\w.]*(?:RequestSizeLimit|LargeForm|LargeFiles)\b")]
    private static partial Regex SaysHowLarge();

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
