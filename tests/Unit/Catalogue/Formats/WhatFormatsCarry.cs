using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Samples;

namespace Guanlian.Unit.Catalogue.Formats;

/// <summary>
/// A record with every field filled is written in each format, and what is written is parsed and looked through for each field. What a
/// format leaves out stands in docs/formats/carried.md: no field more and none less.
/// </summary>
public sealed class WhatFormatsCarry
{
    [Fact]
    [Trait("Requirement", "W13")]
    public async Task Each_format_carries_every_field_but_those_that_are_named()
    {
        var table = new StringBuilder("""
            # What each format carries

            A record with every field filled, read by its own staff, was written in each format, and what was written was parsed and looked through
            for the value of each field. These are the fields whose value was not there; a test keeps the list true. Whoever wants everything back
            takes LIDO or JSON Lines. EDM is written for records with a rights statement that has an address, MARCXML for books, rubbings and papers.

            | format | fields of | left out |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var format in RecordFormat.All)
        {
            foreach (var profile in ProfileBook.Shipped.All.OrderBy(p => p.Name, StringComparer.Ordinal))
            {
                var record = Full(profile);
                if (format.CanWrite(CrosswalkTests.Outgoing(record, CrosswalkTests.Staff)))
                {
                    var texts = await TextsAsync(format.Name, record);
                    var missing = profile.Fields.Where(f => !OutgoingTexts.Of(Bare(record[f.Key]!)).Any(t => texts.Any(x => x.Contains(t.Text, StringComparison.Ordinal))))
                        .Select(f => $"{f.En} ({f.Zh})").ToList();
                    table.Append("| ").Append(format.Name).Append(" | ").Append(profile.Name).Append(" | ").AppendJoin(", ", missing.DefaultIfEmpty("nothing")).Append(" |\n");
                }
            }
        }

        var file = Path.Combine(FormatSamples.Folder, "..", "..", "docs", "formats", "carried.md");
        if (Environment.GetEnvironmentVariable("GUANLIAN_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, table.ToString());
        }

        Assert.Equal(await File.ReadAllTextAsync(file), table.ToString());
        Assert.Contains("| lido.xml | census | nothing |", table.ToString(), StringComparison.Ordinal);
        Assert.Contains("| object.json | art | nothing |", table.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("art")]
    [InlineData("census")]
    public async Task Linked_Art_stands_the_test_of_its_published_schema(string profile)
    {
        var full = Full(ProfileBook.Shipped[profile]);
        var bare = ObjectRecord.Empty(full.Profile).With("title", WordsValue.Zh("瓶"));
        foreach (var record in new[] { full, bare, full.With(full.Profile.Of(FieldRoles.Period)!.Key, new TimeValue("战国", -475, -221)) })
        {
            using var json = JsonDocument.Parse(await WrittenAsync("linked-art.json", record));
            Assert.Equal([], SchemaCheck.Faults("linked-art", "object.json", json.RootElement));
        }
    }

    [Fact]
    public void The_check_of_the_schema_finds_faults()
    {
        using var wrong = JsonDocument.Parse("""
            {"@context":"https://linked.art/ns/v1/linked-art.json","id":"x","type":"Painting","_label":7,"identified_by":[{"type":"Name"}],"colour":"red"}
            """);
        var faults = SchemaCheck.Faults("linked-art", "object.json", wrong.RootElement);
        Assert.Contains("$.id is no uri", faults);
        Assert.Contains("$.type is not \"HumanMadeObject\"", faults);
        Assert.Contains("$._label is no string", faults);
        Assert.Contains("$ may have no colour", faults);
        Assert.Contains(faults, f => f.StartsWith("$.identified_by[0]", StringComparison.Ordinal));
    }

    /// <summary>
    /// No schema of EDM is kept here. This is a check of our own after the mapping guidelines of the Europeana Data Model: the three
    /// classes, what each must have, and no element outside the list.
    /// </summary>
    [Theory]
    [InlineData("art")]
    [InlineData("census")]
    public async Task Edm_has_its_three_classes_with_what_each_must_have(string profile)
    {
        var full = Full(ProfileBook.Shipped[profile]);
        var rdf = XDocument.Parse(await WrittenAsync("edm.xml", full)).Root!;
        Assert.Equal(Namespaces.Rdf + "RDF", rdf.Name);
        Assert.Equal([Namespaces.Edm + "ProvidedCHO", Namespaces.Edm + "WebResource", Namespaces.Ore + "Aggregation"], rdf.Elements().Select(e => e.Name));
        var (thing, page, aggregation) = (rdf.Elements().First(), rdf.Elements().ElementAt(1), rdf.Elements().Last());
        Assert.All(rdf.Elements(), e => Assert.True(Uri.TryCreate((string?)e.Attribute(Namespaces.Rdf + "about"), UriKind.Absolute, out _)));
        Assert.Equal(3, rdf.Elements().Select(e => (string?)e.Attribute(Namespaces.Rdf + "about")).Distinct().Count());

        string[] ofThing =
        [
            "contributor", "coverage", "creator", "date", "description", "format", "identifier", "language", "publisher", "relation", "rights", "source", "subject",
            "title", "type", "alternative", "created", "extent", "hasPart", "isPartOf", "issued", "medium", "provenance", "references", "spatial", "temporal",
        ];
        Assert.All(thing.Elements(), e => Assert.True(e.Name == Namespaces.Edm + "type" || (e.Name.Namespace != Namespaces.Edm && ofThing.Contains(e.Name.LocalName)), e.Name.ToString()));
        Assert.NotEmpty(thing.Elements(Namespaces.Dc + "title"));
        Assert.Contains(thing.Elements(), e => e.Name == Namespaces.Dc + "type" || e.Name == Namespaces.Dc + "subject" || e.Name == Namespaces.DcTerms + "spatial" || e.Name == Namespaces.DcTerms + "temporal");
        Assert.Contains(Assert.Single(thing.Elements(Namespaces.Edm + "type")).Value, new[] { "TEXT", "VIDEO", "SOUND", "IMAGE", "3D" });
        Assert.Equal(Resource(Assert.Single(aggregation.Elements(Namespaces.Edm + "aggregatedCHO"))), (string?)thing.Attribute(Namespaces.Rdf + "about"));
        Assert.Equal(Resource(Assert.Single(aggregation.Elements(Namespaces.Edm + "isShownAt"))), (string?)page.Attribute(Namespaces.Rdf + "about"));
        Assert.Equal("http://creativecommons.org/publicdomain/zero/1.0/", Resource(Assert.Single(aggregation.Elements(Namespaces.Edm + "rights"))));
        Assert.Equal(Resource(Assert.Single(page.Elements(Namespaces.Edm + "rights"))), Resource(aggregation.Element(Namespaces.Edm + "rights")!));
        Assert.NotEqual("", Assert.Single(aggregation.Elements(Namespaces.Edm + "dataProvider")).Value);
        Assert.NotEqual("", Assert.Single(aggregation.Elements(Namespaces.Edm + "provider")).Value);
        Assert.Equal(Namespaces.Edm + "type", thing.Elements().Last().Name);
        Assert.Equal(["aggregatedCHO", "dataProvider", "isShownAt", "provider", "rights"], aggregation.Elements().Select(e => e.Name.LocalName));

        static string? Resource(XElement e) => (string?)e.Attribute(Namespaces.Rdf + "resource");
    }

    [Fact]
    public async Task Edm_of_a_record_that_says_nearly_nothing_has_what_the_schema_wants()
    {
        var bare = ObjectRecord.Empty(ProfileBook.Shipped["census"])
            .With("number", new TextValue("总1")).With("rights", Full(ProfileBook.Shipped["census"])["rights"]);
        var thing = XDocument.Parse(await WrittenAsync("edm.xml", bare)).Root!.Elements().First();
        Assert.NotEqual("", Assert.Single(thing.Elements(Namespaces.Dc + "title")).Value);
        Assert.Equal("藏品", Assert.Single(thing.Elements(Namespaces.Dc + "type")).Value);
    }

    /// <summary>Every field with a value that no other has.</summary>
    private static ObjectRecord Full(Profile profile) => new(
        profile, profile.Fields.Select((f, i) => (f, i)).ToDictionary(f => f.f.Key, f => Sample(f.f, f.i)), new Dictionary<string, string>());

    private static FieldValue Sample(ProfileField field, int number) => field.Kind switch
    {
        FieldKind.Text => new TextValue($"文{number}字{field.Zh}"),
        FieldKind.Words => new WordsValue(new SortedDictionary<string, string>(StringComparer.Ordinal) { ["zh"] = $"言{number}语{field.Zh}", ["en"] = $"w{number}o {field.En}" }),
        FieldKind.Coded when field.Role == FieldRoles.Rights => new CodedValue([new CodedWord("http://creativecommons.org/publicdomain/zero/1.0/", "rights/2016")]),
        FieldKind.Coded when field.Role == FieldRoles.Category => new CodedValue([new CodedWord("20", field.List + "/2013")]),
        FieldKind.Coded => new CodedValue([new CodedWord(null, null, $"词{number}条")]),
        FieldKind.Amount => new AmountValue(1000.5m + number, field.Units is [var unit, ..] ? unit : null),
        FieldKind.Identifiers => new IdentifiersValue([new Identifier(null, $"号{number}码")]),
        FieldKind.Time => new TimeValue($"年{number}代", 1000 + number, 1000 + number),
        FieldKind.People => new PeopleValue([new Person(WordsValue.Zh($"某{number}人"))]),
        FieldKind.Relations => new RelationsValue([new Relation("set", null, $"另{number}件")]),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>An amount is looked for by its number, because units have words of their own; a right by its address.</summary>
    private static FieldValue Bare(FieldValue value) => value switch
    {
        AmountValue amount => new TextValue(OutgoingTexts.Number(amount.Number)),
        CodedValue { Words: [{ Code: ['h', 't', 't', 'p', ..] address }] } => new TextValue(address),
        _ => value,
    };

    private static async Task<List<string>> TextsAsync(string format, ObjectRecord record)
    {
        var written = await WrittenAsync(format, record);
        if (format.EndsWith(".xml", StringComparison.Ordinal))
        {
            return [.. XDocument.Parse(written).Descendants().SelectMany(e => e.Attributes().Select(a => a.Value).Concat(e.Nodes().OfType<XText>().Select(t => t.Value)))];
        }

        var texts = new List<string>();
        using var json = JsonDocument.Parse(written);
        Walk(json.RootElement);
        return texts;

        void Walk(JsonElement at)
        {
            foreach (var item in at.ValueKind == JsonValueKind.Array ? at.EnumerateArray() : default)
            {
                Walk(item);
            }

            foreach (var property in at.ValueKind == JsonValueKind.Object ? at.EnumerateObject() : default)
            {
                Walk(property.Value);
            }

            if (at.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                texts.Add(at.ToString());
            }
        }
    }

    private static async Task<string> WrittenAsync(string format, ObjectRecord record)
    {
        using var stream = new MemoryStream();
        await using (var body = new StreamedBody(stream))
        {
            var known = RecordFormat.Find(format)!;
            known.Write(body, CrosswalkTests.Outgoing(record, CrosswalkTests.Staff));
            await body.SendAsync(default, all: true);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
