using System.Text.Json;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;

namespace Guanlian.Browser.Images;

/// <summary>
/// The reader on which viewers and editors of the IIIF community are built (@iiif/parser), in its strict way: it warns of whatever it
/// would have to mend, and takes the rest apart.
/// </summary>
public sealed class StrictReader(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Read = """
        async ([address, broken]) => {
          const { presentation3StrictUpgrade } = await import(location.origin + "/iiif-parser/strict.js");
          const { Traverse } = await import(location.origin + "/iiif-parser/index.js");
          const { convertPresentation2 } = await import(location.origin + "/iiif-parser/presentation-2.js");
          const ask = async accept => (await fetch(address, { headers: { Accept: accept } })).json();
          const manifest = await ask("application/json");
          ({
            "": () => {},
            label: () => { manifest.label = "示例"; },
            words: () => { manifest.label = { "zh-Hans": "示例" }; },
            width: () => { manifest.items[0].width = "500"; },
            fraction: () => { manifest.items[0].height = 400.5; },
            rights: () => { manifest.rights = "https://creativecommons.org/licenses/by/4.0/"; },
            items: () => { manifest.items[0].items[0].type = "Annotation"; },
            metadata: () => { manifest.metadata = "示例"; },
          })[broken]();
          const state = { warnings: [] };
          presentation3StrictUpgrade(structuredClone(manifest), state);
          const met = {};
          const count = type => resource => { (met[type] ??= []).push(resource.id); return resource; };
          new Traverse(Object.fromEntries(["manifest", "canvas", "annotationPage", "annotation", "range", "contentResource", "agent"].map(t => [t, [count(t)]]))).traverseManifest(structuredClone(manifest));
          const older = convertPresentation2(await ask('application/ld+json;profile="http://iiif.io/api/presentation/2/context.json"'));
          return { warnings: state.warnings, met, canvases: manifest.items.map(c => c.id), older: older.items.map(c => c.id) };
        }
        """;

    [Fact]
    public async Task The_strict_reader_warns_of_nothing_in_our_manifests_and_of_everything_that_has_been_broken()
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var serial = await world.ObjectAsync("总1", "示例坡");
        foreach (var (view, i) in new[] { "Whole", "Mark", "None" }.Select((v, i) => (v, i)))
        {
            var image = await world.BringAndWaitAsync($"{i}.png", Picture.Slope(500 + i, 400).Encode("pngsave"), serial);
            await fixture.Host.ExecuteAsync($"""
                update media.image set view_kind = '{view}', rights = 'http://creativecommons.org/licenses/by/4.0/' where id = '{image.Id}';
                insert into media.detail (institution_id, id, image_id, x, y, width, height, caption_zh, caption_en, version, created_at)
                    values ('{world.Museum}', '{Guid.CreateVersion7()}', '{image.Id}', 10, 10, 20, 20, '一处局部', 'A part', 1, now())
                """);
        }

        await using var site = await ViewerHost.StartAsync();
        var page = await fixture.NewVisitorAsync(language: "en");
        var address = $"{fixture.Host.Address}iiif/manifest/{world.Code}/{serial}";
        await page.GotoAsync(new Uri(site.Address, "reader.html?open=none").AbsoluteUri);
        var read = await page.EvaluateAsync<JsonElement>(Read, new[] { address, "" });
        Assert.Empty(Warnings(read));
        var met = read.GetProperty("met");
        Assert.Equal([address], Texts(met.GetProperty("manifest")));
        Assert.Equal(3, Texts(read.GetProperty("canvases")).Count);
        Assert.Equal(Texts(read.GetProperty("canvases")), Texts(read.GetProperty("older"))); // of the older version the same is understood
        Assert.Equal(Texts(read.GetProperty("canvases")), Texts(met.GetProperty("canvas")).Distinct());
        Assert.Equal(6, Texts(met.GetProperty("annotation")).Distinct().Count()); // three painted, three said of a part
        Assert.Contains($"{address}/range/mark", Texts(met.GetProperty("range")));

        var let = new List<string>();
        foreach (var broken in new[] { "label", "words", "width", "fraction", "rights", "items", "metadata" })
        {
            if (Warnings(await page.EvaluateAsync<JsonElement>(Read, new[] { address, broken })).Count == 0)
            {
                let.Add(broken);
            }
        }

        Assert.Empty(let);
    }

    // The language of words in an annotation is one: so the Web Annotation model, every example of the standard and its published schema have it.
    private static List<string?> Warnings(JsonElement read) => [.. Texts(read.GetProperty("warnings")).Where(w => w != "\"language\" should be Array of values")];

    private static List<string?> Texts(JsonElement list) => [.. list.EnumerateArray().Select(t => t.GetString())];
}
