using System.Text;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Formats.Reading;
using Guanlian.Hosting;
using Guanlian.Samples;

namespace Guanlian.Unit.Catalogue.Formats;

public sealed class ReadingForeignFiles
{
    [Theory]
    [InlineData("kunsthalle-bremen.xml", "LIDO", 1, "DE-MUS-027614/lido/3")]
    [InlineData("lwl-museum.xml", "LIDO", 1, "DE-MUS-100818/lido/obj/33419853")]
    [InlineData("hebrew-880s.mrc", "MARC 21", 1, "4083985")]
    [InlineData("stanford-pc0170.xml", "EAD 2002", 7, null)]
    [InlineData("science-history-institute-dc.xml", "OAI-PMH", 10, "oai:sciencehistoryorg:mk61rg92z")]
    public async Task Each_published_file_gives_its_records(string name, string format, int count, string? firstId)
    {
        var (found, records) = await ReadAsync(File.OpenRead(FormatSamples.Path(name)));
        Assert.Equal(format, found);
        Assert.Equal(count, records.Count);
        if (firstId is not null)
        {
            Assert.Equal(firstId, records[0].Id);
        }

        Assert.Equal(count, records.Select(r => r.Id).Distinct().Count());
    }

    [FullFilesTheory]
    [InlineData("lido/deutsches-museum.xml", 1)]
    [InlineData("lido/kunsthalle-bremen.xml", 1)]
    [InlineData("lido/lwl-museum.xml", 1)]
    [InlineData("lido/marburg-fontana-v1.1.xml", 3)]
    [InlineData("lido/marburg-primavera-v1.1.xml", 1)]
    [InlineData("lido/mkg-hamburg-minimal.xml", 1)]
    [InlineData("lido/museum-schloss-herzberg.xml", 1)]
    [InlineData("lido/technikmuseum-berlin.xml", 1)]
    [InlineData("ead/stanford-a0011.xml", 2)]
    [InlineData("ead/stanford-pc0170.xml", 7)]
    [InlineData("marc/thirty-records.utf8.mrc", 30)]
    [InlineData("marc/thirty-records.marcxml.xml", 30)]
    [InlineData("marc/hebrew-880s.mrc", 1)]
    [InlineData("marc/louis-armstrong.mrc", 1)]
    [InlineData("oai-pmh/science-history-institute-dc.xml", 10)]
    public async Task All_published_files_give_their_records(string name, int count)
    {
        var (_, records) = await ReadAsync(File.OpenRead(SharedData.Path("interchange-xml/" + name)));
        Assert.Equal(count, records.Count);
        Assert.All(records, r => Assert.NotNull(r.Content));
    }

    [FullFilesFact]
    public async Task Binary_Marc_and_MarcXml_are_the_same_records()
    {
        var (_, binary) = await ReadAsync(File.OpenRead(SharedData.Path("interchange-xml/marc/thirty-records.utf8.mrc")));
        var (_, xml) = await ReadAsync(File.OpenRead(SharedData.Path("interchange-xml/marc/thirty-records.marcxml.xml")));
        Assert.Equal(xml.Select(Fields), binary.Select(Fields));

        static string Fields(ForeignRecord record) => string.Join('\n', record.Content!.Elements().Where(e => e.Name.LocalName != "leader")
            .Select(f => $"{f.Attribute("tag")?.Value} {string.Join('|', f.Elements().Select(s => s.Attribute("code")?.Value + s.Value))}{(f.HasElements ? "" : f.Value)}"));
    }

    [Fact]
    public async Task A_field_in_Hebrew_script_is_marked_with_the_field_that_it_stands_for()
    {
        var (_, records) = await ReadAsync(File.OpenRead(FormatSamples.Path("hebrew-880s.mrc")));
        var titles = records[0].Content!.Elements(Namespaces.Marc + "datafield").Where(f => f.Attribute(MarcLinks.For)?.Value == "245").ToList();
        Assert.Equal(2, titles.Count);
        Assert.Equal("he", titles[1].Attribute(Namespaces.Lang)?.Value);
        Assert.StartsWith("אנרכיזם", titles[1].Elements().Single(s => s.Attribute("code")?.Value == "a").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_component_of_a_finding_aid_knows_what_it_is_part_of()
    {
        var (_, records) = await ReadAsync(File.OpenRead(FormatSamples.Path("stanford-pc0170.xml")));
        var collection = Assert.Single(records, r => r.Content!.Name.LocalName == "archdesc");
        Assert.Equal(1, collection.Number);
        Assert.All(records.Where(r => r != collection), r => Assert.NotEmpty(r.Content!.Elements(Namespaces.Mark + "part-of")));
    }

    [Fact]
    public void Marc8_puts_accents_behind_their_letters()
    {
        var marc8 = new Marc8();
        Assert.Equal("Karlfeldt, Č ł é", marc8.Decode([.. "Karlfeldt, "u8, 0xe9, (byte)'C', (byte)' ', 0xb1, (byte)' ', 0xe2, (byte)'e']));
        Assert.Equal("אבת", marc8.Decode([0x1b, (byte)'(', (byte)'2', 0x60, 0x61, 0x7a]));
        Assert.Equal("H₂O", marc8.Decode([(byte)'H', 0x1b, (byte)'b', (byte)'2', 0x1b, (byte)'s', (byte)'O']));
        Assert.Empty(marc8.Unread);
    }

    [Fact]
    public void Marc8_reads_East_Asian_characters_by_the_published_table_and_names_what_it_has_not()
    {
        var marc8 = new Marc8();
        byte[] title = [.. "Yongle "u8, 0x1b, (byte)'$', (byte)'1', 0x21, 0x46, 0x5d, 0x21, 0x45, 0x4e, 0x21, 0x39, 0x25, 0x21, 0x33, 0x2c, 0x1b, (byte)'(', (byte)'B', .. " :"u8];
        Assert.Equal("Yongle 永樂大典 :", marc8.Decode(title));
        Assert.Equal("國", marc8.Decode([0x1b, (byte)'$', (byte)')', (byte)'1', 0xa1, 0xb7, 0xef]));
        Assert.Empty(marc8.Unread);
        Assert.Equal("\ufffd一", marc8.Decode([0x1b, (byte)'$', (byte)'1', 0x7e, 0x7e, 0x7e, 0x21, 0x30, 0x21]));
        Assert.Equal("EACC (CJK)", Assert.Single(marc8.Unread));
        Assert.Equal("\ufffd", new Marc8().Decode([0x1b, (byte)'$', (byte)'1', 0x21, 0x30]));
    }

    [Fact]
    public async Task A_Marc_file_in_East_Asian_Marc8_is_read_and_one_with_characters_of_no_table_says_to_use_UTF8()
    {
        var (_, records) = await ReadAsync(new MemoryStream(Marc([0x21, 0x46, 0x5d, 0x21, 0x45, 0x4e])));
        Assert.Equal("永樂", records[0].Content!.Descendants().Single(e => (string?)e.Attribute("code") == "a").Value);
        Assert.Empty(records[0].Findings);
        (_, records) = await ReadAsync(new MemoryStream(Marc([0x7e, 0x7e, 0x7e])));
        var finding = Assert.Single(records[0].Findings);
        Assert.Equal(("catalogue.formats.marc.unread-script", "EACC (CJK)"), (finding.Code, finding.Holes.Single().Value));

        // One field 245 in a record that says MARC-8.
        static byte[] Marc(byte[] eacc)
        {
            byte[] field = [.. "00"u8, 0x1f, (byte)'a', 0x1b, (byte)'$', (byte)'1', .. eacc, 0x1b, (byte)'(', (byte)'B', 0x1e];
            var (start, length) = (24 + 12 + 1, 24 + 12 + 1 + field.Length + 1);
            return [.. Encoding.ASCII.GetBytes($"{length:D5}nam  22{start:D5} a 4500245{field.Length:D4}00000"), 0x1e, .. field, 0x1d];
        }
    }

    internal static async Task<(string Format, List<ForeignRecord> Records)> ReadAsync(Stream stream, ForeignLimits? limits = null)
    {
        await using var open = stream;
        var file = ForeignFile.Open(open, limits).Value;
        var records = new List<ForeignRecord>();
        var end = await file.ReadAsync((record, _) =>
        {
            records.Add(record);
            return ValueTask.CompletedTask;
        }, CancellationToken.None);
        Assert.Equal(records.Count, end.Value);
        return (file.Name, records);
    }
}
