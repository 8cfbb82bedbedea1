using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Harvest.Provider;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Kept;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>
/// Every field of every profile, closed at every level, is tried by every kind of reader through every door that the program has, the doors
/// being found from the program itself.
/// </summary>
[Trait("Requirement", "E07")]
public sealed partial class EveryFieldThroughEveryDoor(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly Dictionary<Level, string> Secrets = new()
    {
        [Level.Members] = "榴莲蜜会员",
        [Level.Named] = "榴莲蜜指定",
        [Level.Association] = "榴莲蜜协会",
        [Level.Staff] = "榴莲蜜馆内",
    };

    private readonly SearchWorld world = new(host);

    [Fact]
    public async Task Nothing_above_a_reader_comes_through_any_door()
    {
        var scene = await SceneAsync();
        var (leaks, answered, asked) = (new List<string>(), 0, 0);
        foreach (var reader in scene.Readers)
        {
            var seen = new StringBuilder();
            foreach (var address in Addresses(scene))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
                // Each from an address of its own: how often one may ask is tested elsewhere.
                request.Headers.Add("X-Forwarded-For", $"2001:db8:{++asked:x}::2");
                using var answer = await reader.Client.SendAsync(request);
                Assert.True((int)answer.StatusCode < 500, $"{(int)answer.StatusCode} {address}");
                var text = await TextAsync(answer);
                answered += answer.IsSuccessStatusCode ? 1 : 0;
                seen.Append(text);
                foreach (var (level, secret) in Secrets.Where(s => s.Key > reader.Open && text.Contains(s.Value, StringComparison.Ordinal)))
                {
                    leaks.Add($"{reader.Name} is told by {address} what is open to {level}: {Around(text, secret)}");
                }
            }

            // What the reader may see does come through, or the walk would show nothing.
            Assert.All(Secrets.Where(s => s.Key <= reader.Open), s => Assert.Contains(s.Value + "description", seen.ToString(), StringComparison.Ordinal));
        }

        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Order(StringComparer.Ordinal).Take(40)));
        Assert.True(answered > 200, $"{answered}");
    }

    [Fact]
    public async Task Words_of_a_hidden_field_find_nothing_and_count_nothing()
    {
        var scene = await SceneAsync();
        foreach (var reader in scene.Readers)
        {
            foreach (var (level, secret) in Secrets)
            {
                foreach (var asked in new[] { secret, $"\"{secret}\"", $"名称:{secret}", $"作者:{secret}" })
                {
                    var found = await world.AskAsync($"?q={Uri.EscapeDataString(asked)}&museum={scene.Code}", reader.Reader);
                    Assert.True(level <= reader.Open ? found.Total.Records > 0 : found.Total.Records == 0, $"{reader.Name} {asked}: {found.Total.Records}");
                }
            }

            // Facets count a hidden term for nobody who may not see it.
            var all = await world.AskAsync($"?museum={scene.Code}", reader.Reader);
            var told = string.Join('|', all.Choices.SelectMany(c => c.Value).Select(c => c.Code + c.Text));
            Assert.All(Secrets, s => Assert.Equal(s.Key <= reader.Open, told.Contains(s.Value, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Viewing_as_shows_staff_exactly_what_that_reader_finds()
    {
        var scene = await SceneAsync();
        var staff = scene.Readers[^1];
        var named = scene.Readers.Single(r => r.Open == Level.Named);
        (string Query, Level Open)[] eyes =
        [
            ("as=public", Level.Public), ("as=member", Level.Members), ($"as=member&who={scene.NamedCode}", Level.Named), ("as=association", Level.Association), ("as=staff", Level.Staff),
        ];
        foreach (var (query, open) in eyes)
        {
            var through = new StringBuilder();
            foreach (var address in new[] { $"/catalogue?q=螭龙&museum={scene.Code}&{query}", $"/catalogue/objects.csv?q=螭龙&museum={scene.Code}&{query}", $"/catalogue/suggest?q=螭龙&{query}" }
                .Concat(scene.Serials.Select(s => $"/objects/{scene.Code}/{s}?{query}")))
            {
                using var answer = await staff.Client.GetAsync(new Uri(address, UriKind.Relative));
                // Who may not see a record at all gets a page that says so to the one who looks through his eyes.
                through.Append(answer.IsSuccessStatusCode ? await TextAsync(answer) : "");
            }

            Assert.All(Secrets, s => Assert.True(s.Key <= open == through.ToString().Contains(s.Value, StringComparison.Ordinal), $"{query} {s.Key}"));

            // The count is that of the reader who is stood in for.
            var theirs = scene.Readers.First(r => r.Open == open);
            Assert.Equal(await CountAsync(theirs.Client, $"/catalogue?museum={scene.Code}"), await CountAsync(staff.Client, $"/catalogue?museum={scene.Code}&{query}"));
        }

        // Through a member's eyes one does not see what another museum shows that member by name.
        var other = await world.World.MuseumAsync();
        await world.World.WriteAsync(SearchWorld.Draft(other, "X-1", "他馆指名壶") with { Level = Level.Named, Named = [named.Reader.PartyId!.Value] });
        Assert.Contains("他馆指名壶", await named.PageAsync("/catalogue?q=他馆指名"), StringComparison.Ordinal);
        Assert.DoesNotContain("他馆指名壶", await staff.PageAsync($"/catalogue?q=他馆指名&as=member&who={scene.NamedCode}"), StringComparison.Ordinal);

        // Nobody else may look with other eyes than narrower ones.
        foreach (var reader in scene.Readers.Where(r => r.Open < Level.Association))
        {
            Assert.DoesNotContain(Secrets[Level.Association], await reader.PageAsync($"/catalogue?q=螭龙&museum={scene.Code}&as=association"), StringComparison.Ordinal);
            Assert.DoesNotContain(Secrets[Level.Staff], await reader.PageAsync($"/catalogue?q=螭龙&museum={scene.Code}&as=staff"), StringComparison.Ordinal);
        }

        Assert.Contains("没有编号或全称是“查无此馆”的成员", await staff.PageAsync("/catalogue?as=member&who=查无此馆"), StringComparison.Ordinal);
    }

    private sealed record Eyes(string Name, HttpClient Client, Reader Reader, Level Open)
    {
        public async Task<string> PageAsync(string address)
        {
            using var answer = await Client.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return Unmarked(await Keepers.TextAsync(answer));
        }
    }

    private sealed record Scene(string Code, string NamedCode, Guid Set, IReadOnlyList<int> Serials, IReadOnlyList<Eyes> Readers);

    private async Task<Scene> SceneAsync()
    {
        var keepers = new Keepers(host);
        var (staff, named, member) = (await keepers.NewAsync(role: Roles.Coordinator), await keepers.NewAsync(), await keepers.NewAsync());
        var cluster = await host.NewClusterAsync();
        await host.JoinAsync(cluster, staff.Museum);
        var office = await host.PersonAsAsync(Roles.Secretariat, cluster);
        var drafts = ProfileBook.Shipped.All.SelectMany(p => Secrets.SelectMany(s => Drafts(staff.Museum, named.Museum, p, s.Key, s.Value))).ToList();
        var written = await world.World.WriteAsync([.. drafts]);
        var set = (await staff.UseAsync((ObjectSets.Handler h) => h.MakeAsync("螭龙专题", "", default))).Value;
        foreach (var draft in drafts)
        {
            Assert.False((await staff.UseAsync((ObjectSets.Handler h) => h.AddAsync(set, staff.Museum, draft.Id, default))).Refused);
        }

        Assert.False((await staff.UseAsync((ObjectSets.Handler h) => h.ChangeAsync(set, "螭龙专题", "", true, default))).Refused);
        return new(staff.Code, named.Code, set, [.. written.Select(w => w.Serial)],
        [
            new("a visitor", host.NewClient(), Reader.Visitor, Level.Public),
            new("a member", member.Client, Reader.AsMember(member.Museum), Level.Members),
            new("a named member", named.Client, Reader.AsMember(named.Museum), Level.Named),
            new("the association", host.ClientFor(office), Reader.AsAssociation(cluster, [staff.Museum]), Level.Association),
            new("own staff", staff.Client, Reader.AsStaff(staff.Museum), Level.Staff),
        ]);
    }

    /// <summary>A record open to all whose every field is closed at the level, and a record that is closed itself.</summary>
    private static IEnumerable<ObjectDraft> Drafts(Guid owner, Guid named, Profile profile, Level level, string secret)
    {
        var record = profile.Fields.Aggregate(ObjectRecord.Empty(profile), (r, f) => r.With(f.Key, Value(f, secret + f.Key)));
        record = record with { Extra = new Dictionary<string, string> { ["原表列"] = Secrets[Level.Staff] + "extra" } };
        var closed = new ObjectDraft(owner, Guid.CreateVersion7(), record.With("title", WordsValue.Zh($"螭龙{secret}档")).With("number", new TextValue($"{secret}{profile.Name}档"))) { State = ObjectState.Published, Level = level, Named = level == Level.Named ? [named] : [] };
        yield return closed;
        if (level == Level.Named)
        {
            // Only a record that names parties has fields for them.
            yield break;
        }

        yield return new(owner, Guid.CreateVersion7(), record.With("title", WordsValue.Zh("螭龙壶")).With("number", new TextValue($"螭{profile.Name}{level}")))
        {
            State = ObjectState.Published,
            FieldLevels = profile.Fields.Where(f => f.Role is not (FieldRoles.Title or FieldRoles.Number)).ToDictionary(f => f.Key, _ => level),
        };
        yield return new(owner, Guid.CreateVersion7(), record.With("title", WordsValue.Zh($"{secret}名")).With("number", new TextValue($"{secret}{profile.Name}号")))
        {
            State = ObjectState.Published,
            FieldLevels = profile.Fields.ToDictionary(f => f.Key, _ => level),
        };
    }

    private static FieldValue Value(ProfileField field, string secret) => field.Kind switch
    {
        FieldKind.Text => new TextValue(secret),
        FieldKind.Words => new WordsValue(new(StringComparer.Ordinal) { ["zh"] = secret, ["en"] = secret + " en" }),
        FieldKind.Coded => new CodedValue([new CodedWord(null, null, secret)]),
        FieldKind.Amount => new AmountValue(7, field.Units.Count > 0 ? field.Units[0] : null, secret),
        FieldKind.Identifiers => new IdentifiersValue([new Identifier(null, secret)]),
        FieldKind.Time => new TimeValue(secret, 1701, 1702),
        FieldKind.People => new PeopleValue([new Person(WordsValue.Zh(secret), WordsValue.Zh(secret + "角色"), null, secret + "生平")]),
        _ => new RelationsValue([new Relation("set", null, secret)]),
    };

    private List<string> Addresses(Scene scene)
    {
        var found = new List<string>();
        foreach (var door in Door.All(host.Services.GetServices<EndpointDataSource>()).Where(d => d.Methods.Contains("GET") || d.Methods.Contains("ANY")))
        {
            // A door that leads out ends the reader's session.
            if (door.Pattern.RawText!.Contains("sign-out", StringComparison.Ordinal))
            {
                continue;
            }

            var serials = door.Pattern.Parameters.Any(p => string.Equals(p.Name, "serial", StringComparison.OrdinalIgnoreCase)) ? scene.Serials : [0];
            found.AddRange(serials.Select(serial => "/" + door.Address((name, constraint) => constraint switch
            {
                "guid" => scene.Set.ToString(),
                "int" or "long" => name.Equals("serial", StringComparison.OrdinalIgnoreCase) ? $"{serial}" : name == "page" ? "0" : "1",
                _ => name is "format" ? "lido.xml" : name is "list" ? "category" : scene.Code,
            })));
        }

        string[] looks = ["", "&view=ledger", "&view=wall", "&sort=oldest", "&sort=added", "&as=staff", "&as=association", $"&as=member&who={scene.NamedCode}", "&q=螭龙"];
        string[] searches = ["/catalogue", "/catalogue/objects.csv", "/catalogue/objects.xlsx", "/catalogue/feed.atom", "/api/search"];
        found.AddRange(searches.SelectMany(s => looks.Select(l => $"{s}?museum={scene.Code}{l}")));
        found.AddRange(["/catalogue/suggest?q=螭龙", "/catalogue/suggest?q=螭", $"/api/objects?institution={scene.Code}&limit=100", "/en/catalogue?q=螭龙"]);
        found.AddRange(RecordFormat.All.Select(f => $"/api/export/{f.ManyName}?institution={scene.Code}"));
        found.AddRange(RecordFormat.All.Select(f => $"/api/export/{f.ManyName}?museum={scene.Code}&q=螭龙"));
        found.AddRange(OaiFormat.All.SelectMany(f => new[] { $"/oai?verb=ListRecords&metadataPrefix={f.Prefix}", $"/oai?verb=ListIdentifiers&metadataPrefix={f.Prefix}" }));
        found.AddRange(["/oai?verb=ListSets", "/oai?verb=Identify", $"/museums/{scene.Code}"]);
        Assert.True(found.Count > 150, $"{found.Count}");
        return found;
    }

    /// <summary>An answer as text, whatever it is packed into.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType is { } kind && kind.Contains("spreadsheetml", StringComparison.Ordinal))
        {
            using var book = new ZipArchive(await answer.Content.ReadAsStreamAsync());
            var parts = new StringBuilder();
            foreach (var entry in book.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                parts.Append(await reader.ReadToEndAsync());
            }

            return parts.ToString();
        }

        var text = Unmarked(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        return Escaped().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());
    }

    /// <summary>What was asked for is marked in the middle of words.</summary>
    private static string Unmarked(string text) => text.Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal);

    private static async Task<string> CountAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();
        return Count().Match(page).Groups[1].Value;
    }

    private static string Around(string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.Ordinal);
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 40)].ReplaceLineEndings(" ");
    }

    [GeneratedRegex("class=\"found-count\">([^<]+)<")]
    private static partial Regex Count();

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escaped();
}
