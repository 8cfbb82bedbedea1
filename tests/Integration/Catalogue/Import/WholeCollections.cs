using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Formats.Records;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;
using Guanlian.Samples;
using Xunit.Abstractions;

namespace Guanlian.Integration.Catalogue.Import;

/// <summary>
/// The collections of M+ and Carnegie go in, out in every format that we can read, and in again at another museum: two hundred records of
/// each in every clone; where the published files are at hand, all of M+ and every fourth of Carnegie, or all of both with GUANLIAN_EVERY_RECORD=1.
/// </summary>
[Trait("Requirement", "W13")]
public sealed class WholeCollections(GuanlianHost host, ITestOutputHelper output) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);

    [Theory]
    [InlineData("mplus", 200)]
    [InlineData("cmoa", 200)]
    public Task Two_hundred_records_come_in_go_out_and_come_back(string layout, int count) =>
        ThereAndBackAsync(layout, CollectionSamples.Read($"{layout}-{count}.jsonl"), CollectionSamples.Read("mplus-people.csv"), count);

    [FullFilesTheory]
    [InlineData("mplus", 13_412, 1)]
    [InlineData("cmoa", 28_258, 4)]
    public async Task The_whole_collection_comes_in_goes_out_and_comes_back(string layout, int count, int every)
    {
        every = Environment.GetEnvironmentVariable("GUANLIAN_EVERY_RECORD") == "1" ? 1 : every;
        using var packed = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path($"collection-{layout}/objects.jsonl.gz")), CompressionMode.Decompress));
        var all = (await packed.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(count, all.Length);
        var some = all.Where((_, n) => n % every == 0).ToList();

        var people = layout == "mplus" ? await File.ReadAllBytesAsync(SharedData.Path("collection-mplus/constituents.csv")) : [];
        await ThereAndBackAsync(layout, Encoding.UTF8.GetBytes(string.Join('\n', some)), people, some.Count);
    }

    [Fact]
    public async Task Census_records_come_back_from_the_formats_that_can_hold_them()
    {
        var (desk, code) = await DeskAsync();
        var odd = "总登记号,藏品名称,类别,年代,通高,质量,质量单位,实际数量,级别\n疑1,瓶？,瓷器？,清？,约12cm,3,kg,2,一级\n疑2,碗,瓷器、陶器,不晚于1368年,残高三寸,,,,\n";
        await desk.ImportAsync(await MadeWorkbook.XlsxAsync(300), shown: "Public");
        await desk.ImportAsync(Encoding.UTF8.GetBytes(odd), shown: "Public");
        var sent = await PublishedAsync(desk);
        foreach (var format in new[] { "object.jsonl", "lido.xml" })
        {
            var (other, _) = await TakenInAsync(await ExportAsync(code, format), sent.Count, "census");
            var differences = Differences(sent, await PublishedAsync(other));
            Assert.True(differences.Count == 0, $"{format}: {differences.Count} differences\n{string.Join('\n', differences.Take(12))}");
        }

        // MARC is written for what libraries exchange; what it says comes out of the records that were made of it.
        var marc = await ExportAsync(code, "marc.xml");
        var before = Marc(marc);
        Assert.NotEmpty(before);
        var (_, there) = await TakenInAsync(marc, before.Count, "census");
        var after = Marc(await ExportAsync(there, "marc.xml"));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([], before.SelectMany(r => r.Value.Except(after[r.Key]).Select(f => $"{r.Key} {f}")).Take(12));

        static Dictionary<string, List<string>> Marc(byte[] file) => XDocument.Parse(Encoding.UTF8.GetString(file)).Descendants(Namespaces.Marc + "record").ToDictionary(
            r => r.Elements(Namespaces.Marc + "controlfield").Single().Value,
            r => r.Elements(Namespaces.Marc + "datafield").Where(f => (string?)f.Attribute("tag") != "856")
                .SelectMany(f => f.Elements().Select(s => $"{(string?)f.Attribute("tag")}${(string?)s.Attribute("code")} {s.Value}")).ToList());
    }

    private async Task ThereAndBackAsync(string layout, byte[] file, byte[] people, int count)
    {
        var (desk, code) = await DeskAsync();
        if (layout == "mplus")
        {
            Assert.False((await desk.AsAsync<PeopleFile.Handler, Outcome<int>>(h => h.HandleAsync(new("mplus", new MemoryStream(people)), default))).Refused);
        }

        var act = await desk.ImportAsync(file, layout, "Public");
        Assert.Equal((BulkState.Applied, count, 0), (act.State, act.Written, act.Problems));
        Assert.Equal((0, 0, count), await desk.CompareAsync(file, layout) is var again ? (again.Added, again.Changed, again.Same) : default);

        // What has no title stays a draft and does not go out.
        var sent = await PublishedAsync(desk);
        output.WriteLine($"{count} in, {sent.Count} published");
        Assert.InRange(sent.Count, count * 98 / 100, count);
        foreach (var format in new[] { "object.jsonl", "lido.xml" })
        {
            var exported = await ExportAsync(code, format);
            if (format == "lido.xml")
            {
                using var lido = new MemoryStream(exported);
                Assert.Equal([], FormatSamples.Faults(lido));
            }

            var (other, _) = await TakenInAsync(exported, sent.Count);
            var differences = Differences(sent, await PublishedAsync(other));
            Assert.True(differences.Count == 0, $"{format}: {differences.Count} differences\n{string.Join('\n', differences.Take(12))}");
            output.WriteLine($"{format}: {exported.Length >> 20} MB, {sent.Count} records back without a difference");
        }

        await DublinCoreAsync(code, sent.Count);
    }

    /// <summary>
    /// Dublin Core has fifteen elements for all that a record says: what it carries is there again when the records that were made of it
    /// are written as Dublin Core once more.
    /// </summary>
    private async Task DublinCoreAsync(string code, int count)
    {
        var first = await ExportAsync(code, "dc.xml");
        var (_, other) = await TakenInAsync(first, count);
        var (before, after) = (Elements(first), Elements(await ExportAsync(other, "dc.xml")));
        var links = after.Values.ToDictionary(e => e.First(p => p.Name == "relation" && before.ContainsKey(p.Text)).Text);
        var lost = before.SelectMany(record => record.Value
            .Where(p => p.Name != "publisher" && p.Text != record.Key && !links[record.Key].Any(q => q.Name == p.Name && q.Text.Contains(p.Text, StringComparison.Ordinal)))
            .Select(p => $"{record.Key} {p.Name}: {p.Text}")).ToList();
        Assert.Equal([], lost.Take(20));

        // By the record's address.
        static Dictionary<string, List<(string Name, string Text)>> Elements(byte[] file) => XDocument.Parse(Encoding.UTF8.GetString(file))
            .Descendants(Namespaces.OaiDc + "dc").Select(d => d.Elements().Select(e => (e.Name.LocalName, Plain(e.Value))).ToList())
            .ToDictionary(d => d.First(p => p.LocalName == "identifier" && p.Item2.Contains("/objects/", StringComparison.Ordinal)).Item2);

        // Indented XML may break a line anywhere.
        static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<(ImportDesk Desk, string Code)> TakenInAsync(byte[] file, int count, string profile = "art")
    {
        var (desk, code) = await DeskAsync();
        var act = await desk.StepAsync(await desk.StartAsync(
            RecordImport.KindName, file, new() { [RecordImport.ProfileOption] = profile, [ObjectImport.Shown] = "Public" }));
        Assert.Equal((BulkState.Ready, count, 0), (act.State, act.Added, act.Problems));
        act = await desk.ApplyAsync(act);
        Assert.Equal((BulkState.Applied, count), (act.State, act.Written));
        return (desk, code);
    }

    private async Task<byte[]> ExportAsync(string code, string format)
    {
        using var client = host.NewClient();
        client.Timeout = TimeSpan.FromMinutes(10);
        return await client.GetByteArrayAsync($"api/export/{format}?institution={code}");
    }

    private async Task<(ImportDesk Desk, string Code)> DeskAsync()
    {
        var desk = new ImportDesk(world, world.Actor(await world.MuseumAsync(), Roles.Director));
        return (desk, (await host.WithAsync<IPartyDirectory, PartyCard?>(d => d.FindAsync(desk.Institution, default)))!.Code);
    }

    /// <summary>Which fields of which records are not what they were.</summary>
    private static List<string> Differences(List<string> before, List<string> after)
    {
        var (was, now) = (ByNumber(before), ByNumber(after));
        return
        [
            .. was.Keys.Except(now.Keys).Select(n => $"{n} is missing"), .. now.Keys.Except(was.Keys).Select(n => $"{n} is new"),
            .. was.Where(r => now.ContainsKey(r.Key)).SelectMany(r => r.Value.Keys.Union(now[r.Key].Keys)
                .Where(f => r.Value.GetValueOrDefault(f) != now[r.Key].GetValueOrDefault(f))
                .Select(f => $"{r.Key} {f}\n  {r.Value.GetValueOrDefault(f)}\n  {now[r.Key].GetValueOrDefault(f)}")),
        ];

        static Dictionary<string, Dictionary<string, string>> ByNumber(List<string> records) => records
            .Select(r => JsonDocument.Parse(r).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText()))
            .ToDictionary(r => r["number"]);
    }

    /// <summary>What visitors see of each published record.</summary>
    private static async Task<List<string>> PublishedAsync(ImportDesk desk) =>
        [.. (await desk.ObjectsAsync()).Where(o => o.State == ObjectState.Published).Select(o => SeenObject.Of(o, ProfileBook.Shipped[o.Profile], Reader.Visitor).Record.Write()).Order(StringComparer.Ordinal)];
}
