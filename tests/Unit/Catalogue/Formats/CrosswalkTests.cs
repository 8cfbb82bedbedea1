using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Formats.Crosswalks;
using Guanlian.Catalogue.Formats.Reading;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Samples;

namespace Guanlian.Unit.Catalogue.Formats;

public sealed class CrosswalkTests
{
    private static readonly Profile Art = ProfileBook.Shipped["art"];
    private static readonly Profile Census = ProfileBook.Shipped["census"];

    [Fact]
    public async Task A_Lido_record_fills_the_fields_of_an_art_museum()
    {
        var record = await OneAsync("kunsthalle-bremen.xml", Art);
        Assert.Equal("Harzlandschaft", ((WordsValue)record["title"]!).ByLanguage["de"]);
        Assert.Equal(new TextValue("73-1891"), record["number"]);
        Assert.Equal(new TimeValue("1870", 1870, 1870), record["date"]);
        Assert.Equal(new AmountValue(53.5m, "cm"), record["height"]);
        Assert.Equal(new AmountValue(79.5m, "cm"), record["width"]);
        var maker = Assert.Single(((PeopleValue)record["makers"]!).People);
        Assert.Equal("Lessing, Carl Friedrich", maker.Name.ByLanguage["de"]);
        Assert.Equal("Maler", maker.Role!.ByLanguage["de"]);
        Assert.Equal("1808–1880", maker.Life);
        Assert.Equal("Gemälde", Assert.Single(((CodedValue)record["category"]!).Words).As);
        Assert.StartsWith("C F L 1870. K", ((TextValue)record["inscription"]!).Text, StringComparison.Ordinal);
        // What no field takes is kept by its path.
        Assert.Contains(record.Extra, e => e.Key.StartsWith("objectPublishedID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_writings_of_a_Marc_title_are_one_title()
    {
        var record = await OneAsync("hebrew-880s.mrc", Census);
        var title = ((WordsValue)record["title"]!).ByLanguage;
        Assert.StartsWith("Anarkhizm be-\"Tsiyon\"", title["und"], StringComparison.Ordinal);
        Assert.StartsWith("אנרכיזם", title["he"], StringComparison.Ordinal);
        Assert.Equal(2011, ((TimeValue)record["period"]!).From);
        Assert.Contains(((PeopleValue)record["author"]!).People, p => p.Name.ByLanguage.ContainsValue("Ratsabi, Shalom"));
    }

    [Fact]
    public async Task A_harvested_Dublin_Core_record_is_read()
    {
        var (_, records) = await ReadingForeignFiles.ReadAsync(File.OpenRead(FormatSamples.Path("science-history-institute-dc.xml")));
        var spice = CrosswalkRun.Apply(records[1], Art);
        Assert.Equal("Spice Storage", spice.Title("en"));
        Assert.Equal(new TimeValue("1950s", 1950, 1950), spice["date"]);
        Assert.Equal(4, spice.Extra.Keys.Count(k => k.StartsWith("subject", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_text_of_a_published_record_is_lost()
    {
        foreach (var name in new[] { "kunsthalle-bremen.xml", "lwl-museum.xml", "stanford-pc0170.xml", "hebrew-880s.mrc", "science-history-institute-dc.xml" })
        {
            var (_, records) = await ReadingForeignFiles.ReadAsync(File.OpenRead(FormatSamples.Path(name)));
            foreach (var profile in new[] { Art, Census })
            {
                Assert.Empty(records.SelectMany(foreign => Lost(foreign, CrosswalkRun.Apply(foreign, profile)).Select(text => $"{name}: {text}")));
            }
        }
    }

    [FullFilesFact]
    public async Task No_text_of_any_published_record_is_lost()
    {
        foreach (var file in Directory.GetFiles(SharedData.Path("interchange-xml"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".md", StringComparison.Ordinal)))
        {
            var (_, records) = await ReadingForeignFiles.ReadAsync(File.OpenRead(file));
            Assert.Equal("", string.Join('\n', records.SelectMany(foreign => Lost(foreign, CrosswalkRun.Apply(foreign, Art)).Select(text => $"{Path.GetFileName(file)}: {text}"))));
        }
    }

    [Theory]
    [InlineData("kunsthalle-bremen.xml")]
    [InlineData("lwl-museum.xml")]
    [InlineData("stanford-pc0170.xml")]
    [InlineData("hebrew-880s.mrc")]
    [InlineData("science-history-institute-dc.xml")]
    public async Task What_was_imported_goes_out_as_valid_Lido_and_comes_back_the_same(string name)
    {
        var (_, records) = await ReadingForeignFiles.ReadAsync(File.OpenRead(FormatSamples.Path(name)));
        foreach (var profile in new[] { Art, Census })
        {
            foreach (var record in records.Select(r => CrosswalkRun.Apply(r, profile)))
            {
                var (lido, back) = await ThereAndBackAsync(record);
                Assert.Equal([], FormatSamples.Faults(XDocument.Parse(lido)));
                Assert.Equal(record.Write(), back.Write());
            }
        }
    }

    [Fact]
    public async Task A_record_with_every_field_goes_through_Lido_without_loss()
    {
        foreach (var profile in new[] { Art, Census })
        {
            var full = new ObjectRecord(
                profile, profile.Fields.ToDictionary(f => f.Key, Sample), new Dictionary<string, string> { ["旧备注栏"] = "写在<卡片>上 & 别处" });
            var (lido, back) = await ThereAndBackAsync(full);
            Assert.Empty(FormatSamples.Faults(XDocument.Parse(lido)));
            Assert.True(full.Write() == back.Write(), $"{full.Write()}\n{back.Write()}\n{lido}");
        }
    }

    [Fact]
    public void Years_before_our_era_have_no_year_zero_here_and_one_in_iso()
    {
        Assert.Equal("-0205", Years.Iso(-206));
        Assert.Equal(-206, Years.Read("-0205"));
        Assert.Equal("0000", Years.Iso(-1));
        Assert.Equal(-1, Years.Read("0000"));
        Assert.Equal(25, Years.Read(Years.Iso(25)));
        Assert.Null(Years.Read("约清"));
    }

    private static FieldValue Sample(ProfileField field) => field.Kind switch
    {
        FieldKind.Text => new TextValue($"{field.Zh} 一二三"),
        FieldKind.Words => new WordsValue(new SortedDictionary<string, string>(StringComparer.Ordinal) { ["zh"] = field.Zh, ["zh-Hant"] = "青花瓷繪", ["en"] = field.En }),
        FieldKind.Coded => new CodedValue([new CodedWord("03", field.List + "/2013", "某种说法", Unsure: true), .. field.Many ? new[] { new CodedWord(null, null, "另一种") } : []]),
        FieldKind.Amount => new AmountValue(12.5m, field.Units is [var unit, ..] ? unit : null, "约12.5"),
        FieldKind.Identifiers => new IdentifiersValue([new Identifier("索书号", "K-1"), new Identifier(null, "旧 5")]),
        FieldKind.Time => new TimeValue("西汉早期", -206, -140, field.List is null ? null : "han", Unsure: true),
        FieldKind.People => new PeopleValue([new Person(WordsValue.Zh("某人"), WordsValue.Zh("作者"), "p-7", "1870–1949")]),
        FieldKind.Relations => new RelationsValue([new Relation("set", null, "成套的另一件")]),
        _ => throw new InvalidOperationException(),
    };

    internal static string Xml(Action<XmlWriter> write)
    {
        var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, XmlParts.Settings))
        {
            write(xml);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static OutgoingObject Outgoing(ObjectRecord record, Reader reader)
    {
        var owner = Guid.Parse("01910000-0000-7000-8000-000000000001");
        var row = new CatalogueObject { InstitutionId = owner, Id = owner, Serial = 7, Profile = record.Profile.Name, Record = record.Write() };
        var card = new PartyCard(
            owner, "140001", PartyKind.Museum, "示例县博物馆", "Sample County Museum", PartyLevel.County, Grade.None, Ownership.Unknown, null, "", null, null, null);
        return new(SeenObject.Of(row, record.Profile, reader), card, new PublicAddress(new Uri("https://catalogue.example.org/")));
    }

    internal static Reader Staff { get; } = Reader.AsStaff(Guid.Parse("01910000-0000-7000-8000-000000000001"));

    private static async Task<(string Lido, ObjectRecord Back)> ThereAndBackAsync(ObjectRecord record)
    {
        var lido = Xml(xml => LidoXml.Write(xml, Outgoing(record, Staff)));
        var (_, records) = await ReadingForeignFiles.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(lido)));
        return (lido, CrosswalkRun.Apply(Assert.Single(records), record.Profile));
    }

    private static async Task<ObjectRecord> OneAsync(string name, Profile profile)
    {
        var (_, records) = await ReadingForeignFiles.ReadAsync(File.OpenRead(FormatSamples.Path(name)));
        return CrosswalkRun.Apply(Assert.Single(records), profile);
    }

    /// <summary>Texts of the foreign record of which the record that was made of it says nothing.</summary>
    private static List<string> Lost(ForeignRecord foreign, ObjectRecord record)
    {
        var kept = Bare(record.Write());
        return [.. foreign.Content!.DescendantNodes().OfType<XText>().Where(t => t.Parent!.Name.Namespace != Namespaces.Mark).Select(t => t.Value).Where(t => Bare(t).Length > 2
            && !Numbers.TryRead(t, out _) && !kept.Contains(Bare(t), StringComparison.Ordinal))];
    }

    private static string Bare(string text) => string.Concat(
        Regex.Replace(text, @"\\u[0-9A-Fa-f]{4}", "").Replace("\\n", "", StringComparison.Ordinal).Replace("\\t", "", StringComparison.Ordinal).Where(char.IsLetterOrDigit));
}
