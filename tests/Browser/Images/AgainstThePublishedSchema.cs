using System.Text.Json.Nodes;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;

namespace Guanlian.Browser.Images;

/// <summary>
/// Everything that our addresses of Presentation 3.0 answer, against the JSON Schema by which the validator of the IIIF community judges
/// it. That schema carries no licence, so it is not in this checkout: whoever wants the check fetches the file and names it in
/// GUANLIAN_IIIF_SCHEMA. The validator is Ajv, in the browser.
/// </summary>
public sealed class AgainstThePublishedSchema(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Setting = "GUANLIAN_IIIF_SCHEMA";

    /// <summary>The published validator reads it as draft 7, whatever its first line names.</summary>
    private const string Judge = """
        ([text, answers]) => {
          const schema = JSON.parse(text);
          delete schema.$schema;
          const validate = new Ajv({ allErrors: true, format: "full" }).compile(schema);
          return answers.map(answer => validate(JSON.parse(answer)) ? "" : [...new Set(validate.errors.map(e => `${e.dataPath} ${e.message}`))].slice(0, 30).join("; "));
        }
        """;

    [PublishedSchemaFact]
    public async Task The_published_schema_has_nothing_against_any_answer()
    {
        var world = await DescribedWorld.NewAsync(fixture.Host);
        foreach (var reader in await world.ReadersAsync(fixture.Host))
        {
            await NothingAgainstAsync(await AllThatIsDescribed.ReadAsync(reader, fixture.Host.Address, null, world.Unnamed));
        }
    }

    [PublishedSchemaFact]
    public async Task The_published_schema_has_nothing_against_the_sample_province()
    {
        var sample = new GuanlianHost { Sample = true };
        await sample.InitializeAsync();
        try
        {
            var pictured = await sample.ScalarAsync<int>("select count(distinct object_id)::int from media.image where state = 'Ready' and not hidden and object_id is not null");
            using var visitor = sample.NewClient();
            var answers = await AllThatIsDescribed.ReadAsync(visitor, sample.Address);
            Assert.True(pictured > 0);
            Assert.Equal(pictured, answers.Count(a => a.Body.GetProperty("type").GetString() == "Manifest"));
            await NothingAgainstAsync(answers);
        }
        finally
        {
            await sample.DisposeAsync();
        }
    }

    /// <summary>The check would see it: each of these is one of our own answers with one thing made wrong.</summary>
    [PublishedSchemaFact]
    public async Task The_published_schema_refuses_what_has_been_broken()
    {
        var world = await DescribedWorld.NewAsync(fixture.Host);
        using var visitor = fixture.Host.NewClient();
        var manifest = await visitor.GetStringAsync(new Uri($"iiif/manifest/{world.Open.Code}/{world.Serials[0]}", UriKind.Relative));
        var collection = await visitor.GetStringAsync(new Uri($"iiif/collection/{world.Open.Code}", UriKind.Relative));
        var wrong = new (string Name, string Answer)[]
        {
            ("no label", Changed(manifest, m => m.Remove("label"))),
            ("a label without a language", Changed(manifest, m => m["label"] = "示例")),
            ("a label that is no list", Changed(manifest, m => m["label"] = new JsonObject { ["zh-Hans"] = "示例" })),
            ("a language with an at sign", Changed(manifest, m => m["label"] = new JsonObject { ["@none"] = new JsonArray("示例") })),
            ("an unknown property", Changed(manifest, m => m["colour"] = "red")),
            ("rights by https", Changed(manifest, m => m["rights"] = "https://creativecommons.org/licenses/by/4.0/")),
            ("a licence of one's own", Changed(manifest, m => m["rights"] = "http://example.org/terms")),
            ("the older version's context", Changed(manifest, m => m["@context"] = "http://iiif.io/api/presentation/2/context.json")),
            ("an id that is no address", Changed(manifest, m => m["id"] = "urn:example:1")),
            ("a homepage without a list", Changed(manifest, m => m["homepage"] = m["homepage"]![0]!.DeepClone())),
            ("a width without a height", Changed(manifest, m => m["items"]![0]!.AsObject().Remove("height"))),
            ("a width of nothing", Changed(manifest, m => m["items"]![0]!["width"] = 0)),
            ("a width in words", Changed(manifest, m => m["items"]![0]!["width"] = "500")),
            ("a canvas without items", Changed(manifest, m => m["items"]![0]!.AsObject().Remove("items"))),
            ("a service without a list", Changed(manifest, m => Body(m)["service"] = Body(m)["service"]![0]!.DeepClone())),
            ("a service without an id", Changed(manifest, m => Body(m)["service"]![0]!.AsObject().Remove("id"))),
            ("an annotation without a target", Changed(manifest, m => Painting(m).Remove("target"))),
            ("an unknown property of a page of annotations", Changed(manifest, m => m["items"]![0]!["items"]![0]!["colour"] = "red")),
            ("a range without items", Changed(manifest, m => m["structures"]![0]!.AsObject().Remove("items"))),
            ("an unknown behaviour", Changed(manifest, m => m["behavior"] = new JsonArray("upside-down"))),
            ("a collection without a label", Changed(collection, c => c.Remove("label"))),
            ("a line of a collection without a label", Changed(collection, c => c["items"]![0]!.AsObject().Remove("label"))),
        };
        var judged = await JudgedAsync([manifest, collection, .. wrong.Select(w => w.Answer)]);
        Assert.Equal(["", ""], judged.Take(2));
        Assert.Empty(wrong.Zip(judged.Skip(2)).Where(w => w.Second.Length == 0).Select(w => w.First.Name));

        static JsonObject Painting(JsonObject manifest) => manifest["items"]![0]!["items"]![0]!["items"]![0]!.AsObject();
        static JsonObject Body(JsonObject manifest) => Painting(manifest)["body"]!.AsObject();
    }

    private async Task NothingAgainstAsync(IReadOnlyList<AllThatIsDescribed.Answer> answers)
    {
        Assert.NotEmpty(answers);
        var judged = await JudgedAsync([.. answers.Select(a => a.Body.GetRawText())]);
        Assert.Empty(answers.Zip(judged).Where(a => a.Second.Length > 0).Select(a => $"{a.First}: {a.Second}"));
        if (Environment.GetEnvironmentVariable("GUANLIAN_IIIF_ANSWERS") is { } folder)
        {
            foreach (var answer in answers)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, Guid.CreateVersion7() + ".json"), answer.Body.GetRawText()); // for other validators
            }
        }
    }

    /// <returns>For each answer what the schema has against it; empty where it has nothing.</returns>
    private async Task<IReadOnlyList<string>> JudgedAsync(IReadOnlyList<string> answers)
    {
        await using var site = await ViewerHost.StartAsync();
        var page = await fixture.NewVisitorAsync(language: "en");
        await page.GotoAsync(new Uri(site.Address, "reader.html?open=none").AbsoluteUri);
        var schema = await File.ReadAllTextAsync(Environment.GetEnvironmentVariable(Setting)!);
        var judged = await page.EvaluateAsync<string[]>(Judge, new object[] { schema, answers });
        Assert.Equal(answers.Count, judged.Length);
        return judged;
    }

    private static string Changed(string answer, Action<JsonObject> change)
    {
        var body = JsonNode.Parse(answer)!.AsObject();
        change(body);
        return body.ToJsonString();
    }

    /// <summary>A check for which the schema's file must be at hand.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PublishedSchemaFactAttribute : FactAttribute
    {
        public PublishedSchemaFactAttribute() => Skip = Environment.GetEnvironmentVariable(Setting) is null
            ? $"fetch schema/iiif_3_0.json of https://github.com/IIIF/presentation-validator and name the file in {Setting}" : null;
    }
}
