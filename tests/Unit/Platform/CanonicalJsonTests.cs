using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Guanlian.Platform.Formats;

namespace Guanlian.Unit.Platform;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Keys_are_sorted_and_nothing_is_between_the_tokens() =>
        Assert.Equal("""{"a":[1,-2,true,null],"b":{"c":"x","d":{}}}""", Canonical("""{ "b": {"d":{}, "c":"x"}, "a": [1, -2, true, null] }"""));

    [Fact]
    public void Only_what_must_be_escaped_is_escaped() =>
        Assert.Equal("[\"\\\"\\\\\\n\\u0001馆联<&>/\u007f\u2028😀\"]", Canonical("[\"\\\"\\\\\\n\\u0001馆联<&>\\/\\u007f\\u2028\\ud83d\\ude00\"]"));

    [Fact]
    public void Text_is_put_into_normal_form_c() => Assert.Equal("[\"é\"]", Canonical("[\"e\\u0301\"]"));

    [Theory]
    [InlineData("[1.5]")]
    [InlineData("[1e3]")]
    [InlineData("[92233720368547758080]")]
    [InlineData("[\"\\ud800\"]")]
    public void What_has_no_canonical_form_is_refused(string json) => Assert.Throws<FormatException>(() => Canonical(json));

    [Fact]
    public void Whole_numbers_beyond_two_to_the_53_keep_every_digit() => Assert.Equal("[999999999999999999]", Canonical("[999999999999999999]"));

    [Fact]
    public void Writing_what_was_read_changes_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<Dictionary<NonNull<string>, int[]>>(), map =>
        {
            var once = CanonicalJson.Write(map.ToDictionary(p => string.Concat(p.Key.Item.Where(char.IsAsciiLetter)) + map.Keys.ToList().IndexOf(p.Key), p => p.Value));
            return Canonical(once) == once;
        }).QuickCheckThrowOnFailure();

    private static string Canonical(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return CanonicalJson.Write(parsed.RootElement);
    }
}
