using System.Text;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Catalogue.Search.Listing;
using Guanlian.Catalogue.Search.Queries;
using Guanlian.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>
/// Answers from the lists of common words against PostgreSQL's own comparison of every row, by readers of all kinds, whatever has changed since the
/// lists were made.
/// </summary>
[Trait("Requirement", "W12")]
public sealed class ListedWords(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const string Characters = "青花瓶碗龙纹白玉缠枝莲款";
    private static readonly string[] Latin = ["vase", "jade", "dragon", "blue", "folio", "plum"];
    private static readonly string[] Fields = ["condition", "findPlace", "notes", "sourceDetail"];
    private readonly SearchWorld world = new(host);

    private NpgsqlDataSource Source => host.Services.GetRequiredService<NpgsqlDataSource>();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 40)]
    [InlineData(3, 100_000)]
    public async Task Lists_and_rows_give_every_reader_the_same(int seed, int tolerated)
    {
        var random = new Random(seed);
        var owners = new[] { await world.World.MuseumAsync(), await world.World.MuseumAsync(), await world.World.MuseumAsync() };
        var party = Guid.CreateVersion7();
        var all = new Dictionary<Guid, ObjectDraft>();
        var marks = 0;
        for (var round = 0; round < 3; round++)
        {
            // New ones, and some of the old ones changed: words, levels, bin.
            var drafts = Enumerable.Range(0, 120).Select(i => Any(random, owners, party, $"{seed}.{round}.{2000 + i}")).ToList();
            drafts.AddRange(all.Values.Where(_ => random.Next(8) == 0).Select(old => Any(random, owners, party, $"{seed}.{round}.{++marks + 7000}") with
            {
                InstitutionId = old.InstitutionId,
                Id = old.Id,
                Version = old.Version,
                State = random.Next(6) == 0 ? ObjectState.Binned : ObjectState.Published,
            }));
            var written = await world.World.WriteAsync([.. drafts]);
            Assert.Equal(drafts.Count, written.Count);
            foreach (var draft in drafts)
            {
                all[draft.Id] = draft with { Version = draft.Version + 1 };
            }

            await SameAsync(random, owners, party, all);
            await ListAsync(tolerated);
            await SameAsync(random, owners, party, all);
        }

        // The lists were there to be read, and held what is common.
        Assert.True(await CountAsync("select count(*) from catalogue.word_list l join catalogue.word_listing s on s.edition = l.edition where l.word in ('青花', '青*')") > 0);
    }

    [Fact]
    public async Task An_edit_shows_in_the_next_search_while_lists_are_made()
    {
        var owner = await world.World.MuseumAsync();
        var random = new Random(11);
        var drafts = Enumerable.Range(0, 60).Select(i => SearchWorld.Draft(owner, $"E-{i}", "青花龙纹瓶")).ToArray();
        await world.World.WriteAsync(drafts);
        await ListAsync(0);
        using var stop = new CancellationTokenSource();
        var listing = Task.Run(async () =>
        {
            var rounds = 0;
            while (!stop.IsCancellationRequested)
            {
                await ListAsync(0);
                rounds++;
            }

            return rounds;
        });
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            var mine = drafts.Where((_, i) => i % 4 == writer).ToArray();
            for (var turn = 0; turn < 25; turn++)
            {
                var one = random.Next(mine.Length);
                var name = turn % 2 == 0 ? $"白玉{(char)('甲' + writer)}碗" : "青花龙纹瓶";
                mine[one] = mine[one] with { Record = mine[one].Record.With("title", WordsValue.Zh(name)), Version = mine[one].Version + 1 };
                var written = Assert.Single(await world.World.WriteAsync(mine[one] with { Version = await VersionAsync(mine[one].Id) }));
                Assert.Equal(turn % 2 == 0, (await FoundAsync($"\"白玉{(char)('甲' + writer)}\"", owner)).Contains(written.Id));
                Assert.Equal(turn % 2 == 1, (await FoundAsync("龙纹瓶", owner)).Contains(written.Id));
            }
        }).ToArray();
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        Assert.True(await listing > 1);
    }

    [Fact]
    public void An_association_asks_for_a_word_once_for_each_level_not_for_each_museum()
    {
        var over = Reader.AsAssociation(Guid.CreateVersion7(), Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7()));
        Assert.Equal([Level.Members, Level.Association], new Sight(over).Levels);
        Assert.Equal("('n捐赠' | 't捐赠' | 'M~n捐赠' | 'M~t捐赠' | 'A~n捐赠' | 'A~t捐赠')", TextQuery.Anywhere("捐赠", phrase: false)!.Written(new Sight(over).Levels));
        Assert.Empty(new Sight(Reader.Visitor).Levels);
    }

    [Fact]
    public async Task What_is_left_out_stays_out_when_letters_are_heard_as_sounds()
    {
        var owner = await world.World.MuseumAsync();
        var kept = (await world.World.WriteAsync(SearchWorld.Draft(owner, "S-1", "鎏金佛像"), SearchWorld.Draft(owner, "S-2", "鎏金佛像残件")))[0];
        Assert.Equal([kept.Id], await FoundAsync("ljfx -残件", owner));
    }

    [Fact]
    public async Task Lists_of_a_server_that_had_seen_more_are_forgotten()
    {
        var owner = await world.World.MuseumAsync();
        await world.World.WriteAsync([.. Enumerable.Range(0, 40).Select(i => SearchWorld.Draft(owner, $"R-{i}", "青花瓶"))]);
        await ListAsync(0);
        await CountAsync("with x as (update catalogue.word_chunk set seen = '9000000000:9000000000:' returning 1) select count(*) from x");
        await CountAsync("with x as (delete from catalogue.word_list returning 1) select count(*) from x");

        // A program that starts now must not believe them.
        await using var text = new Started(host);
        await text.ReadAsync();
        Assert.True((await text.Text.OfAsync([TextQuery.Anywhere("青花", phrase: false)!], new(Reader.Visitor), Nobody, default))[0].Count() >= 40);
        await ListAsync(0);
        Assert.True(await CountAsync("select count(*) from catalogue.word_list") > 0);
        Assert.Equal(0, await CountAsync("select count(*) from catalogue.word_chunk where seen::text = '9000000000:9000000000:'"));
    }

    private static CountQuestion Nobody(Columns columns) => new()
    {
        SeesAudience = [],
        Chosen = [],
        IsNamed = new bool[columns.Veils.Count],
        OwnerLevel = new Level[columns.Values[0].Count],
    };

    private async Task ListAsync(int tolerated)
    {
        var keep = new KeepWordLists(Source, new() { Common = 15, FewestRecords = 1, Tolerated = tolerated });
        try
        {
            for (var i = 0; i < 50 && await keep.StepAsync(default); i++)
            {
            }
        }
        catch (PostgresException e) when (e.SqlState is "40001" or "23505" or "40P01")
        {
            // Another copy was at it.
        }
    }

    private async Task SameAsync(Random random, Guid[] owners, Guid party, Dictionary<Guid, ObjectDraft> all)
    {
        Reader[] readers =
        [
            Reader.Visitor, Reader.AsMember(Guid.CreateVersion7()), Reader.AsMember(party), Reader.AsAssociation(Guid.CreateVersion7(), owners[..2]),
            Reader.AsStaff(owners[1]), new() { PartyId = party, Member = true, Own = [owners[0]], Over = [owners[2]] },
            new() { PartyId = party, Own = [owners[0]] },
        ];
        for (var i = 0; i < 25; i++)
        {
            var asked = Question(random);
            var terms = QueryReading.Read(asked).Terms.Cast<WordsTerm>().ToList();
            foreach (var reader in readers)
            {
                var expected = await ByRowAsync(terms, reader, owners, all);
                var found = (await world.AskAsync($"?q={Uri.EscapeDataString(asked)}", reader, size: 2_000)).Rows.Where(r => owners.Contains(r.Object.Row.InstitutionId)).Select(r => r.Object.Row.Id).ToHashSet();
                Assert.True(expected.SetEquals(found), $"{asked} by {Array.IndexOf(readers, reader)}: {found.Except(expected).Count()} too many, {expected.Except(found).Count()} missing");
            }
        }
    }

    // Every row compared, once for each level that the reader has in it.
    private async Task<HashSet<Guid>> ByRowAsync(List<WordsTerm> terms, Reader reader, Guid[] owners, Dictionary<Guid, ObjectDraft> all)
    {
        var matching = new HashSet<Guid>();
        foreach (var level in Enum.GetValues<Level>())
        {
            var open = new[] { Level.Members, Level.Association, Level.Staff }.Where(l => l <= level).ToArray();
            var conditions = string.Join(" and ", terms.Select(t => $"{(t.Exclude ? "not " : "")}terms @@ $q${TextQuery.Of(t)!.Written(open)}$q$::tsquery"));
            await using var connection = await Source.OpenConnectionAsync();
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { new("select set_config('enable_bitmapscan', 'off', true), set_config('enable_indexscan', 'off', true)"), new($"select id from catalogue.find where {conditions}") },
            };
            await using var rows = await batch.ExecuteReaderAsync();
            await rows.NextResultAsync();
            while (await rows.ReadAsync())
            {
                if (all.TryGetValue(rows.GetGuid(0), out var draft) && draft.State == ObjectState.Published && reader.LevelFor(draft.InstitutionId, draft.Named) == level
                    && (draft.Level == Level.Public || reader.IsIn(draft.Level, draft.InstitutionId, draft.Named)))
                {
                    matching.Add(draft.Id);
                }
            }
        }

        return matching;
    }

    private async Task<List<Guid>> FoundAsync(string words, Guid owner) =>
        [.. (await world.AskAsync($"?q={Uri.EscapeDataString(words)}", size: 2_000)).Rows.Where(r => r.Object.Row.InstitutionId == owner).Select(r => r.Object.Row.Id)];

    private async Task<int> VersionAsync(Guid id)
    {
        await using var select = Source.CreateCommand("select version from catalogue.object where id = $1");
        select.Parameters.AddWithValue(id);
        return (int)(await select.ExecuteScalarAsync())!;
    }

    private async Task<long> CountAsync(string query)
    {
        await using var select = Source.CreateCommand(query);
        return (long)(await select.ExecuteScalarAsync())!;
    }

    private static string Question(Random random)
    {
        var words = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(9) switch
        {
            0 => Latin[random.Next(Latin.Length)],
            1 => $"\"{Text(random, 3)}\"",
            2 => $"\"{Text(random, random.Next(1, 3))} {(random.Next(3) == 0 ? "rare" : Latin[random.Next(Latin.Length)])}\"",
            3 => Text(random, 1),
            4 => $"名称:{Text(random, 2)}",
            5 => $"编号:{random.Next(1, 4)}{(random.Next(2) == 0 ? "" : $".{random.Next(3)}.20{random.Next(10)}")}",
            6 => "baiyu",
            _ => Text(random, random.Next(2, 4)),
        }).Select((w, i) => i > 0 && random.Next(4) == 0 ? "-" + w : w);
        return string.Join(' ', words);
    }

    private static string Text(Random random, int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            text.Append(Characters[random.Next(Characters.Length)]);
        }

        return text.ToString();
    }

    private static ObjectDraft Any(Random random, Guid[] owners, Guid party, string number)
    {
        var more = Fields.Where(_ => random.Next(2) == 0).Select(f => (f, (FieldValue)new TextValue($"{Text(random, random.Next(1, 6))} {Latin[random.Next(Latin.Length)]} {Text(random, random.Next(1, 4))}"))).ToArray();
        var level = random.Next(2) == 0 ? Level.Public : (Level)random.Next(5);
        return SearchWorld.Draft(owners[random.Next(3)], number, $"{Text(random, random.Next(1, 7))}{(random.Next(25) == 0 ? " rare" : random.Next(3) == 0 ? " " + Latin[random.Next(Latin.Length)] : "")}", more) with
        {
            Level = level,
            Named = level == Level.Named ? [party] : [],
            FieldLevels = Fields.Where(_ => random.Next(2) == 0).ToDictionary(f => f, _ => (Level)random.Next(5)),
        };
    }

    /// <summary>What a copy of the program knows that has just started.</summary>
    private sealed class Started : IAsyncDisposable
    {
        private readonly WordLists lists;
        private readonly Mirror mirror;

        public Started(GuanlianHost host)
        {
            var source = host.Services.GetRequiredService<NpgsqlDataSource>();
            lists = new(source);
            mirror = new(source, host.Services.GetRequiredService<Guanlian.Catalogue.Search.Indexing.FacetValues>(), lists);
            Text = new(source, mirror, lists);
        }

        public TextHits Text { get; }

        public Task ReadAsync() => mirror.CatchUpAsync(default);

        public ValueTask DisposeAsync()
        {
            mirror.Dispose();
            lists.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
