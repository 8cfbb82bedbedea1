using Guanlian.Catalogue.Search.Queries;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>Which records the words of a query find, before visibility and choices.</summary>
internal sealed class FindHits(TextHits text, Mirror mirror)
{
    /// <summary>Null hits stand for everything.</summary>
    internal readonly record struct Found(Bits? Hits, Bits? InName);

    /// <param name="ask">The query.</param>
    /// <param name="sight">Whose hidden words count.</param>
    /// <param name="reader">What the reader may see of records.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Found> OfAsync(SearchAsk ask, Sight sight, Func<Columns, CountQuestion> reader, CancellationToken ct)
    {
        var terms = ask.Reading.Terms;
        // Everything that is asked for is asked for at once.
        var asked = new List<WordQuery>();
        var plain = Ask(Together(terms.Where(t => !t.Exclude).OfType<WordsTerm>().Select(t => ask.AsSounds ? OneOf(TextQuery.AsSounds(t.Said), TextQuery.Of(t)) : TextQuery.Of(t))));
        if (ask.AsSounds && plain is null)
        {
            return new(new(), null);
        }

        var names = Ask(ask.Order == ResultOrder.Best && !ask.AsSounds ? Together(terms.Where(t => !t.Exclude).Select(InName)) : null);
        var times = terms.OfType<PeriodTerm>().Select(t => (Term: t, Beside: Ask(Rest(t)), Literal: Ask(Literally(t)))).ToList();
        var without = terms.OfType<WordsTerm>().Where(t => t.Exclude).Select(t => Ask(TextQuery.Of(t))).OfType<int>().ToList();
        var found = await text.OfAsync(asked, sight, reader, ct);

        var hits = plain is { } p ? found[p] : null;
        foreach (var (term, beside, literal) in times.Where(t => !t.Term.Exclude))
        {
            hits = And(hits, Time(term, At(beside), At(literal), hits));
        }

        foreach (var (term, beside, literal) in times.Where(t => t.Term.Exclude))
        {
            hits = (hits ?? mirror.Read(Everything)).Without(Time(term, At(beside), At(literal), hits));
        }

        foreach (var one in without)
        {
            hits = (hits ?? mirror.Read(Everything)).Without(found[one]);
        }

        return new(hits, At(names));

        int? Ask(WordQuery? query)
        {
            if (query is null)
            {
                return null;
            }

            asked.Add(query);
            return asked.Count - 1;
        }

        Bits? At(int? place) => place is { } at ? found[at] : null;

        // Years are compared only for what else is asked: all of three million would take ten times as long.
        Bits Time(PeriodTerm term, Bits? beside, Bits? literal, Bits? within)
        {
            within = beside is null ? within : And(within, beside);
            var years = mirror.Read(columns => PeriodHits.Of(columns, term.Reading.Spans, reader(columns), within));
            return literal is null ? years : years.Or(literal);
        }
    }

    private static Bits And(Bits? one, Bits other) => one is null ? other : one.And(other);

    private static WordQuery? OneOf(WordQuery? one, WordQuery? other) => one is null ? other : other is null ? one : WordQuery.Either([one, other]);

    private static WordQuery? Together(IEnumerable<WordQuery?> parts) => parts.OfType<WordQuery>().ToList() is { Count: > 0 } some ? WordQuery.Each(some) : null;

    private static WordQuery? Rest(PeriodTerm time) => time.Rest is { } rest ? TextQuery.Anywhere(rest, phrase: false) : null;

    private static WordQuery? Literally(PeriodTerm time) => time.YearsOnly ? null : TextQuery.Anywhere(time.Said, phrase: !time.Said.Any(char.IsAsciiDigit));

    private static WordQuery? InName(QueryTerm term) => term switch
    {
        WordsTerm { Field: SearchField.Any } word => TextQuery.InName(word.Said, word.Phrase),
        PeriodTerm { YearsOnly: false } time => TextQuery.InName(time.Rest ?? time.Said, phrase: time.Rest is null),
        _ => null,
    };

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
