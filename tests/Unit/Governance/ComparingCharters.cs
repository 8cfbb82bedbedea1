using FsCheck;
using FsCheck.Fluent;
using Guanlian.Governance.Charters;

namespace Guanlian.Unit.Governance;

public sealed class ComparingCharters
{
    private static readonly Gen<string> AnyText = Gen.Elements("目标", "组织", "三年", "", "**粗**", "<b>", "a b")
        .ListOf().Select(lines => string.Join('\n', lines));

    [Fact]
    public void What_was_kept_and_removed_is_the_old_text_and_what_was_kept_and_added_the_new() =>
        Prop.ForAll(Gen.Zip(AnyText, AnyText).ToArbitrary(), pair =>
        {
            var lines = TextDiff.Lines(pair.Item1, pair.Item2);
            return Side(lines, TextDiff.Change.Added) == pair.Item1 && Side(lines, TextDiff.Change.Removed) == pair.Item2;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_compared_with_itself_shows_no_change() =>
        Prop.ForAll(AnyText.ToArbitrary(), text => TextDiff.Lines(text, text).All(l => l.Change == TextDiff.Change.Kept)).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_the_changed_characters_of_a_line_are_marked()
    {
        var lines = TextDiff.Lines("每家帮扶三家", "每家帮扶两家");
        Assert.Equal(["三"], lines[0].Pieces.Where(p => p.Change == TextDiff.Change.Removed).Select(p => p.Text));
        Assert.Equal(["两"], lines[1].Pieces.Where(p => p.Change == TextDiff.Change.Added).Select(p => p.Text));
    }

    [Fact]
    public void Merging_takes_what_only_one_side_changed_and_names_what_both_did()
    {
        var from = new Dictionary<string, string> { ["GoalsZh"] = "一", ["VisionZh"] = "二", ["TermYears"] = "3" };
        var mine = new Dictionary<string, string>(from) { ["GoalsZh"] = "我", ["TermYears"] = "4" };
        var theirs = new Dictionary<string, string>(from) { ["VisionZh"] = "他", ["TermYears"] = "5" };
        var merged = CharterMerge.Merge(from, mine, theirs);
        Assert.Equal(("我", "他", "4"), (merged.Fields["GoalsZh"], merged.Fields["VisionZh"], merged.Fields["TermYears"]));
        Assert.Equal(["TermYears"], merged.Conflicts);
        Assert.Equal(["VisionZh"], merged.Taken);
    }

    [Fact]
    public void Merging_with_oneself_changes_nothing_whoever_goes_first() =>
        Prop.ForAll(Gen.Zip(AnyText, AnyText).ToArbitrary(), pair =>
        {
            Dictionary<string, string> Of(string text) => new() { ["GoalsZh"] = text };
            var (a, b) = (Of(pair.Item1), Of(pair.Item2));
            var (left, right) = (CharterMerge.Merge(a, b, a), CharterMerge.Merge(a, a, b));
            return left.Conflicts.Count == 0 && right.Conflicts.Count == 0 && left.Fields["GoalsZh"] == right.Fields["GoalsZh"];
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("**<img src=x onerror=alert(1)>**")]
    [InlineData("- <b>\n1. <i>\n# <u>")]
    public void Prose_lets_no_markup_of_its_own_through(string text)
    {
        var html = CharterProse.Html(text);
        Assert.DoesNotMatch("<(?!/?(p|ul|ol|li|h3|strong|br)>)", html);
    }

    [Fact]
    public void Prose_knows_headings_lists_and_bold() =>
        Assert.Equal(
            "<h3>总则</h3><p>第一句<br>第二句</p><ul><li><strong>甲</strong>：一</li><li>乙</li></ul><ol><li>先</li><li>后</li></ol><p>完</p>",
            CharterProse.Html("# 总则\n第一句\n第二句\n\n- **甲**：一\n- 乙\n\n1. 先\n2、后\n\n完"));

    [Fact]
    public void Any_text_becomes_balanced_tags() =>
        Prop.ForAll(Gen.Elements("# a", "- b", "1. c", "d", "", "**e**").ListOf().ToArbitrary(), lines =>
        {
            var html = CharterProse.Html(string.Join('\n', lines));
            return new[] { "p", "ul", "ol", "li", "h3", "strong" }.All(tag => Count(html, $"<{tag}>") == Count(html, $"</{tag}>"));
        }).QuickCheckThrowOnFailure();

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Side(IEnumerable<TextDiff.Line> lines, TextDiff.Change without) =>
        string.Join('\n', lines.Where(l => l.Change != without).Select(l => string.Concat(l.Pieces.Where(p => p.Change != without).Select(p => p.Text))));
}
