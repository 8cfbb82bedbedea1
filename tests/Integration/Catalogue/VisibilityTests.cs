using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Integration.Catalogue;

public sealed class VisibilityTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);

    [Fact]
    public async Task Each_reader_finds_the_records_of_the_levels_open_to_him_and_no_other()
    {
        var (owner, named, other) = (await world.MuseumAsync(), await world.MuseumAsync(), await world.MuseumAsync());
        var levels = Enum.GetValues<Level>();
        await world.WriteAsync([.. levels.Select(level => CatalogueWorld.Draft(owner, $"{level}", $"{level}") with
        {
            Level = level, Named = level == Level.Named ? [named] : [],
        })]);
        await world.WriteAsync(CatalogueWorld.Draft(owner, "draft", "草稿") with { State = ObjectState.Draft });

        await Sees(Reader.Visitor, owner, Level.Public);
        await Sees(Reader.AsMember(other), owner, Level.Members);
        await Sees(Reader.AsMember(named), owner, Level.Named);
        await Sees(Reader.AsAssociation(other, [owner]), owner, Level.Association);
        Assert.Equal(6, (await world.SeenByAsync(Reader.AsStaff(owner))).Count(o => o.InstitutionId == owner));
        await Sees(Reader.AsStaff(other), owner, Level.Members);
    }

    [Theory]
    [InlineData(null, nameof(Level.Public))]
    [InlineData(Roles.Partner, nameof(Level.Members))]
    [InlineData(Roles.Staff, nameof(Level.Staff))]
    [InlineData(Roles.Secretariat, nameof(Level.Association))]
    public void The_mandate_in_use_says_which_reader_somebody_is(string? role, string expected)
    {
        var (owner, cluster) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var actor = role switch
        {
            null => Actor.Visitor,
            Roles.Secretariat => world.Actor(cluster, role, owner),
            Roles.Staff => world.Actor(owner, role),
            _ => world.Actor(cluster, role),
        };
        Assert.Equal(expected, CurrentReader.Of(actor).LevelFor(owner, []).ToString());
    }

    [Fact]
    public async Task Fields_above_a_reader_are_not_in_what_he_is_given_and_the_record_may_narrow_them()
    {
        var owner = await world.MuseumAsync();
        var draft = CatalogueWorld.Draft(owner, "f1", "青花瓶", ("storage", new TextValue("三层东")), ("findPlace", new TextValue("某村")),
            ("inscription", new TextValue("大清康熙年制"))) with
        { FieldLevels = new Dictionary<string, Level> { ["inscription"] = Level.Members } };
        draft = draft with { Record = draft.Record with { Extra = new Dictionary<string, string> { ["原表备注"] = "内部" } } };
        await world.WriteAsync(draft);
        var row = (await world.SeenByAsync(Reader.Visitor)).Single(o => o.InstitutionId == owner);

        Assert.Equal(["number", "title"], Keys(row, Reader.Visitor));
        Assert.Equal(["inscription", "number", "title"], Keys(row, Reader.AsMember(Guid.CreateVersion7())));
        Assert.Equal(["findPlace", "inscription", "number", "title"], Keys(row, Reader.AsAssociation(Guid.CreateVersion7(), [owner])));
        Assert.Equal(["findPlace", "inscription", "number", "storage", "title"], Keys(row, Reader.AsStaff(owner)));
        Assert.Empty(SeenObject.Of(row, CatalogueWorld.Census, Reader.Visitor).Record.Extra);
        Assert.Single(SeenObject.Of(row, CatalogueWorld.Census, Reader.AsStaff(owner)).Record.Extra);
    }

    [Theory]
    [InlineData(1, null, false)]
    [InlineData(0, null, true)]
    [InlineData(null, -1, false)]
    [InlineData(null, 0, true)]
    public async Task An_embargo_and_an_end_keep_a_record_at_home(int? opensIn, int? closesIn, bool seen)
    {
        var owner = await world.MuseumAsync();
        var today = Guanlian.Platform.Words.Dates.InChina(host.Clock.Now);
        await world.WriteAsync(CatalogueWorld.Draft(owner, "e1", "卷") with
        {
            OpensOn = opensIn is { } o ? today.AddDays(o) : null,
            ClosesOn = closesIn is { } c ? today.AddDays(c) : null,
        });
        Assert.Equal(seen, (await world.SeenByAsync(Reader.Visitor)).Any(r => r.InstitutionId == owner));
    }

    [Fact]
    public async Task On_its_day_a_record_opens_and_closes_by_itself_and_the_history_says_so()
    {
        var owner = await world.MuseumAsync();
        var today = Guanlian.Platform.Words.Dates.InChina(host.Clock.Now);
        var draft = CatalogueWorld.Draft(owner, "w1", "屏") with { OpensOn = today.AddDays(1), ClosesOn = today.AddDays(2), Level = Level.Members };
        await world.WriteAsync(draft);
        var seen = new List<bool>();
        for (var day = 0; day < 4; day++)
        {
            await world.UseAsync<IEnumerable<IRegularWork>, int>(Actor.Program, async (all, _) =>
            {
                await all.OfType<TurnWindows>().Single().RunAsync(default);
                return 0;
            });
            seen.Add((await world.SeenByAsync(Reader.AsMember(Guid.CreateVersion7()))).Any(r => r.InstitutionId == owner));
            host.Clock.Now += TimeSpan.FromDays(1);
        }

        Assert.Equal([false, true, true, false], seen);
        var history = await host.WithAsync<CatalogueDb, List<string>>(db => db.Set<HistoryEvent>()
            .Where(e => e.SubjectId == draft.Id).OrderBy(e => e.At).Select(e => e.Action).ToListAsync());
        Assert.Equal(["catalogue.object.opened", "catalogue.object.closed"], history);
    }

    [Fact]
    public async Task A_late_writer_writes_nothing_and_a_number_stands_for_one_object()
    {
        var owner = await world.MuseumAsync();
        var draft = CatalogueWorld.Draft(owner, "总-00 1", "砚");
        var first = Assert.Single(await world.WriteAsync(draft));
        var again = Assert.Single(await world.WriteAsync(draft with { Version = first.Version, Record = draft.Record.With("notes", new TextValue("新")) }));
        Assert.Equal((first.Serial, 2), (again.Serial, again.Version));
        Assert.Empty(await world.WriteAsync(draft with { Version = first.Version }));

        var twin = await Assert.ThrowsAsync<PostgresException>(() => world.WriteAsync(CatalogueWorld.Draft(owner, "总００１", "另一方砚")));
        Assert.Equal("object_number_once", twin.ConstraintName);
        Assert.Single(await world.WriteAsync(CatalogueWorld.Draft(await world.MuseumAsync(), "总001", "别馆的砚")));
    }

    private static List<string> Keys(CatalogueObject row, Reader reader) =>
        [.. SeenObject.Of(row, CatalogueWorld.Census, reader).Record.Values.Keys.Order(StringComparer.Ordinal)];

    private async Task Sees(Reader reader, Guid owner, Level upTo) => Assert.Equal(
        Enum.GetValues<Level>().Where(l => l <= upTo),
        (await world.SeenByAsync(reader)).Where(o => o.InstitutionId == owner).Select(o => o.Level).Order());
}
