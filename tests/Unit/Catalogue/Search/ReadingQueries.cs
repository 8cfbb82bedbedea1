using FsCheck;
using FsCheck.Fluent;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Search.Folding;
using Guanlian.Catalogue.Search.Periods;
using Guanlian.Catalogue.Search.Queries;

namespace Guanlian.Unit.Catalogue.Search;

[Trait("Requirement", "W12")]
public sealed class ReadingQueries
{
    [Theory]
    [InlineData("臺灣瓷器", "台湾瓷器")]
    [InlineData("ＱＩＮＧ　２０１２", "qing 2012")]
    [InlineData("Café Łódź", "cafe lodz")]
    [InlineData("甎甆盌峯", "砖瓷碗峰")]
    [InlineData("後裡", "后里")]
    public void Plain_form(string text, string plain) => Assert.Equal(plain, PlainText.Of(text));

    [Fact]
    public void The_reader_is_told_what_was_folded() => Assert.Equal([('臺', '台'), ('灣', '湾')], QueryReading.Read("臺灣瓷").Folds);

    [Theory]
    [InlineData("vases", "vase")]
    [InlineData("bowls", "bowl")]
    [InlineData("glazing", "glazed")]
    [InlineData("paintings", "painted")]
    [InlineData("dishes", "dish")]
    [InlineData("bodies", "body")]
    [InlineData("enamelled", "enamel")]
    [InlineData("glasses", "glass")]
    public void One_stem(string a, string b) => Assert.Equal(Stems.Of(b), Stems.Of(a));

    [Theory]
    [InlineData("ming", "m")]
    [InlineData("lotus", "lotu")]
    public void Not_cut(string word, string stem) => Assert.NotEqual(stem, Stems.Of(word));

    [Fact]
    public void Reads_words_phrases_exclusions_and_fields()
    {
        var terms = QueryReading.Read("青花 \"缠枝 莲\" -碗 名称:瓶 作者：郎世寧 no:B-12").Terms;
        Assert.Collection(terms,
            t => Assert.Equal(new WordsTerm("青花", SearchField.Any, false), t),
            t => Assert.Equal(new WordsTerm("缠枝 莲", SearchField.Any, true), t),
            t => Assert.Equal(new WordsTerm("碗", SearchField.Any, false) { Exclude = true }, t),
            t => Assert.Equal(new WordsTerm("瓶", SearchField.Name, false), t),
            t => Assert.Equal(new WordsTerm("郎世宁", SearchField.Maker, false), t),
            t => Assert.Equal(new WordsTerm("b-12", SearchField.Number, false), t));
    }

    [Theory]
    [InlineData("康熙", "康熙", null, 1662, 1722)]
    [InlineData("清", "清", null, 1616, 1911)]
    [InlineData("康熙青花", "康熙青花", "青花", 1662, 1722)]
    [InlineData("明末清初", "明末清初", null, 1595, 1665)]
    [InlineData("清青花", "清青花", "青花", 1616, 1911)]
    [InlineData("1934", "1934", null, 1934, 1934)]
    [InlineData("年代:金", "金", null, 1115, 1234)]
    [InlineData("金代", "金代", null, 1115, 1234)]
    [InlineData("qianlong", "qianlong", null, 1736, 1795)]
    public void Reads_a_time(string typed, string said, string? rest, int from, int to)
    {
        var time = Assert.IsType<PeriodTerm>(Assert.Single(QueryReading.Read(typed).Terms));
        Assert.Equal((said, rest, new YearSpan(from, to)), (time.Said, time.Rest, time.Reading.Whole));
    }

    [Theory]
    [InlineData("Qing dynasty vases", "qing dynasty", "vases")]
    [InlineData("18th century bowl", "18th century", "bowl")]
    public void Reads_english_times_of_several_words(string typed, string time, string word)
    {
        var terms = QueryReading.Read(typed).Terms;
        Assert.Equal([time, word], terms.Select(t => t.Said));
        Assert.IsType<PeriodTerm>(terms[0]);
    }

    [Theory]
    [InlineData("金")]
    [InlineData("金印")]
    [InlineData("康熙通宝")]
    [InlineData("明信片")]
    [InlineData("清真寺")]
    [InlineData("太平")]
    [InlineData("song")]
    [InlineData("2012.1799")]
    [InlineData("\"康熙\"")]
    public void Takes_no_time_where_another_word_is_meant(string typed) => Assert.IsType<WordsTerm>(Assert.Single(QueryReading.Read(typed).Terms));

    [Theory]
    [InlineData("新馆-2012.1799", "新馆20121799")]
    [InlineData("总 00123", "总00123")]
    public void Numbers_are_the_same_with_and_without_separators(string a, string b) =>
        Assert.Equal(NumberKeys.Key(PlainText.Of(b)), NumberKeys.Key(PlainText.Of(a)));

    [Fact]
    public void A_number_is_found_from_each_of_its_parts_on() =>
        Assert.Equal(["新馆20121799", "20121799", "1799"], NumberKeys.From("新馆-2012.1799"));

    [Fact]
    public void Letters_are_cut_into_syllables()
    {
        Assert.Contains(PinyinWords.Cut("qinghua"), c => c.SequenceEqual(["qing", "hua"]));
        Assert.Equal(2, PinyinWords.Cut("xian").Count(c => c.Count < 3));
        Assert.Empty(PinyinWords.Cut("vases"));
    }

    [Fact]
    public void A_record_is_found_by_each_form_of_its_name()
    {
        var terms = new IndexTerms();
        terms.Add(IndexTerms.Name, "青花缠枝蓮紋瓶");
        Assert.Superset(new HashSet<string> { "n青花", "n莲纹", "n瓶", "sqing.hua.", "sping.", "iqhc", "iwp" }, terms.All.ToHashSet());
    }

    [Fact]
    public void Hidden_words_carry_the_mark_of_their_level()
    {
        var terms = new IndexTerms();
        terms.Add(IndexTerms.Text, "捐赠", Level.Staff);
        Assert.All(terms.All, t => Assert.StartsWith("S~t", t, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'; drop table catalogue.find; --")]
    [InlineData("a & b | !c <-> (d:*)")]
    [InlineData("\\' \\\\ ' ' :*A")]
    [InlineData("名称: 作者:")]
    [InlineData("\"")]
    [InlineData("- -- -\"")]
    [InlineData("\0\u0001\uD800x\uDFFF")]
    [InlineData("%_%")]
    public void Hostile_text_leaves_nothing_but_letters_and_digits(string typed)
    {
        foreach (var term in QueryReading.Read(typed).Terms.OfType<WordsTerm>())
        {
            var query = TextQuery.Of(term)?.Written([]);
            Assert.True(query is null || query.Split('\'').Where((_, i) => i % 2 == 1).All(w => w[1..].All(c => char.IsLetterOrDigit(c) || c == '.' || char.IsSurrogate(c))), query);
        }
    }

    [Fact]
    public void Nothing_that_is_typed_throws() => Prop.ForAll<string>(typed =>
    {
        var reading = QueryReading.Read(typed);
        foreach (var term in reading.Terms.OfType<WordsTerm>())
        {
            _ = TextQuery.Of(term)?.Written([Level.Members]);
        }

        _ = PeriodReader.Read(typed ?? "");
        var terms = new IndexTerms();
        terms.Add(IndexTerms.Name, typed ?? "");
        _ = terms.ToString();
    }).QuickCheckThrowOnFailure();
}
