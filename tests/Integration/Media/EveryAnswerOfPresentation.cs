using System.Text.Json;
using System.Text.Json.Nodes;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;

namespace Guanlian.Integration.Media;

/// <summary>
/// Everything that our addresses of Presentation answer, to a visitor, another member and the keepers: against the texts of both versions,
/// and what the published validator looks at beside its schema. The schema itself is asked where there is a validator: in a browser.
/// </summary>
public sealed class EveryAnswerOfPresentation(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Every_answer_keeps_the_rules_of_its_text_lies_at_its_address_and_calls_no_two_things_alike()
    {
        var world = await DescribedWorld.NewAsync(host);
        var counts = new List<int>();
        foreach (var reader in await world.ReadersAsync(host))
        {
            var answers = await AllThatIsDescribed.ReadAsync(reader, host.Address, null, world.Unnamed);
            Expect(answers, PresentationRules.Faults);
            Assert.Empty(answers.SelectMany(a => PublishedHabits.Faults(a.Address, a.Body).Select(f => $"{a}: {f}")));
            counts.Add(answers.Count(a => a.Address.Contains($"/manifest/{world.Open.Code}/", StringComparison.Ordinal)));
        }

        Assert.Equal([3, 3, 4, 3], counts); // its own keepers see the inner one too; nobody a manifest without a picture
    }

    [Fact]
    public async Task Every_answer_of_the_older_version_keeps_the_rules_of_its_text()
    {
        var world = await DescribedWorld.NewAsync(host);
        foreach (var reader in await world.ReadersAsync(host))
        {
            var answers = await AllThatIsDescribed.ReadAsync(reader, host.Address, AllThatIsDescribed.Two, world.Unnamed);
            Assert.Contains(answers, a => a.Body.GetProperty("@type").GetString() == "sc:Manifest" && a.Body.TryGetProperty("structures", out _));
            Assert.Empty(answers.SelectMany(a => OlderRules.Faults(a.Address, a.Body).Select(f => $"{a}: {f}")));
        }
    }

    [Fact]
    public async Task The_rules_of_the_older_version_refuse_what_has_been_broken()
    {
        var world = await DescribedWorld.NewAsync(host);
        using var visitor = host.NewClient();
        visitor.DefaultRequestHeaders.Accept.ParseAdd(AllThatIsDescribed.Two);
        var address = $"{host.Address}iiif/manifest/{world.Open.Code}/{world.Serials[0]}";
        var manifest = await visitor.GetStringAsync(new Uri(address));
        Assert.Equal([], Judged(_ => { }));
        foreach (var broken in new Action<JsonObject>[]
        {
            m => m.Remove("label"), m => m.Remove("sequences"), m => m["sequences"] = new JsonArray(), m => m["colour"] = "red", m => m["@id"] = "https://example.org/1", m => m["label"] = "<b>示例</b>",
            m => Canvas(m).Remove("label"), m => Canvas(m)["width"] = "500", m => Canvas(m)["height"] = 0, m => Canvas(m)["@type"] = "Canvas", m => Canvas(m)["viewingHint"] = "top",
            m => Painting(m)["on"] = address, m => Painting(m).Remove("resource"), m => Painting(m)["motivation"] = "painting", m => Painting(m)["resource"]!["service"]!.AsObject().Remove("@context"),
            m => m["structures"]![1]!["canvases"] = new JsonArray($"{address}/canvas/none"), m => m["structures"]![0]!["ranges"] = new JsonArray(1), m => m["license"] = "须经本馆同意",
        })
        {
            Assert.NotEmpty(Judged(broken));
        }

        IReadOnlyList<string> Judged(Action<JsonObject> change) => OlderRules.Faults(address, Changed(manifest, change));
        static JsonObject Canvas(JsonObject m) => m["sequences"]![0]!["canvases"]![0]!.AsObject();
        static JsonObject Painting(JsonObject m) => Canvas(m)["images"]![0]!.AsObject();
    }

    /// <summary>Text that begins with &lt; and ends with &gt; would be taken for HTML; statements of rights are named as their publishers name them.</summary>
    [Fact]
    public async Task Plain_text_is_not_taken_for_markup_and_images_say_their_own_rights()
    {
        var world = await DescribedWorld.NewAsync(host);
        using var visitor = host.NewClient();
        var bowl = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/manifest/{world.Open.Code}/{world.Serials[2]}", UriKind.Relative))).RootElement;
        Assert.Equal("<b>示例碗</b> ", bowl.GetProperty("label").GetProperty("zh-Hans")[0].GetString());
        var manifest = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/manifest/{world.Open.Code}/{world.Serials[0]}", UriKind.Relative))).RootElement;
        var canvases = manifest.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["<内里> ", "<Inside> "], new[] { "zh-Hans", "en" }.Select(l => canvases[2].GetProperty("label").GetProperty(l)[0].GetString()));
        Assert.Equal(
            ["http://creativecommons.org/licenses/by/4.0/", "http://rightsstatements.org/vocab/InC/1.0/", null, null],
            canvases.Select(c => c.TryGetProperty("rights", out var rights) ? rights.GetString() : null));
        foreach (var (image, three, two) in new[]
        {
            (world.Images[1], "http://rightsstatements.org/vocab/InC/1.0/", "https://rightsstatements.org/vocab/InC/1.0/"), (world.Images[2], null, "https://example.org/terms"),
        })
        {
            var newer = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/3/{image.Id:N}/info.json", UriKind.Relative))).RootElement;
            Assert.Equal(three, newer.TryGetProperty("rights", out var rights) ? rights.GetString() : null);
            var older = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/2/{image.Id:N}/info.json", UriKind.Relative))).RootElement;
            Assert.Equal(two, older.GetProperty("license").GetString());
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"iiif/manifest/{world.Open.Code}/{world.Serials[0]}", UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var packed = await visitor.SendAsync(request);
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept", "Accept-Encoding"], packed.Headers.Vary.Order());
    }

    private static void Expect(IReadOnlyList<AllThatIsDescribed.Answer> answers, Func<JsonElement, IReadOnlyList<string>> rules) =>
        Assert.Empty(answers.SelectMany(a => rules(a.Body).Select(f => $"{a}: {f}")));

    private static JsonElement Changed(string answer, Action<JsonObject> change)
    {
        var body = JsonNode.Parse(answer)!.AsObject();
        change(body);
        return JsonDocument.Parse(body.ToJsonString()).RootElement;
    }
}
