using System.IO.Compression;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Import;
using Guanlian.Hosting;

namespace Guanlian.Unit.Catalogue.Import;

public sealed class ReadingForeignRecords
{
    private static string Samples => Path.Combine(Guanlian.Unit.Platform.Tables.Samples.Root, "tests/Hosting/Samples/collections");

    private static async Task<IReadOnlyDictionary<string, Person>> PeopleAsync(Stream file)
    {
        var read = await PeopleFile.ReadAsync(file, default);
        Assert.Null(read.Refusal?.Code);
        return read.Value;
    }

    [Fact]
    public async Task M_plus_objects_keep_both_languages_their_makers_with_roles_and_what_no_field_takes()
    {
        var people = await PeopleAsync(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(Samples, "mplus-people.csv"))));
        var rows = await ReadingCensusRows.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(Samples, "mplus-200.jsonl")), "mplus", people);
        Assert.Equal((200, 200), (rows.Count, rows.Select(r => r.Key).Distinct().Count()));
        Assert.DoesNotContain(rows, r => r.Findings.Any(f => f.Code == ImportWords.PersonUnknown));

        var first = rows.Single(r => r.Key == "2012.1799").Fields;
        Assert.Equal(("\"Ko Shing Street, Sheung Wan\"", "\"上環高陞街\""), (first["title.en"], first["title.zh-Hant"]));
        Assert.Equal(("\"sheet: 48.3 × 40 cm\"", "\"紙本︰48.3 × 40 厘米\""), (first["dimensions.en"], first["dimensions.zh-Hant"]));
        var maker = ((PeopleValue)FieldJson.Read(FieldKind.People, first["makers"]!)).People.Single();
        Assert.Equal(("378", "Artist", "藝術家"), (maker.Id, maker.Role!.In("en").Text, maker.Role.ByLanguage["zh-Hant"]));
        Assert.NotNull(maker.Name.ByLanguage["en"]);
        var date = (TimeValue)FieldJson.Read(FieldKind.Time, first["date"]!);
        Assert.Equal(("1956", 1956, 1956), (date.As, date.From, date.To));
        Assert.Equal("\"48.3\"", first["extra.dimensionDetails.height"]);
        Assert.DoesNotContain(first.Keys, k => k.StartsWith("extra.color", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Carnegie_objects_are_split_on_line_feeds_only_and_unknown_sizes_are_none()
    {
        var rows = await ReadingCensusRows.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(Samples, "cmoa-200.jsonl")), "cmoa");
        Assert.Equal((200, 200), (rows.Count, rows.Select(r => r.Key).Distinct().Count()));
        var bowl = rows.Single(r => r.Key == "23.10.23").Fields;
        Assert.Equal("""{"number":6,"unit":"in"}""", bowl["width"]);
        Assert.Null(bowl["diameter"]);
        var date = (TimeValue)FieldJson.Read(FieldKind.Time, bowl["date"]!);
        Assert.Equal(("Qianlong period (1736-1795)", 1736, 1795), (date.As, date.From, date.To));
        var maker = ((PeopleValue)FieldJson.Read(FieldKind.People, bowl["makers"]!)).People.Single();
        Assert.Equal(("unknown Chinese", "Chinese"), (maker.Name.ByLanguage["en"], maker.Life));
    }

    [FullFilesTheory]
    [InlineData("collection-mplus", "mplus", 13_412)]
    [InlineData("collection-cmoa", "cmoa", 28_258)]
    public async Task Every_record_of_the_whole_collections_is_read_under_a_number_of_its_own(string folder, string layout, int count)
    {
        using var file = new MemoryStream();
        await using (var packed = new GZipStream(File.OpenRead(SharedData.Path($"{folder}/objects.jsonl.gz")), CompressionMode.Decompress))
        {
            await packed.CopyToAsync(file);
        }

        var people = layout == "mplus"
            ? await PeopleAsync(new MemoryStream(await File.ReadAllBytesAsync(SharedData.Path("collection-mplus/constituents.csv"))))
            : new Dictionary<string, Person>();
        var rows = await ReadingCensusRows.ReadAsync(file.ToArray(), layout, people);
        Assert.Equal((count, count), (rows.Count, rows.Select(r => r.Key).Distinct().Count()));
        Assert.DoesNotContain(rows, r => r.Findings.Any(f => f.Weight == Guanlian.Platform.Tables.TableWeight.Problem));
    }
}
