using Guanlian.Catalogue.Search.Queries;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>Which records the words of a query find, before visibility and choices.</summary>
internal sealed class FindHits(TextHits text, Mirror mirror)
{
    /// <summary>Null hits stand for everything.</summary>
    internal readonly record struct Found(Bits? Hits, Bits? InName);

    /// <param name="ask">The query.</param>
    /// <param name="words">Writes it for this reader.</param>
    /// <param name="reader">What the reader may see, for the years of records.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Found> OfAsync(SearchAsk ask, TextQuery words, Func<Columns, CountQuestion> reader, CancellationToken ct)
    {
        if (ask.AsSounds)
        {
            return new(await SoundsAsync(ask, words, ct), null);
        }

        Bits? hits = null;
        var terms = ask.Reading.Terms;
        var names = ask.Order == ResultOrder.Best ? InName(terms, words) : null;
        var plain = terms.Where(t => !t.Exclude).OfType<WordsTerm>().Select(words.Of).OfType<string>().Distinct().ToList();

        if (names is not null && Beside(terms, plain, names, words) is { } others && !plain.Exists(text.Knows))
        {
            var (named, rest) = await BothAsync(text.OfAsync(names, ct), text.OfAsync(others, ct));
            return new(named.Or(rest), named);
        }

        var inName = names is null ? Task.FromResult<Bits?>(null) : OrNullAsync(text.OfAsync(names, ct));

        // Those whose answers are at hand are joined here; the others are one question to the index, which begins with the rarest word.
        var asked = plain.Where(q => !text.Knows(q)).ToList();
        foreach (var query in plain.Except(asked).Concat(asked.Count == 0 ? [] : [string.Join(" & ", asked)]))
        {
            var found = await text.OfAsync(query, ct);
            hits = hits is null ? found : hits.And(found);
        }

        foreach (var time in terms.Where(t => !t.Exclude).OfType<PeriodTerm>())
        {
            var found = await TimeAsync(time, words, reader, hits, ct);
            hits = hits is null ? found : hits.And(found);
        }

        foreach (var term in terms.Where(t => t.Exclude))
        {
            var without = term is PeriodTerm time ? await TimeAsync(time, words, reader, hits, ct) : words.Of((WordsTerm)term) is { } query ? await text.OfAsync(query, ct) : new();
            hits = (hits ?? mirror.Read(Everything)).Without(without);
        }

        return new(hits, await inName);
    }

    // Years are compared only for what else is asked: all of three million would take ten times as long.
    private async Task<Bits> TimeAsync(PeriodTerm time, TextQuery words, Func<Columns, CountQuestion> reader, Bits? within, CancellationToken ct)
    {
        if (time.Rest is { } rest && words.Anywhere(rest, phrase: false) is { } beside)
        {
            var found = await text.OfAsync(beside, ct);
            within = within is null ? found : within.And(found);
        }

        var years = mirror.Read(columns => PeriodHits.Of(columns, time.Reading.Spans, reader(columns), within));
        return !time.YearsOnly && words.Anywhere(time.Said, phrase: !time.Said.Any(char.IsAsciiDigit)) is { } literal ? years.Or(await text.OfAsync(literal, ct)) : years;
    }

    // What is found in the name need not be read a second time: the index itself leaves it out of the rest. A phrase it cannot leave out,
    // but that one is of one field. Null where neither will do.
    private static string? Beside(IReadOnlyList<QueryTerm> terms, List<string> plain, string names, TextQuery words) =>
        terms.All(t => t is WordsTerm { Field: SearchField.Any, Phrase: false, Exclude: false }) ? $"{string.Join(" & ", plain)} & !({names})"
        : terms is [WordsTerm { Field: SearchField.Any, Phrase: true, Exclude: false } phrase] ? words.InText(phrase.Said, phrase: true)
        : null;

    private static async Task<(Bits, Bits)> BothAsync(Task<Bits> one, Task<Bits> other) => (await one, await other);

    private static async Task<Bits?> OrNullAsync(Task<Bits> found) => await found;

    private static string? InName(IReadOnlyList<QueryTerm> terms, TextQuery words)
    {
        var names = terms.Where(t => !t.Exclude).Select(t => t switch
        {
            WordsTerm { Field: SearchField.Any } word => words.InName(word.Said, word.Phrase),
            PeriodTerm { YearsOnly: false } time => words.InName(time.Rest ?? time.Said, phrase: time.Rest is null),
            _ => null,
        }).OfType<string>().Distinct().ToList();
        return names.Count == 0 ? null : string.Join(" & ", names);
    }

    private async Task<Bits> SoundsAsync(SearchAsk ask, TextQuery words, CancellationToken ct)
    {
        Bits? hits = null;
        foreach (var query in ask.Reading.Terms.OfType<WordsTerm>().Where(t => !t.Exclude)
            .Select(t => (words.AsSounds(t.Said), words.Of(t)) is ({ } sounds, { } plain) ? $"({sounds} | {plain})" : words.Of(t)).OfType<string>())
        {
            var found = await text.OfAsync(query, ct);
            hits = hits is null ? found : hits.And(found);
        }

        return hits ?? new();
    }

    private static Bits Everything(Columns columns)
    {
        var all = new Bits();
        for (var i = 0; i < columns.Chunks.Count; i++)
        {
            if (columns.Chunks[i] is not null)
            {
                Array.Fill(all.Make(i), ulong.MaxValue);
            }
        }

        return all;
    }
}
