using System.Text.Json;
using Guanlian.Catalogue.Access;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Samples;

namespace Guanlian.Integration.Media;

/// <summary>Manifests and collections of both versions: as the standard has them, and every address in them answers.</summary>
public sealed class DescribingImages(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task An_object_with_several_views_is_described_with_its_groups_its_set_and_its_museum()
    {
        var (world, serials, images) = await MadeAsync();
        using var visitor = host.NewClient();
        var address = $"{host.Address}iiif/manifest/{world.Code}/{serials[0]}";
        var manifest = await ReadAsync(visitor, address);
        Assert.Equal([], PresentationRules.Faults(manifest));
        Assert.Equal(images.Select(i => $"{address}/canvas/{i.Id:N}"), manifest.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()));

        var views = manifest.GetProperty("structures")[0];
        Assert.Equal(("拍摄部位", "Views"), (views.GetProperty("label").GetProperty("zh-Hans")[0].GetString(), views.GetProperty("label").GetProperty("en")[0].GetString()));
        Assert.Equal(["全貌 1", "款识 2"], views.GetProperty("items").EnumerateArray().Select(r => $"{r.GetProperty("label").GetProperty("zh-Hans")[0].GetString()} {r.GetProperty("items").GetArrayLength()}"));

        // All that it leads to is there: pictures, services, the page, LIDO and JSON-LD, the collections that it is part of.
        foreach (var link in Addresses(manifest).Where(a => !a.Contains("/canvas/", StringComparison.Ordinal) && !a.Contains("/range/", StringComparison.Ordinal)).Distinct())
        {
            using var answer = await visitor.GetAsync(new Uri(link.Contains("/iiif/", StringComparison.Ordinal) && link.Length > 40 && link.Split('/')[^1].Length == 32 ? link + "/info.json" : link));
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {link}");
        }

        Assert.Equal(["http://www.lido-schema.org", "https://schema.org"], manifest.GetProperty("seeAlso").EnumerateArray().Select(s => s.GetProperty("profile").GetString()));
        var parts = manifest.GetProperty("partOf").EnumerateArray().Select(p => p.GetProperty("id").GetString()!).ToList();
        Assert.Equal([$"{host.Address}iiif/collection/{world.Code}", $"{host.Address}iiif/belonging/{world.Code}/{serials[0]}"], parts);
        foreach (var part in parts)
        {
            var collection = await ReadAsync(visitor, part);
            Assert.Equal([], PresentationRules.Faults(collection));
            Assert.Contains(address, collection.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        }

        // The other one of the pair names it too; a third is not of it.
        var other = (await ReadAsync(visitor, $"{host.Address}iiif/belonging/{world.Code}/{serials[1]}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()).ToList();
        Assert.Equal([address, $"{host.Address}iiif/manifest/{world.Code}/{serials[1]}"], other);
        using var alone = await visitor.GetAsync(new Uri($"iiif/belonging/{world.Code}/{serials[2]}", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, alone.StatusCode);
    }

    [Fact]
    public async Task A_published_set_and_the_museums_are_collections()
    {
        var (world, serials, _) = await MadeAsync();
        var set = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into catalogue.object_set (id, person_id, favourites, title, text, party_id, created_at, changed_at)
                values ('{set}', '{world.Keeper.PersonId}', false, '示例专题', '几件示例', null, now(), now());
            insert into catalogue.set_item (set_id, institution_id, object_id, place)
                select '{set}', institution_id, id, -serial from catalogue.object where institution_id = '{world.Museum}'
            """);
        using var visitor = host.NewClient();
        using var own = await visitor.GetAsync(new Uri($"iiif/set/{set}", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, own.StatusCode); // somebody's own until it is published
        await host.ExecuteAsync($"update catalogue.object_set set party_id = '{world.Museum}' where id = '{set}'");
        var collection = await ReadAsync(visitor, $"{host.Address}iiif/set/{set}");
        Assert.Equal([], PresentationRules.Faults(collection));
        Assert.Equal(serials.OrderDescending().Take(2).Select(s => $"{host.Address}iiif/manifest/{world.Code}/{s}"), collection.GetProperty("items").EnumerateArray().Take(2).Select(i => i.GetProperty("id").GetString()));
        var museum = await ReadAsync(visitor, $"{host.Address}iiif/collection/{world.Code}");
        Assert.Contains(museum.GetProperty("items").EnumerateArray(), i => i.GetProperty("type").GetString() == "Collection" && i.GetProperty("id").GetString() == $"{host.Address}iiif/set/{set}");
        Assert.Equal([], PresentationRules.Faults(museum));
        Assert.Equal([], PresentationRules.Faults(await ReadAsync(visitor, $"{host.Address}iiif/collection")));
    }

    /// <summary>What a museum's collection names is there: also a set whose objects have no photographs yet. What nobody may see is not named.</summary>
    [Fact]
    public async Task Sets_are_named_as_far_as_something_of_them_is_seen_and_every_one_that_is_named_answers()
    {
        var (world, _, _) = await MadeAsync();
        var (bare, inner) = (await world.ObjectAsync("总8", "示例无影像"), await world.ObjectAsync("总9", "示例内部", Level.Staff));
        var (open, closed, empty) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (set, serial) in new[] { (open, bare), (closed, inner), (empty, -1) })
        {
            await host.ExecuteAsync($"""
                insert into catalogue.object_set (id, person_id, favourites, title, text, party_id, created_at, changed_at)
                    values ('{set}', '{world.Keeper.PersonId}', false, '示例专题 {serial}', '', '{world.Museum}', now(), now());
                insert into catalogue.set_item (set_id, institution_id, object_id, place) select '{set}', institution_id, id, 1 from catalogue.object where institution_id = '{world.Museum}' and serial = {serial}
                """);
        }

        using var visitor = host.NewClient();
        foreach (var (client, named) in new (HttpClient, Guid[])[] { (visitor, [open]), (world.Client, [open, closed]) })
        {
            var museum = await ReadAsync(client, $"{host.Address}iiif/collection/{world.Code}");
            var sets = museum.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("type").GetString() == "Collection").Select(i => i.GetProperty("id").GetString()!).ToList();
            Assert.Equal(named.Select(s => $"{host.Address}iiif/set/{s}").Order(), sets.Order());
            foreach (var set in sets)
            {
                var collection = await ReadAsync(client, set);
                Assert.Equal([], PresentationRules.Faults(collection));
                Assert.Equal(0, collection.GetProperty("items").GetArrayLength());
            }
        }

        // Whatever lies before it and cannot be seen: what can be seen is there.
        await new CatalogueWorld(host).WriteAsync([.. Enumerable.Range(1, 500).Select(n => CatalogueWorld.Draft(world.Museum, $"内{n}", "示例内部") with { Level = Level.Staff })]);
        await host.ExecuteAsync($"""
            insert into catalogue.set_item (set_id, institution_id, object_id, place)
            select '{open}', institution_id, id, -serial from catalogue.object where institution_id = '{world.Museum}' and number like '内%'
            """);
        Assert.Equal($"{host.Address}iiif/set/{open}", (await ReadAsync(visitor, $"{host.Address}iiif/set/{open}")).GetProperty("id").GetString());

        foreach (var set in new[] { closed, empty })
        {
            using var answer = await visitor.GetAsync(new Uri($"iiif/set/{set}", UriKind.Relative));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    /// <summary>Viewers show what a keeper says of a part of an image beside it; of an image that one does not see nothing is said.</summary>
    [Fact]
    public async Task Details_are_comments_on_the_canvas_for_whoever_sees_the_image()
    {
        var (world, serials, images) = await MadeAsync();
        var drawn = host.Clock.Now;
        foreach (var (image, zh, en, box) in new[]
        {
            (images[0], "圈足内有款", "Mark inside the foot", "20, 25, 30.5, 50"), (images[0], "", "A crack", "99.9, 99.9, 0.1, 0.1"), (images[1], "秘密的局部", "", "0, 0, 100, 100"),
        })
        {
            await host.ExecuteAsync($"""
                insert into media.detail (institution_id, id, image_id, x, y, width, height, caption_zh, caption_en, version, created_at)
                values ('{world.Museum}', '{Guid.CreateVersion7(drawn = drawn.AddSeconds(1))}', '{image.Id}', {box}, '{zh}', '{en}', 1, now())
                """);
        }

        await host.ExecuteAsync($"update media.image set hidden = true where id = '{images[1].Id}'");
        using var visitor = host.NewClient();
        var address = $"{host.Address}iiif/manifest/{world.Code}/{serials[0]}";
        var manifest = await ReadAsync(visitor, address);
        Assert.Equal([], PresentationRules.Faults(manifest));
        var canvas = manifest.GetProperty("items").EnumerateArray().Single(c => c.TryGetProperty("annotations", out _));
        var comments = canvas.GetProperty("annotations")[0].GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [$"{address}/canvas/{images[0].Id:N}#xywh=100,100,153,200", $"{address}/canvas/{images[0].Id:N}#xywh=499,399,1,1"], // of 500 × 400; a half counts as a whole
            comments.Select(c => c.GetProperty("target").GetString()));
        Assert.Equal(
            ["zh-Hans 圈足内有款", "en Mark inside the foot", "en A crack"],
            comments.SelectMany(c => c.GetProperty("body").EnumerateArray()).Select(b => $"{b.GetProperty("language").GetString()} {b.GetProperty("value").GetString()}"));
        Assert.All(comments, c => Assert.Equal("commenting", c.GetProperty("motivation").GetString()));
        Assert.DoesNotContain("秘密的局部", manifest.ToString(), StringComparison.Ordinal);
        Assert.Contains("秘密的局部", (await ReadAsync(world.Client, address)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_version_says_the_same_to_those_that_ask_for_it()
    {
        var (world, serials, images) = await MadeAsync();
        using var visitor = host.NewClient();
        visitor.DefaultRequestHeaders.Accept.ParseAdd("application/ld+json;profile=\"http://iiif.io/api/presentation/2/context.json\"");
        var address = $"{host.Address}iiif/manifest/{world.Code}/{serials[0]}";
        using var answer = await visitor.GetAsync(new Uri(address));
        Assert.Equal("application/ld+json; profile=\"http://iiif.io/api/presentation/2/context.json\"", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("Accept", answer.Headers.Vary);
        var two = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var canvases = two.GetProperty("sequences")[0].GetProperty("canvases").EnumerateArray().ToList();
        Assert.Equal(images.Count, canvases.Count);
        Assert.All(canvases, c =>
        {
            var painting = c.GetProperty("images")[0];
            Assert.Equal(("sc:Canvas", c.GetProperty("@id").GetString()), (c.GetProperty("@type").GetString(), painting.GetProperty("on").GetString()));
            Assert.Equal("http://iiif.io/api/image/2/level2.json", painting.GetProperty("resource").GetProperty("service").GetProperty("profile").GetString());
        });
        var ranges = two.GetProperty("structures").EnumerateArray().ToList();
        Assert.Equal("top", ranges[0].GetProperty("viewingHint").GetString());
        Assert.Equal(ranges.Skip(1).Select(r => r.GetProperty("@id").GetString()), ranges[0].GetProperty("ranges").EnumerateArray().Select(r => r.GetString()));
        Assert.All(ranges.Skip(1).SelectMany(r => r.GetProperty("canvases").EnumerateArray()), c => Assert.Contains(c.GetString(), canvases.Select(k => k.GetProperty("@id").GetString())));
        var collection = JsonDocument.Parse(await visitor.GetStringAsync(new Uri($"iiif/collection/{world.Code}", UriKind.Relative))).RootElement;
        Assert.Equal("sc:Collection", collection.GetProperty("@type").GetString());
        Assert.Contains(address, collection.GetProperty("manifests").EnumerateArray().Select(m => m.GetProperty("@id").GetString()));
    }

    [Fact]
    public async Task What_info_json_says_is_known_to_the_published_context()
    {
        var (_, _, images) = await MadeAsync();
        using var visitor = host.NewClient();
        foreach (var api in new[] { 2, 3 })
        {
            var known = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(FormatSamples.Folder, "Schemas", "iiif", $"image-{api}.json"))).RootElement.ToString();
            var info = await ReadAsync(visitor, $"{host.Address}iiif/{api}/{images[0].Id:N}/info.json");
            Assert.All(Names(info).Where(n => !n.StartsWith('@')).Distinct(), name => Assert.Contains($"\"{name}\"", known, StringComparison.Ordinal));
        }
    }

    private async Task<(MediaWorld World, int[] Serials, IReadOnlyList<StoredImage> Images)> MadeAsync()
    {
        var world = await MediaWorld.NewAsync(host);
        int[] serials = [await world.ObjectAsync("总1", "示例对瓶之一"), await world.ObjectAsync("总2", "示例对瓶之二"), await world.ObjectAsync("总3", "示例碗")];
        var images = new List<StoredImage>();
        foreach (var (view, i) in new[] { "Mark", "Whole", "None", "Mark" }.Select((v, i) => (v, i)))
        {
            images.Add(await world.BringAndWaitAsync($"{i}.png", Picture.Slope(500 + i, 400).Encode("pngsave"), serials[0]));
            await host.ExecuteAsync($"update media.image set view_kind = '{view}', caption_zh = '{(i == 2 ? "内里" : "")}', caption_en = '{(i == 2 ? "Inside" : "")}' where id = '{images[i].Id}'");
        }

        await world.BringAndWaitAsync("other.png", Picture.Slope(300, 200).Encode("pngsave"), serials[1]);
        await world.BringAndWaitAsync("bowl.png", Picture.Slope(301, 200).Encode("pngsave"), serials[2]);
        await host.ExecuteAsync($"""
            update catalogue.object o set record = o.record || jsonb_build_object('relations', jsonb_build_array(jsonb_build_object('kind', 'pair', 'to', p.id)))
              from catalogue.object p where o.institution_id = '{world.Museum}' and p.institution_id = o.institution_id and o.serial = {serials[0]} and p.serial = {serials[1]}
            """);
        return (world, serials, images);
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string address) => JsonDocument.Parse(await client.GetStringAsync(new Uri(address))).RootElement;

    private IEnumerable<string> Addresses(JsonElement one) => one.ValueKind switch
    {
        JsonValueKind.Object => one.EnumerateObject().Where(p => p.Name is not "rights").SelectMany(p => Addresses(p.Value)),
        JsonValueKind.Array => one.EnumerateArray().SelectMany(Addresses),
        JsonValueKind.String when one.GetString()!.StartsWith(host.Address.AbsoluteUri, StringComparison.Ordinal) => [one.GetString()!],
        _ => [],
    };

    private static IEnumerable<string> Names(JsonElement one) => one.ValueKind switch
    {
        JsonValueKind.Object => one.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => one.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
