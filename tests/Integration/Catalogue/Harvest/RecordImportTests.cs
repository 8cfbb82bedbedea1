using System.Text;
using System.Xml.Linq;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Formats.Records;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Samples;

namespace Guanlian.Integration.Catalogue.Harvest;

/// <summary>Files of records go through the mechanism that all imports use.</summary>
public sealed class RecordImportTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);

    [Theory]
    [InlineData("kunsthalle-bremen.xml", 1)]
    [InlineData("lwl-museum.xml", 1)]
    [InlineData("hebrew-880s.mrc", 1)]
    [InlineData("stanford-pc0170.xml", 7)]
    [InlineData("science-history-institute-dc.xml", 10)]
    [Trait("Requirement", "W13")]
    public async Task A_published_file_is_compared_applied_seen_again_and_undone(string name, int count)
    {
        var desk = await DeskAsync();
        var file = await File.ReadAllBytesAsync(FormatSamples.Path(name));
        var act = await CompareAsync(desk, file);
        Assert.Equal((BulkState.Ready, count, 0), (act.State, act.Added, act.Problems));
        act = await desk.ApplyAsync(act);
        Assert.Equal((BulkState.Applied, count), (act.State, act.Written));
        Assert.Equal(count, await desk.CountAsync());

        var again = await CompareAsync(desk, file);
        Assert.Equal((0, 0, count), (again.Added, again.Changed, again.Same));
        act = await desk.UndoAsync(act);
        Assert.Equal((BulkState.Undone, 0), (act.State, act.Kept));
        Assert.Equal(0, await desk.CountAsync());
        Assert.Equal(count, (await CompareAsync(desk, file)).Added);
    }

    [FullFilesTheory]
    [InlineData("lido/deutsches-museum.xml", 1)]
    [InlineData("lido/marburg-fontana-v1.1.xml", 3)]
    [InlineData("lido/marburg-primavera-v1.1.xml", 1)]
    [InlineData("lido/mkg-hamburg-minimal.xml", 1)]
    [InlineData("lido/museum-schloss-herzberg.xml", 1)]
    [InlineData("lido/technikmuseum-berlin.xml", 1)]
    [InlineData("ead/stanford-a0011.xml", 2)]
    [InlineData("marc/thirty-records.utf8.mrc", 30)]
    [InlineData("marc/thirty-records.marcxml.xml", 30)]
    [InlineData("marc/louis-armstrong.mrc", 1)]
    public async Task Every_published_file_comes_in_goes_out_as_Lido_and_comes_back_the_same(string name, int count)
    {
        var desk = await DeskAsync();
        var act = await desk.ApplyAsync(await CompareAsync(desk, await File.ReadAllBytesAsync(SharedData.Path("interchange-xml/" + name)), shown: "Public"));
        Assert.Equal(count, act.Written);
        var code = (await host.WithAsync<IPartyDirectory, PartyCard?>(d => d.FindAsync(desk.Institution, default)))!.Code;
        using var client = host.NewClient();
        var lido = await client.GetByteArrayAsync($"api/export/lido.xml?institution={code}");
        Assert.Equal([], FormatSamples.Faults(XDocument.Parse(Encoding.UTF8.GetString(lido))));

        var other = await DeskAsync();
        await other.ApplyAsync(await CompareAsync(other, lido));
        Assert.Equal(count, await other.CountAsync());
        // A visitor's export has no extra; all the rest is there again.
        Assert.Equal(string.Join('\n', await TextsAsync(desk)), string.Join('\n', await TextsAsync(other)));
    }

    [Fact]
    public async Task A_record_not_imported_before_is_matched_by_its_register_number_and_says_so()
    {
        var desk = await DeskAsync();
        await world.WriteAsync(new ObjectDraft(desk.Institution, Guid.CreateVersion7(), ObjectRecord.Empty(ProfileBook.Shipped["art"])
            .With("number", new Guanlian.Catalogue.Fields.TextValue("７３—1891")).With("title", Guanlian.Catalogue.Fields.WordsValue.Zh("哈茨风景"))));
        var act = await CompareAsync(desk, await File.ReadAllBytesAsync(FormatSamples.Path("kunsthalle-bremen.xml")));
        Assert.Equal((0, 1, 1), (act.Added, act.Changed, act.Flagged));
        await desk.ApplyAsync(act);
        var title = Assert.Single(await desk.ObjectsAsync());
        Assert.Contains("哈茨风景", title.Record, StringComparison.Ordinal);
        Assert.Contains("Harzlandschaft", title.Record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_holds_a_telephone_number_stays_a_draft_and_does_not_get_into_what_is_published()
    {
        var desk = await DeskAsync();
        var file = await File.ReadAllTextAsync(FormatSamples.Path("science-history-institute-dc.xml"));
        var spoilt = Encoding.UTF8.GetBytes(file.Replace(">Spice Storage<", ">Spice Storage 13812345678<", StringComparison.Ordinal));
        var act = await desk.ApplyAsync(await CompareAsync(desk, spoilt, shown: "Public"));
        Assert.Equal((10, 1), (act.Written, act.Flagged));
        Assert.Contains("Spice Storage", Assert.Single(await desk.ObjectsAsync(), o => o.State == ObjectState.Draft).Record, StringComparison.Ordinal);

        var other = await DeskAsync();
        await other.ApplyAsync(await CompareAsync(other, Encoding.UTF8.GetBytes(file), shown: "Public"));
        var changed = await other.ApplyAsync(await CompareAsync(other, spoilt, shown: "Public"));
        Assert.Equal((1, 9, 0), (changed.Problems, changed.Same, changed.Written));
        Assert.All(await other.ObjectsAsync(), o => Assert.DoesNotContain("13812345678", o.Record, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_add_each_record_once()
    {
        var desk = await DeskAsync();
        var file = await File.ReadAllBytesAsync(FormatSamples.Path("science-history-institute-dc.xml"));
        var acts = new[] { await CompareAsync(desk, file), await CompareAsync(desk, file) };
        await Task.WhenAll(acts.Select(desk.ApplyAsync));
        Assert.Equal(10, await desk.CountAsync());
    }

    [Fact]
    public async Task A_file_that_breaks_off_changes_nothing_and_what_is_no_file_of_records_is_refused_at_once()
    {
        var desk = await DeskAsync();
        var text = await File.ReadAllTextAsync(FormatSamples.Path("science-history-institute-dc.xml"));
        var act = await CompareAsync(desk, Encoding.UTF8.GetBytes(text[..(text.Length / 2)]));
        Assert.Equal(BulkState.Refused, act.State);
        Assert.Contains("catalogue.formats.xml.broken", act.Refusal!.RootElement.GetRawText(), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CompareAsync(desk, "总登记号,名称"u8.ToArray()));
        Assert.Equal("catalogue.formats.xml.broken", refused.Message);
    }

    private async Task<ImportDesk> DeskAsync() => new(world, world.Actor(await world.MuseumAsync(), Roles.Director));

    private static async Task<BulkAct> CompareAsync(ImportDesk desk, byte[] file, string profile = "art", string shown = "") => await desk.StepAsync(
        await desk.StartAsync(RecordImport.KindName, file, new() { [RecordImport.ProfileOption] = profile, [ObjectImport.Shown] = shown }));

    private static async Task<List<string>> TextsAsync(ImportDesk desk) =>
        [.. (await desk.ObjectsAsync()).Select(o => SeenObject.Of(o, ProfileBook.Shipped["art"], Guanlian.Catalogue.Access.Reader.Visitor).Record.Write()).Order(StringComparer.Ordinal)];
}
