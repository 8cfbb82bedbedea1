using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Search;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Hosting;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>Facet counts against counting by hand what each reader is shown.</summary>
[Trait("Requirement", "W12")]
public sealed class CountingFacets(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly string[] Categories = ["01", "03", "04", "14", "21"];
    private static readonly string[] Grades = ["1", "2", "3", "4"];
    private readonly SearchWorld world = new(host);

    [Fact]
    public async Task Every_count_is_what_its_reader_would_count_by_hand()
    {
        var random = new Random(20261120);
        var owners = new[] { await world.World.MuseumAsync(), await world.World.MuseumAsync(), await world.World.MuseumAsync() };
        var drafts = Enumerable.Range(0, 400).Select(i => Any(random, owners, i)).ToList();
        await world.World.WriteAsync([.. drafts]);
        Reader[] readers =
        [
            Reader.Visitor, Reader.AsMember(Guid.CreateVersion7()), Reader.AsMember(owners[0]), Reader.AsAssociation(Guid.CreateVersion7(), owners[..2]),
            Reader.AsStaff(owners[1]),
        ];
        string[] asked =
        [
            "", "?q=瓶", "?q=瓶&category=03", "?category=03&category=14", "?category=03&period=3.19", "?q=青花&grade=1,2&image=no", "?material=1",
            "?q=秘", "?period=-", "?period=3.19.02", "?category=01,03,04,14,21&grade=1,2,3,4&rights=-&sort=oldest",
        ];
        foreach (var reader in readers)
        {
            foreach (var query in asked)
            {
                await SameAsByHand(drafts, reader, query);
            }
        }
    }

    private async Task SameAsByHand(List<ObjectDraft> drafts, Reader reader, string query)
    {
        var ask = SearchAsk.Read(query);
        var answer = await world.AskAsync(query, reader, size: 1000);
        var seen = drafts.Where(d => Shows(d, reader)).Select(d => new Seen(d, reader)).Where(s => s.Says(ask.Words)).ToList();
        var all = seen.Where(s => s.Fits(ask, null)).ToList();
        Assert.Equal(Sum(all), answer.Total);
        Assert.Equal(all.Select(s => s.Draft.Id).Order(), answer.Rows.Select(r => r.Object.Row.Id).Order());
        foreach (var facet in new[] { Facet.Category, Facet.Grade, Facet.Period, Facet.Material })
        {
            var expected = seen.Where(s => s.Fits(ask, facet)).SelectMany(s => s.Codes(facet).Select(c => (c, s))).GroupBy(p => p.c).ToDictionary(g => g.Key, g => Sum(g.Select(p => p.s)));
            var counted = answer.Choices[facet].Where(c => c.Tally.Records > 0).ToDictionary(c => c.Code, c => c.Tally);

            // A tree shows its two upper steps until something in it is chosen.
            foreach (var deep in expected.Keys.Where(c => facet is Facet.Period or Facet.Material && c.Count(x => x == '.') > 1 && !counted.ContainsKey(c)).ToList())
            {
                expected.Remove(deep);
            }

            Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), counted.OrderBy(e => e.Key, StringComparer.Ordinal));
        }

        // Page by page it is the same list in the same order.
        var paged = new List<Guid>();
        for (var page = 1; paged.Count < answer.Total.Records; page++)
        {
            paged.AddRange((await world.AskAsync($"{query}{(query.Length == 0 ? "?" : "&")}page={page}", reader, size: 97)).Rows.Select(r => r.Object.Row.Id));
        }

        Assert.Equal(answer.Rows.Select(r => r.Object.Row.Id), paged);
    }

    private static Tally Sum(IEnumerable<Seen> seen) => seen.Aggregate(new Tally(0, 0, 0), (sum, s) => sum + new Tally(1, s.Pieces, s.Actual));

    private static ObjectDraft Any(Random random, Guid[] owners, int i)
    {
        var owner = owners[random.Next(3)];
        var more = new List<(string, FieldValue)>
        {
            SearchWorld.Category([.. Enumerable.Range(0, random.Next(3)).Select(_ => Categories[random.Next(5)]).Distinct().DefaultIfEmpty("03")]),
            ("pieces", new AmountValue(random.Next(1, 4))), ("actual", new AmountValue(random.Next(1, 90))),
        };
        if (random.Next(4) > 0)
        {
            more.Add(SearchWorld.Period("清", random.Next(2) == 0 ? "3.19" : "3.19.02"));
        }

        if (random.Next(3) > 0)
        {
            more.Add(("grade", new CodedValue([new(Grades[random.Next(4)], "grade")])));
        }

        more.Add(("notes", new TextValue(random.Next(2) == 0 ? "秘" : "无")));
        var level = (Level)random.Next(5);
        return SearchWorld.Draft(owner, $"n{i}", random.Next(2) == 0 ? "青花瓶" : "青玉碗", [.. more]) with
        {
            Level = level,
            Named = level == Level.Named ? [owners[0]] : [],
            FieldLevels = random.Next(3) == 0
                ? new Dictionary<string, Level> { ["category"] = (Level)random.Next(5), ["grade"] = (Level)random.Next(5), ["title"] = (Level)random.Next(5), ["actual"] = (Level)random.Next(5) }
                : new Dictionary<string, Level>(),
        };
    }

    private static bool Shows(ObjectDraft draft, Reader reader) => draft.Level is Level.Public || reader.IsIn(draft.Level, draft.InstitutionId, draft.Named);

    private sealed class Seen(ObjectDraft draft, Reader reader)
    {
        private readonly Level open = reader.LevelFor(draft.InstitutionId, draft.Named);

        public ObjectDraft Draft => draft;

        public long Pieces => CountsShow ? (long)((AmountValue)draft.Record["pieces"]!).Number : 0;

        public long Actual => CountsShow ? (long)((AmountValue)draft.Record["actual"]!).Number : 0;

        // The two counts are never apart: where one is hidden, so is the other.
        private bool CountsShow => Sees("pieces") && Sees("actual");

        public bool Says(string word) => word.Length == 0 || draft.Record.Values.Keys.Where(Sees).Any(key => draft.Record[key] switch
        {
            TextValue text => text.Text.Contains(word, StringComparison.Ordinal),
            WordsValue words => words.ByLanguage.Values.Any(t => t.Contains(word, StringComparison.Ordinal)),
            _ => false,
        });

        public bool Fits(SearchAsk ask, Facet? aside) => ask.Choices.Where(c => c.Key != aside).All(c => c.Key switch
        {
            Facet.Image => c.Value.Contains("no"),
            Facet.Rights => c.Value.Contains("-"),
            _ => Codes(c.Key).Any(c.Value.Contains),
        });

        public IEnumerable<string> Codes(Facet facet)
        {
            var key = facet.ToString().ToLowerInvariant();
            var codes = !Sees(key) ? [] : draft.Record[key] switch
            {
                CodedValue coded => coded.Words.SelectMany(w => CodeBook.Standard[key].Path(w.Code)).Select(e => e.Code),
                TimeValue time => CodeBook.Standard["period"].Path(time.Code).Select(e => e.Code),
                _ => [],
            };
            return codes.Distinct().DefaultIfEmpty("-");
        }

        private bool Sees(string key) => draft.FieldLevels.GetValueOrDefault(key, draft.Record.Profile.Find(key)!.Level) <= open;
    }
}
