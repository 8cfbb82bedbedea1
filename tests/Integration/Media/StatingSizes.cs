using System.Net;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;
using Guanlian.Contracts.Catalogue;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Hosting.Media;
using Guanlian.Media.Checking;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Jobs;
using Npgsql;

namespace Guanlian.Integration.Media;

/// <summary>What photographs must reach: stated by a museum or its association with the standard that it quotes; advice follows, and nothing is held back.</summary>
public sealed class StatingSizes(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const string Source = "WW/T 示例—2023 第 5.2 条";

    [Fact]
    public async Task Flat_things_are_counted_by_the_inch_of_their_recorded_measure_others_by_pixels_and_the_source_is_quoted()
    {
        var (world, painting, jar) = await MadeAsync();
        Assert.Equal([], await SmallAsync(world)); // both are above our 3,000 pixels
        await StateAsync(world, new() { ["FlatPpi"] = "300", ["FlatSource"] = Source, ["SolidEdge"] = "3000" });
        Assert.Equal([painting.Id], await SmallAsync(world));
        var page = await PageAsync(world, painting);
        Assert.Contains($"按登记的最长尺寸 60 厘米折算约 135 ppi，不足要求的 300 ppi。（依据：{Source}）", page, StringComparison.Ordinal); // 3,200 pixels on 23.6 inches
        Assert.DoesNotContain("不足", await PageAsync(world, jar), StringComparison.Ordinal);

        // Other numbers: judged anew from what is stored; nothing was measured or made again.
        var made = await host.ScalarAsync<string>($"select string_agg(made_at::text || print, '|' order by image_id) from media.photo_check where institution_id = '{world.Museum}'");
        await StateAsync(world, new() { ["FlatPpi"] = "130", ["SolidEdge"] = "4000", ["SolidSource"] = "示例办法" });
        Assert.Equal([jar.Id], await SmallAsync(world));
        Assert.Equal(made, await host.ScalarAsync<string>($"select string_agg(made_at::text || print, '|' order by image_id) from media.photo_check where institution_id = '{world.Museum}'"));
        Assert.Contains("长边 3,200 像素，不足要求的 4,000 像素。（依据：示例办法）", await PageAsync(world, jar), StringComparison.Ordinal);
        Assert.Contains("show=advised", await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images", UriKind.Relative)), StringComparison.Ordinal);
        var list = await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images?show=advised", UriKind.Relative));
        Assert.Contains("jar.png", list, StringComparison.Ordinal);
        Assert.DoesNotContain("painting.png", list, StringComparison.Ordinal);

        // Advice, never a block: everybody sees both.
        using var visitor = host.NewClient();
        foreach (var image in new[] { painting, jar })
        {
            using var info = await visitor.GetAsync(new Uri($"iiif/3/{image.Id:N}/info.json", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, info.StatusCode);
        }

        Assert.Equal(2, await host.ScalarAsync<int>($"select count(*)::int from platform.event where subject_id = '{world.Museum}' and action = 'media.sizes.stated' and person_id = '{world.Keeper.PersonId}'"));
    }

    [Fact]
    public async Task Another_object_another_scale_and_other_measures_are_judged_anew()
    {
        var (world, painting, jar) = await MadeAsync();
        await StateAsync(world, new() { ["FlatPpi"] = "300" });
        Assert.Equal([painting.Id], await SmallAsync(world));

        await host.ExecuteAsync($"update media.image set pixels_per_centimetre = 120 where id = '{painting.Id}'"); // 304 to the inch
        Assert.Equal([], await SmallAsync(world));
        await host.ExecuteAsync($"update media.image set pixels_per_centimetre = null where id = '{painting.Id}'");
        Assert.Equal([painting.Id], await SmallAsync(world));
        await host.ExecuteAsync($"update media.image set object_id = '{jar.ObjectId}', place = 2 where id = '{painting.Id}'");
        Assert.Equal([], await SmallAsync(world));
        await host.ExecuteAsync($"update media.image set object_id = '{painting.ObjectId}', place = 1 where id = '{painting.Id}'");

        // The measures of an object are looked at again after a day.
        await host.ExecuteAsync($"update catalogue.object set record = jsonb_set(record, '{{height}}', record->'width') where id = '{painting.ObjectId}'");
        Assert.Equal([painting.Id], await SmallAsync(world));
        await host.ExecuteAsync($"update catalogue.object set record = jsonb_set(jsonb_set(record, '{{height}}', '{{\"number\": 250, \"unit\": \"mm\"}}'), '{{width}}', '{{\"number\": 20, \"unit\": \"cm\"}}') where id = '{painting.ObjectId}'");
        Assert.Equal([painting.Id], await SmallAsync(world));
        host.Clock.Now = host.Clock.Now.AddDays(1).AddMinutes(1);
        Assert.Equal([], await SmallAsync(world)); // 25 cm: 325 to the inch
    }

    [Fact]
    public async Task An_association_states_it_for_its_members_and_what_a_museum_says_itself_comes_first()
    {
        var (world, painting, jar) = await MadeAsync();
        var (other, _, _) = await MadeAsync();
        var cluster = await host.NewClusterAsync();
        await host.JoinAsync(cluster, world.Museum);
        using var secretariat = await host.SignInAsAsync(Roles.Secretariat, cluster);
        var form = await FormOnPage.OpenAsync(secretariat, "image-sizes", "sizes");
        using var saved = await form.SendAsync(secretariat, new() { ["Edge"] = "5000", ["EdgeSource"] = Source });
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(new[] { painting.Id, jar.Id }.Order(), (await SmallAsync(world)).Order());
        Assert.Equal([], await SmallAsync(other));
        Assert.Contains($"长边 3,200 像素，不足要求的 5,000 像素。（依据：{Source}）", await PageAsync(world, jar), StringComparison.Ordinal);
        Assert.Contains($"长边 5,000 像素（依据：{Source}）", WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images/sizes", UriKind.Relative))), StringComparison.Ordinal);
        await StateAsync(world, new() { ["Edge"] = "1000" });
        Assert.Equal([], await SmallAsync(world));
        await StateAsync(world, []);
        Assert.Equal(2, (await SmallAsync(world)).Count);
    }

    [Fact]
    public async Task Mistakes_are_named_and_nobody_else_states_it()
    {
        var (world, _, _) = await MadeAsync();
        var address = $"collections/{world.Code}/images/sizes";
        foreach (var (field, value, says) in new[]
        {
            ("Edge", "499", "500 到 100,000"), ("Edge", "100001", "500 到 100,000"), ("Edge", "-1", "500 到 100,000"), ("Edge", "3000.5", "500 到 100,000"), ("Edge", "99999999999999999999", "500 到 100,000"), ("Edge", "三千", "500 到 100,000"),
            ("SolidEdge", "abc", "500 到 100,000"), ("FlatPpi", "49", "50 到 5,000"), ("FlatPpi", "5001", "50 到 5,000"), ("FlatPpi", "300 ppi", "50 到 5,000"),
            ("EdgeSource", "示例标准", "没有写数值"), ("SolidSource", "示例标准", "没有写数值"), ("FlatSource", "示例标准", "没有写数值"), ("EdgeSource", new string('示', 121), "最多 120 个字"),
        })
        {
            var form = await FormOnPage.OpenAsync(world.Client, address, "sizes");
            using var answer = await form.SendAsync(world.Client, new() { [field] = value });
            Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{(int)answer.StatusCode} {field} {value}");
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Contains(says, page, StringComparison.Ordinal);
            Assert.Contains($"value=\"{value}\"", page, StringComparison.Ordinal); // nothing typed is lost
        }

        Assert.Equal(0, await host.ScalarAsync<int>($"select count(*)::int from media.wanted_sizes where party_id = '{world.Museum}'"));
        var stale = await FormOnPage.OpenAsync(world.Client, address, "sizes");
        await StateAsync(world, new() { ["Edge"] = "4000", ["EdgeSource"] = "<script>alert(1)</script>" });
        using var late = await stale.SendAsync(world.Client, new() { ["Edge"] = "5000" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.DoesNotContain("<script>alert(1)", await world.Client.GetStringAsync(new Uri(address, UriKind.Relative)), StringComparison.Ordinal);

        using var stranger = await host.SignInAsAsync(Roles.Director);
        using var secretariat = await host.SignInAsAsync(Roles.Secretariat);
        using var visitor = host.NewClient();
        foreach (var (client, page, status) in new[]
        {
            (stranger, address, HttpStatusCode.NotFound), (secretariat, address, HttpStatusCode.NotFound), (visitor, address, HttpStatusCode.SeeOther),
            (stranger, "image-sizes", HttpStatusCode.NotFound), (world.Client, "image-sizes", HttpStatusCode.NotFound), (visitor, "image-sizes", HttpStatusCode.SeeOther), (secretariat, "image-sizes", HttpStatusCode.OK),
        })
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
            Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {page}");
        }
    }

    [Fact]
    public async Task The_database_keeps_no_size_out_of_range_and_no_source_of_nothing()
    {
        var museum = (await MediaWorld.NewAsync(host)).Museum;
        foreach (var (values, constraint) in new[]
        {
            ("499, '', null, '', null, ''", "wanted_sizes_edge"), ("null, '', 100001, '', null, ''", "wanted_sizes_solid_edge"), ("null, '', null, '', 49, ''", "wanted_sizes_flat_ppi"),
            ("null, '示例', null, '', null, ''", "wanted_sizes_sources_of_something"), ($"3000, '{new string('x', 121)}', null, '', null, ''", "wanted_sizes_sources_short"),
        })
        {
            var fault = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(
                $"insert into media.wanted_sizes (party_id, edge, edge_source, solid_edge, solid_source, flat_ppi, flat_source, version, changed_at) values ('{museum}', {values}, 1, now())"));
            Assert.Equal(constraint, fault.ConstraintName);
        }
    }

    [Fact]
    public async Task The_catalogue_says_the_longest_recorded_measure_in_centimetres_and_nothing_of_records_in_the_bin()
    {
        var world = await MediaWorld.NewAsync(host);
        var catalogue = new CatalogueWorld(host);
        foreach (var (number, category, fields, measure) in new (string, string?, (string, FieldValue)[], decimal?)[]
        {
            ("总1", "03", [("length", new AmountValue(12, "cm")), ("height", new AmountValue(305, "mm"))], 30.5m),
            ("总2", "10", [("width", new AmountValue(1.2m, "m"))], 120m),
            ("总3", null, [("length", new AmountValue(7))], 7m), // its usual unit
            ("总4", null, [("dimensions", new TextValue("高 20 厘米"))], null),
            ("总5", null, [("height", new AmountValue(0, "cm"))], null),
        })
        {
            await catalogue.WriteAsync(CatalogueWorld.Draft(world.Museum, number, "示例", [.. fields, .. category is null ? [] : new (string, FieldValue)[] { ("category", Category(category)) }]) with { Level = Level.Staff });
            var id = await host.ScalarAsync<Guid>($"select id from catalogue.object where institution_id = '{world.Museum}' and number = '{number}'");
            var found = (await MeasuresAsync(id))[id];
            Assert.Equal((category switch { "03" => "瓷器", "10" => "书法、绘画", _ => "" }, measure), (found.Category, found.Centimetres));
            await host.ExecuteAsync($"update catalogue.object set state = 'Binned' where id = '{id}'");
            Assert.Empty(await MeasuresAsync(id));
        }

        Task<IReadOnlyDictionary<Guid, ObjectMeasure>> MeasuresAsync(Guid id) => host.WithAsync((IObjectBook book) => book.MeasuresAsync(world.Museum, [id, Guid.Empty], default));
    }

    private static CodedValue Category(string code) => new CodedValue([new CodedWord(code, "category/2013")]);

    /// <summary>A painting of 60 cm and a jar, each with a photograph of 3,200 pixels.</summary>
    private async Task<(MediaWorld World, StoredImage Painting, StoredImage Jar)> MadeAsync()
    {
        var world = await MediaWorld.NewAsync(host);
        await new CatalogueWorld(host).WriteAsync(
            CatalogueWorld.Draft(world.Museum, "总1", "示例立轴", ("category", Category("10")), ("height", new AmountValue(60, "cm")), ("width", new AmountValue(31, "cm"))) with { Level = Level.Public },
            CatalogueWorld.Draft(world.Museum, "总2", "示例罐", ("category", Category("03")), ("height", new AmountValue(20, "cm"))) with { Level = Level.Public });
        var images = new List<StoredImage>();
        foreach (var (number, name) in new[] { ("总1", "painting.png"), ("总2", "jar.png") })
        {
            var serial = await host.ScalarAsync<int>($"select serial from catalogue.object where institution_id = '{world.Museum}' and number = '{number}'");
            images.Add(await world.BringAndWaitAsync(name, Picture.Slope(3200, 60 + serial).Encode("pngsave"), serial));
        }

        await RunAsync<CheckPhotographs>();
        await host.ExecuteAsync($"update media.photo_check set advised = false where institution_id = '{world.Museum}'"); // a slope of colours is dark or light to it
        return (world, images[0], images[1]);
    }

    /// <summary>Those that are too small, when all that is due has been judged.</summary>
    private async Task<IReadOnlyList<Guid>> SmallAsync(MediaWorld world)
    {
        await RunAsync<JudgeSizes>();
        return await host.WithAsync((MediaDb db) => Task.FromResult(db.PhotoChecks.Where(c => c.InstitutionId == world.Museum && c.Small).Select(c => c.ImageId).ToList()));
    }

    private Task<int> RunAsync<T>() where T : IRegularWork => host.WithAsync<IEnumerable<IRegularWork>, int>(async all =>
    {
        await all.OfType<T>().Single().RunAsync(default);
        return 0;
    });

    private static async Task<string> PageAsync(MediaWorld world, StoredImage image) =>
        WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images/{image.Id:N}", UriKind.Relative)));

    private static async Task StateAsync(MediaWorld world, Dictionary<string, string> fields)
    {
        var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/sizes", "sizes");
        using var saved = await form.SendAsync(world.Client, fields);
        Assert.True(saved.StatusCode == HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
    }
}
