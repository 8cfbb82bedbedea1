using System.Text;
using Guanlian.Catalogue.Search.Folding;
using Guanlian.Catalogue.Search.Periods;

namespace Guanlian.Catalogue.Search.Queries;

/// <summary>
/// How the one box was read: words, "phrases", -exclusions, 名称:fields and times. Whatever a stranger types reads as something; nothing
/// throws, and nothing of it reaches the database but letters and digits.
/// </summary>
internal sealed record QueryReading(string Typed, IReadOnlyList<QueryTerm> Terms)
{
    /// <summary>Longer queries are cut.</summary>
    public const int LongestQuery = 300;

    private const int MostTerms = 24;

    private static readonly (string Word, SearchField? Field)[] FieldWords =
    [
        ("名称", SearchField.Name), ("名", SearchField.Name), ("题名", SearchField.Name), ("title", SearchField.Name), ("name", SearchField.Name),
        ("作者", SearchField.Maker), ("著者", SearchField.Maker), ("责任者", SearchField.Maker), ("maker", SearchField.Maker), ("artist", SearchField.Maker), ("by", SearchField.Maker),
        ("编号", SearchField.Number), ("总登记号", SearchField.Number), ("号", SearchField.Number), ("number", SearchField.Number), ("no", SearchField.Number),
        ("年代", null), ("时代", null), ("时期", null), ("period", null), ("date", null),
    ];

    /// <summary>Single-character dynasties that are read at the beginning of a longer word: 清青花, 明铜炉.</summary>
    private const string Leading = "清明";

    /// <summary>What follows a reign's name where no time is meant: 康熙通宝 is a coin, 康熙字典 a book, 康熙款 a mark.</summary>
    private static readonly string[] NoTime = ["款", "通宝", "元宝", "重宝", "字典", "信片", "矾", "器", "真", "单"];

    public bool IsEmpty => Terms.Count == 0;

    /// <summary>Whether it could be first letters or single syllables of pinyin: at least one part is of letters alone.</summary>
    public bool MayBeSounds => Terms.OfType<WordsTerm>().Any(t => !t.Exclude && !t.Phrase && t.Said.All(char.IsAsciiLetterLower));

    /// <summary>What was folded, for the reader.</summary>
    public IReadOnlyList<(char From, char To)> Folds => PlainText.Changes(Typed);

    public IEnumerable<PeriodTerm> Periods => Terms.OfType<PeriodTerm>();

    /// <summary>The query with one time taken literally.</summary>
    public string Quoted(PeriodTerm time) => string.Join(' ', Terms.Select(t => (t.Exclude ? "-" : "") + t switch
    {
        PeriodTerm p when p == time => $"\"{p.Said}\"",
        PeriodTerm { YearsOnly: true } p => $"年代:{p.Said}",
        WordsTerm { Field: not SearchField.Any } w => $"{FieldWords.First(f => f.Field == w.Field).Word}:{(w.Phrase ? $"\"{w.Said}\"" : w.Said)}",
        WordsTerm { Phrase: true } w => $"\"{w.Said}\"",
        _ => t.Said,
    }));

    public static QueryReading Read(string? typed)
    {
        var text = typed is null ? "" : typed.Trim();
        text = text.Length > LongestQuery ? text[..LongestQuery] : text;
        var plain = PlainText.Of(new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]));
        var terms = new List<QueryTerm>();
        for (var at = 0; at < plain.Length && terms.Count < MostTerms;)
        {
            if (char.IsWhiteSpace(plain[at]))
            {
                at++;
                continue;
            }

            var exclude = plain[at] == '-' && at + 1 < plain.Length && !char.IsWhiteSpace(plain[at + 1]);
            at += exclude ? 1 : 0;
            var (isField, field, begin) = FieldAt(plain, at);
            at = begin;
            foreach (var term in TermsAt(plain, ref at, isField, field))
            {
                terms.Add(term with { Exclude = exclude });
            }
        }

        return new(text, [.. terms.Take(MostTerms)]);
    }

    private static List<QueryTerm> TermsAt(string plain, ref int at, bool isField, SearchField? field)
    {
        if (at < plain.Length && Closing(plain[at]) is { } closing)
        {
            var end = plain.IndexOf(closing, at + 1);
            var inside = end < 0 ? plain[(at + 1)..] : plain[(at + 1)..end];
            at = end < 0 ? plain.Length : end + 1;
            return Says(inside) ? [new WordsTerm(inside.Trim(), field ?? SearchField.Any, Phrase: true)] : [];
        }

        var wantsTime = isField && field is null;
        if ((!isField || wantsTime) && TimeAt(plain, ref at, wantsTime) is { } time)
        {
            return [time];
        }

        var from = at;
        while (at < plain.Length && !char.IsWhiteSpace(plain[at]) && Closing(plain[at]) is null)
        {
            at++;
        }

        var word = plain[from..at];
        at += from == at && at < plain.Length ? 1 : 0;
        return Says(word) ? [new WordsTerm(word, field ?? SearchField.Any, Phrase: false)] : [];
    }

    private static PeriodTerm? TimeAt(string plain, ref int at, bool yearsOnly)
    {
        if (PeriodReader.At(plain, at, lenient: yearsOnly) is not { } found)
        {
            return null;
        }

        var end = at + found.Length;
        var said = plain[at..end].Trim();
        if (end == plain.Length || char.IsWhiteSpace(plain[end]) || Closing(plain[end]) is not null)
        {
            at = end;
            return new(said, found.Reading, null) { YearsOnly = yearsOnly };
        }

        var next = end;
        while (next < plain.Length && Rune.DecodeFromUtf16(plain.AsSpan(next), out var rune, out var length) == 0 && Runs.IsHan(rune))
        {
            next += length;
        }

        var rest = plain[end..next];
        var readable = rest.Length >= (found.Bare ? 2 : 1) && (!found.Bare || Leading.Contains(plain[at], StringComparison.Ordinal))
            && !Array.Exists(NoTime, n => rest.StartsWith(n, StringComparison.Ordinal)) && Runs.IsHan(new Rune(plain[end - 1]))
            && (next == plain.Length || char.IsWhiteSpace(plain[next]));
        if (!readable)
        {
            return null;
        }

        var whole = plain[at..next];
        at = next;
        return new(whole, found.Reading, rest);
    }

    private static (bool IsField, SearchField? Field, int Begin) FieldAt(string plain, int at)
    {
        foreach (var (word, field) in FieldWords)
        {
            var end = at + word.Length;
            if (end + 1 < plain.Length && plain[end] == ':' && !char.IsWhiteSpace(plain[end + 1]) && string.CompareOrdinal(plain, at, word, 0, word.Length) == 0)
            {
                return (true, field, end + 1);
            }
        }

        return (false, null, at);
    }

    private static char? Closing(char opening) => opening switch
    {
        '"' or '”' or '“' => '"' == opening ? '"' : '”',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        _ => null,
    };

    private static bool Says(string text) => text.EnumerateRunes().Any(Rune.IsLetterOrDigit);
}
