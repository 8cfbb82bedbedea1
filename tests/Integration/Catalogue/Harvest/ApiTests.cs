using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Harvest.Api;
using Guanlian.Catalogue.Objects;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Samples;

namespace Guanlian.Integration.Catalogue.Harvest;

public sealed class ApiTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = false,
    };

    private readonly CatalogueWorld world = new(host);

    [Fact]
    [Trait("Requirement", "W13")]
    public async Task Cursors_lead_through_all_records_once_and_answers_have_the_described_shape()
    {
        var (owner, code) = await MuseumAsync();
        await world.WriteAsync([.. Enumerable.Range(0, 25).Select(n => CatalogueWorld.Draft(owner, $"a{n}", $"瓶{n}", ("category", new CodedValue([new CodedWord("03", "category/2013")]))))]);
        await world.WriteAsync(CatalogueWorld.Draft(owner, "hidden", "内部") with { Level = Level.Staff });
        var seen = new List<string>();
        for (var next = $"api/objects?institution={code}&limit=10"; next is not null;)
        {
            var page = JsonSerializer.Deserialize<ApiShapes.Page>(await TextAsync(next), Strict)!;
            seen.AddRange(page.Items.Select(i => i.Id));
            Assert.All(page.Items, i => Assert.Equal(("Porcelain", "瓷器"), (i.Words["category"][0].En, i.Words["category"][0].Zh)));
            next = page.Next;
        }

        Assert.Equal((25, 25), (seen.Count, seen.Distinct().Count()));
        var one = JsonSerializer.Deserialize<ApiShapes.Record>(await TextAsync("api/" + new Uri(seen[0]).AbsolutePath[1..]), Strict)!;
        Assert.Equal(seen[0], one.Id);
    }

    [Theory]
    [InlineData("cursor=x", 422, "catalogue.api.cursor")]
    [InlineData("limit=0", 422, "catalogue.api.limit")]
    [InlineData("limit=501", 422, "catalogue.api.limit")]
    [InlineData("profile=none", 422, "catalogue.api.profile")]
    [InlineData("institution=none", 404, "catalogue.api.institution")]
    public async Task A_wrong_question_is_answered_with_problem_details(string query, int status, string code)
    {
        using var client = host.NewClient();
        using var answer = await client.GetAsync("api/objects?" + query);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(code, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_etag_saves_sending_again_and_what_was_deregistered_is_gone()
    {
        var (owner, code) = await MuseumAsync();
        var draft = CatalogueWorld.Draft(owner, "t1", "砚");
        var serial = Assert.Single(await world.WriteAsync(draft)).Serial;
        using var client = host.NewClient();
        using var first = await client.GetAsync($"api/objects/{code}/{serial}");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"api/objects/{code}/{serial}");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        await world.WriteAsync(draft with { Version = 1, Record = draft.Record.With("title", WordsValue.Zh("端砚")) });
        using var changed = new HttpRequestMessage(HttpMethod.Get, $"api/objects/{code}/{serial}");
        changed.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(changed)).StatusCode);

        await TextAsync("api/changes");
        await world.WriteAsync(draft with { Version = 2, State = ObjectState.Gone, Record = ObjectRecord.Empty(CatalogueWorld.Census) });
        Assert.Equal(HttpStatusCode.Gone, (await client.GetAsync($"api/objects/{code}/{serial}")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await client.GetAsync($"objects/{code}/{serial}/lido.xml")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"api/objects/{code}/{serial + 999_999}")).StatusCode);
    }

    [Fact]
    public async Task The_address_of_an_object_gives_what_is_accepted()
    {
        var (owner, code) = await MuseumAsync();
        var serial = Assert.Single(await world.WriteAsync(CatalogueWorld.Draft(
            owner, "n1", "碑帖", ("category", new CodedValue([new CodedWord("21", "category/2013")])),
            ("rights", new CodedValue([new CodedWord("http://creativecommons.org/publicdomain/zero/1.0/", "rights/2016")]))))).Serial;
        foreach (var (accept, type) in new[]
        {
            ("application/json", "application/json"), ("application/ld+json", "application/ld+json"), ("application/rdf+xml", "application/rdf+xml"),
            ("application/ld+json;profile=\"https://linked.art/ns/v1/linked-art.json\"", "application/ld+json"), ("application/xml", "application/xml"),
            ("text/turtle;q=1, application/marcxml+xml;q=0.9, text/html;q=0.1", "application/xml"),
        })
        {
            using var client = host.NewClient();
            using var asked = new HttpRequestMessage(HttpMethod.Get, $"objects/{code}/{serial}");
            asked.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await client.SendAsync(asked);
            Assert.Equal((accept, type), (accept, answer.Content.Headers.ContentType?.MediaType));
        }

        Assert.Equal([], FormatSamples.Faults(XDocument.Parse(await TextAsync($"objects/{code}/{serial}/lido.xml"))));
        Assert.Contains("碑帖", await TextAsync($"objects/{code}/{serial}/marc.xml"), StringComparison.Ordinal);
        var art = JsonDocument.Parse(await TextAsync($"objects/{code}/{serial}/linked-art.json")).RootElement;
        Assert.Equal(("HumanMadeObject", "碑帖"), (art.GetProperty("type").GetString(), art.GetProperty("_label").GetString()));
    }

    [Theory]
    [Trait("Requirement", "G11")]
    [InlineData(null)]
    [InlineData(Roles.Partner)]
    [InlineData(Roles.Secretariat)]
    [InlineData(Roles.Staff)]
    public async Task Every_door_gives_each_reader_his_fields_and_no_other(string? role)
    {
        var (owner, code) = await MuseumAsync();
        var secrets = CatalogueWorld.Census.Fields.Where(f => f.Kind == FieldKind.Text && f.Role is null).ToDictionary(f => f.Key, f => $"秘{f.Key}密");
        var draft = CatalogueWorld.Draft(owner, "v1", "鼎", [.. secrets.Select(s => (s.Key, (FieldValue)new TextValue(s.Value)))]);
        draft = draft with { Record = draft.Record with { Extra = new Dictionary<string, string> { ["旧栏"] = "秘extra密" } } };
        var serial = Assert.Single(await world.WriteAsync(draft)).Serial;
        await world.WriteAsync(CatalogueWorld.Draft(owner, "v2", "藏起来的鼎") with { Level = Level.Staff });
        var reader = role switch
        {
            null => Reader.Visitor,
            Roles.Partner => Reader.AsMember(Guid.CreateVersion7()),
            Roles.Secretariat => Reader.AsAssociation(Guid.CreateVersion7(), [owner]),
            _ => Reader.AsStaff(owner),
        };
        var open = reader.LevelFor(owner, []);
        var objects = await world.UseAsync<ReadObjects, List<Guanlian.Catalogue.Formats.Writing.OutgoingObject>>(Actor.Program, (read, _) =>
            read.NextAsync(reader, new(owner), ObjectCursor.Start, 10, new(new Uri("https://x.example.org/")), default));
        Assert.Equal(open == Level.Staff ? 2 : 1, objects.Count);
        foreach (var format in Guanlian.Catalogue.Formats.Writing.RecordFormat.All.Where(f => f.Name is "lido.xml" or "object.json" or "linked-art.json" or "dc.xml" or "schema.json"))
        {
            await using var stream = new MemoryStream();
            await using var body = new Guanlian.Catalogue.Formats.Writing.StreamedBody(stream);
            format.Write(body, objects[0]);
            await body.SendAsync(default, all: true);
            var text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
            foreach (var (key, secret) in secrets)
            {
                if (CatalogueWorld.Census.Find(key)!.Level > open)
                {
                    Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
                }
                else if (format.Name is "lido.xml" or "object.json" or "linked-art.json")
                {
                    Assert.Contains(secret, text, StringComparison.Ordinal);
                }
            }

            Assert.Equal(open == Level.Staff && format.Name is "lido.xml" or "object.json" && open == Level.Staff, text.Contains("秘extra密", StringComparison.Ordinal));
        }

        if (role is null)
        {
            foreach (var address in new[] { $"api/objects/{code}/{serial}", $"api/objects?institution={code}", $"objects/{code}/{serial}/lido.xml", $"api/export/object.jsonl?institution={code}", $"api/export/lido.xml?institution={code}" })
            {
                var text = await TextAsync(address);
                Assert.DoesNotContain("秘extra密", text, StringComparison.Ordinal);
                Assert.DoesNotContain("藏起来的鼎", text, StringComparison.Ordinal);
                Assert.DoesNotContain(secrets["storage"], text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_change_feed_tells_create_update_and_delete_in_order()
    {
        var (owner, code) = await MuseumAsync();
        var drafts = Enumerable.Range(0, 3).Select(n => CatalogueWorld.Draft(owner, $"c{n}", $"件{n}")).ToArray();
        var written = await world.WriteAsync(drafts);
        await TextAsync("api/changes");
        host.Clock.Now += TimeSpan.FromMinutes(1);
        await world.WriteAsync(drafts[0] with { Version = 1, Level = Level.Members });
        await world.WriteAsync(drafts[1] with { Version = 1 });

        var collection = JsonDocument.Parse(await TextAsync("api/changes")).RootElement;
        Assert.Equal("OrderedCollection", collection.GetProperty("type").GetString());
        var (ours, times) = (new Dictionary<string, string>(), new List<string>());
        for (var next = collection.GetProperty("first").GetProperty("id").GetString(); next is not null;)
        {
            var page = JsonDocument.Parse(await TextAsync(next)).RootElement;
            foreach (var item in page.GetProperty("orderedItems").EnumerateArray())
            {
                times.Add(item.GetProperty("endTime").GetString()!);
                var id = item.GetProperty("object").GetProperty("id").GetString()!;
                if (id.Contains($"/{code}/", StringComparison.Ordinal))
                {
                    ours.Add(id, item.GetProperty("type").GetString()!);
                }
            }

            next = page.TryGetProperty("next", out var more) ? more.GetProperty("id").GetString() : null;
        }

        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.Equal(["Delete", "Update", "Create"], written.Select(w => ours.Single(o => o.Key.EndsWith($"/{w.Serial}", StringComparison.Ordinal)).Value));
        using var client = host.NewClient();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("api/changes/999999")).StatusCode);
    }

    [Fact]
    public async Task An_export_in_every_format_holds_every_record_open_to_the_reader()
    {
        var (owner, code) = await MuseumAsync();
        await world.WriteAsync([.. Enumerable.Range(0, 1_234).Select(n => CatalogueWorld.Draft(owner, $"x{n}", $"瓶{n}"))]);
        var lido = XDocument.Parse(await TextAsync($"api/export/lido.xml?institution={code}"));
        Assert.Equal([], FormatSamples.Faults(lido));
        Assert.Equal(1_234, lido.Root!.Elements().Count());
        foreach (var name in new[] { "object.jsonl", "linked-art.jsonl", "schema.jsonl" })
        {
            var lines = (await TextAsync($"api/export/{name}?institution={code}")).TrimEnd('\n').Split('\n');
            Assert.Equal(1_234, lines.Select(l => JsonDocument.Parse(l).RootElement.GetRawText()).Distinct().Count());
        }

        Assert.Empty(XDocument.Parse(await TextAsync($"api/export/marc.xml?institution={code}")).Root!.Elements());
    }

    [Fact]
    public async Task What_a_search_finds_is_given_page_by_page_and_as_one_file()
    {
        var (owner, _) = await MuseumAsync();
        await world.WriteAsync([.. Enumerable.Range(0, 5).Select(n => CatalogueWorld.Draft(owner, $"s{n}", $"错金博山炉{n}"))]);
        await world.WriteAsync(CatalogueWorld.Draft(owner, "s9", "错金博山炉暗") with { Level = Level.Staff });
        var titles = new List<string>();
        for (var next = "api/search?q=" + Uri.EscapeDataString("博山炉") + "&limit=2"; next is not null;)
        {
            var page = JsonSerializer.Deserialize<SearchApi.Result>(await TextAsync(next), Strict)!;
            Assert.Equal(5, page.Records);
            titles.AddRange(page.Items.Select(i => i.Title));
            next = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(n => $"错金博山炉{n}"), titles.Order(StringComparer.Ordinal));
        Assert.Equal(5, (await TextAsync("api/export/object.jsonl?q=" + Uri.EscapeDataString("博山炉"))).TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task The_api_is_the_approved_one()
    {
        var now = (await TextAsync("api/openapi.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(FormatSamples.Folder, "..", "Shape", "approved", "openapi.json");
        if (Environment.GetEnvironmentVariable("GUANLIAN_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, now);
        }

        Assert.True(now == await File.ReadAllTextAsync(file),
            "The API changed. If that is meant: GUANLIAN_APPROVE=1 dotnet test tests/Integration --filter ApiTests, and commit tests/Shape/approved/openapi.json.");
    }

    private async Task<string> TextAsync(string address)
    {
        using var client = host.NewClient();
        using var answer = await client.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode} {text}");
        return text;
    }

    private async Task<(Guid Id, string Code)> MuseumAsync()
    {
        var id = await world.MuseumAsync();
        return (id, (await host.WithAsync<IPartyDirectory, PartyCard?>(d => d.FindAsync(id, default)))!.Code);
    }
}
