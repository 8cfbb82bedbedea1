using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Harvest.Provider;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Media.Iiif.Viewers;
using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Media;

/// <summary>
/// Every image that somebody may not see, at every address that the program has for images, and in every answer that could name one:
/// tried for every audience. Addresses are taken from the program's own routes, so that a new one is tried too.
/// </summary>
public sealed partial class HiddenAtEveryDoor(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly string[] Audiences = ["visitor", "somebody without a mandate", "staff of another museum", "office of another cluster", "viewer elsewhere", "viewer of a member elsewhere", "own staff"];

    private static readonly string[] Places = ["images", "pictures", "details", "panoramas", "multimedia"];

    /// <summary>Somebody of another museum who has signed in for a viewer elsewhere.</summary>
    private ViewerPass? member;

    [Fact]
    public async Task An_image_that_somebody_may_not_see_is_missing_at_every_address_and_named_nowhere()
    {
        var world = await MediaWorld.NewAsync(host);
        var images = await MadeAsync(world);
        var set = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into catalogue.object_set (id, person_id, favourites, title, text, party_id, created_at, changed_at)
                values ('{set}', '{world.Keeper.PersonId}', false, '示例专题', '', '{world.Museum}', now(), now());
            insert into catalogue.set_item (set_id, institution_id, object_id, place) select '{set}', institution_id, id, serial from catalogue.object where institution_id = '{world.Museum}'
            """);
        await Task.Delay(1100); // what visitors see is remembered for a second
        var (wrong, tried, seen) = (new List<string>(), 0, 0);
        foreach (var audience in Audiences)
        {
            using var client = await ClientAsync(world, audience);
            foreach (var image in images)
            {
                var may = image.SeenBy.Contains(audience);
                foreach (var door in Doors(world, image, audience))
                {
                    using var answer = await client.GetAsync(new Uri(door, UriKind.Relative));
                    tried++;
                    // A keeper's page asks whoever is nobody yet to sign in, whatever stands in its address.
                    var asked = answer.Headers.Location?.ToString().Contains("account/sign-in?return=", StringComparison.Ordinal) == true && door.StartsWith("collections/", StringComparison.Ordinal);
                    if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest) && !may && !asked)
                    {
                        wrong.Add($"{audience}, {image.Name}: {(int)answer.StatusCode} {door}");
                    }
                    else if (may && answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther)
                    {
                        seen++;
                    }
                }
            }

            foreach (var address in Answers(world, images, set))
            {
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
                var text = await answer.Content.ReadAsStringAsync();
                tried++;
                foreach (var image in images.Where(i => !i.SeenBy.Contains(audience)))
                {
                    if (text.Contains(image.Id.ToString("N"), StringComparison.OrdinalIgnoreCase) || text.Contains(image.Id.ToString("D"), StringComparison.OrdinalIgnoreCase)
                        || text.Contains(image.File, StringComparison.Ordinal))
                    {
                        wrong.Add($"{audience}, {image.Name}: named by {address}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried > 1000 && seen > 100, $"{tried} tried, {seen} seen: too few to say anything");
    }

    /// <param name="Name">Why it is hidden.</param>
    /// <param name="Serial">Of its object.</param>
    /// <param name="SeenBy">Of the audiences.</param>
    private sealed record Hidden(string Name, Guid Id, string File, int? Serial, string[] SeenBy)
    {
        public Guid Detail { get; init; }

        /// <summary>Of the same object, hidden as the image is.</summary>
        public Guid Sound { get; init; }

        /// <summary>What stands in an address of that form.</summary>
        public string NameAt(string pattern) => (pattern.Contains("details/{", StringComparison.OrdinalIgnoreCase) ? Detail : pattern.Contains("multimedia/{", StringComparison.OrdinalIgnoreCase) ? Sound : Id).ToString("N");
    }

    private async Task<List<Hidden>> MadeAsync(MediaWorld world)
    {
        var (open, members, staff) = (await world.ObjectAsync("总1", "示例公开"), await world.ObjectAsync("总2", "示例成员", Level.Members), await world.ObjectAsync("总3", "示例本馆", Level.Staff));
        string[] mandates = ["staff of another museum", "office of another cluster", "viewer of a member elsewhere", "own staff"];
        var person = (await host.PersonAsAsync(Roles.Staff)).PersonId;
        member = new(person, await host.ScalarAsync<Guid>($"select id from members.session where person_id = '{person}'"));
        var number = 0;
        var made = new List<Hidden>
        {
            await OneAsync("public", open, Audiences), await OneAsync("hidden", open, ["own staff"]), await OneAsync("of members", members, mandates), await OneAsync("of the museum", staff, ["own staff"]),
            await OneAsync("without object", null, ["own staff"]), await OneAsync("removed", open, []), await OneAsync("hidden of members", members, ["own staff"]),
        };
        foreach (var hidden in made.Where(i => i.Name.StartsWith("hidden", StringComparison.Ordinal)))
        {
            var form = await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{hidden.Id:N}", "image");
            using var saved = await form.SendAsync(world.Client, new() { ["Number"] = $"总{hidden.Serial}", ["Shown"] = "staff" });
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        // Of each a detail and a panorama, and a sound of the same object that is shown as far as the image is.
        foreach (var (image, i) in made.Select((m, i) => (m, i)))
        {
            await host.ExecuteAsync($"""
                insert into media.detail (institution_id, id, image_id, x, y, width, height, caption_zh, caption_en, version, created_at)
                    values ('{world.Museum}', '{image.Detail}', '{image.Id}', 10, 10, 20, 20, 'secret-detail-{image.File}', '', 1, now());
                insert into media.panorama (institution_id, image_id, title_zh, title_en, version, created_at) values ('{world.Museum}', '{image.Id}', 'secret-panorama-{image.File}', '', 1, now())
                """);
            if (image.Serial is { } serial)
            {
                var bytes = MadeMultimedia.Mp3(20 + i);
                using var sent = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/multimedia?object={serial}", "multimedia")).SendFileAsync(world.Client, "File", $"sound-{image.File}.mp3", bytes);
                Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
                var id = Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]);
                await host.ExecuteAsync($"""
                    update media.multimedia set id = '{image.Sound}', title_zh = 'secret-sound-{image.File}', description_zh = '示例', hidden = {image.Name.StartsWith("hidden", StringComparison.Ordinal)},
                        removed = {image.Name == "removed"} where id = '{id}'
                    """);
            }
        }

        Assert.Equal(made.Count, made.Select(i => i.Id).Distinct().Count());
        var gone = made.Single(i => i.Name == "removed");
        using var removed = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{gone.Id:N}", "remove")).SendAsync(world.Client, new() { ["Reason"] = "示例" });
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        return made;

        async Task<Hidden> OneAsync(string name, int? serial, string[] seenBy)
        {
            var file = $"secret-{name.Replace(' ', '-')}.png";
            StoredImage image = await world.BringAndWaitAsync(file, Picture.Slope(520 + number++, 300).Encode("pngsave"), serial); // no two are one file
            return new(name, image.Id, file, serial, seenBy) { Detail = Guid.CreateVersion7(), Sound = Guid.CreateVersion7() };
        }
    }

    private async Task<HttpClient> ClientAsync(MediaWorld world, string audience)
    {
        switch (audience)
        {
            case "own staff": return host.ClientFor(world.Keeper);
            case "staff of another museum": return await host.SignInAsAsync(Roles.Staff);
            case "office of another cluster": return await host.SignInAsAsync(Roles.Secretariat);
            case "somebody without a mandate":
                var who = await host.PersonAsAsync(Roles.Staff);
                await host.ExecuteAsync($"update members.session set mandate_id = null where person_id = '{who.PersonId}'; delete from members.mandate where person_id = '{who.PersonId}'");
                return host.ClientFor(who);
            default: return host.NewClient();
        }
    }

    /// <summary>Every address of the program with a place for an image.</summary>
    private IEnumerable<string> Doors(MediaWorld world, Hidden image, string audience)
    {
        // A ticket is good for no more than its person sees: nobody's for nothing, a member's for what members see.
        var ticket = audience.StartsWith("viewer", StringComparison.Ordinal)
            ? "." + host.Services.GetRequiredService<ViewerAccess>().Ticket(audience == "viewer elsewhere" ? new(Guid.CreateVersion7(), Guid.CreateVersion7()) : member!, image.Id) : null;
        string[] names = [$"{image.Id:N}", $"{image.Id:N}.members", $"{image.Id:N}.keepers", .. ticket is null ? Array.Empty<string>() : [$"{image.Id:N}{ticket}"]];
        string[] views =
        [
            "full/max/0/default.jpg", "full/full/0/default.jpg", "full/200,/0/default.jpg", "full/,100/0/color.png", "full/!90,90/0/gray.webp", "full/%5E600,/0/default.jpg", "square/max/0/default.jpg",
            "0,0,256,256/256,256/0/default.jpg", "256,0,256,256/256,/0/default.jpg", "pct:10,10,20,20/max/!90/bitonal.png",
        ];
        var patterns = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") != false)
            .Select(e => e.RoutePattern.RawText!.TrimStart('/')).Where(p => p.StartsWith("iiif/", StringComparison.Ordinal) || Places.Any(place => p.Contains(place + "/{", StringComparison.Ordinal)))
            .Distinct().ToList();
        Assert.True(patterns.Count(p => p.Contains("{id}", StringComparison.OrdinalIgnoreCase)) >= 14 && Places.All(place => patterns.Exists(p => p.StartsWith(place + "/{", StringComparison.Ordinal))), string.Join('\n', patterns));
        foreach (var pattern in patterns.Where(p => p.Contains("{id", StringComparison.OrdinalIgnoreCase) && !p.StartsWith("iiif/set/", StringComparison.Ordinal)))
        {
            foreach (var name in pattern.StartsWith("iiif/2/", StringComparison.Ordinal) || pattern.StartsWith("iiif/3/", StringComparison.Ordinal) || pattern.StartsWith("pictures/", StringComparison.Ordinal) ? names : [image.NameAt(pattern)])
            {
                var filled = Id().Replace(pattern, name).Replace("{Code}", world.Code, StringComparison.OrdinalIgnoreCase).Replace("{edge:int}", "200", StringComparison.Ordinal);
                foreach (var door in filled.Contains("{region}", StringComparison.Ordinal) ? views.Select(v => filled[..filled.IndexOf("{region}", StringComparison.Ordinal)] + v) : [filled])
                {
                    yield return door;
                }
            }
        }
    }

    /// <summary>Every answer that could name an image.</summary>
    private static IEnumerable<string> Answers(MediaWorld world, IReadOnlyList<Hidden> images, Guid set)
    {
        foreach (var serial in images.Select(i => i.Serial).OfType<int>().Distinct())
        {
            yield return $"objects/{world.Code}/{serial}";
            yield return $"en/objects/{world.Code}/{serial}";
            yield return $"iiif/manifest/{world.Code}/{serial}";
            yield return $"iiif/belonging/{world.Code}/{serial}";
            yield return $"compare?o={world.Code}/{serial}&o={world.Code}/{serial}/2&o={world.Code}/{serial}/3&o={world.Code}/{serial}/9";
            foreach (var format in RecordFormat.All)
            {
                yield return $"objects/{world.Code}/{serial}/{format.Name}";
            }
        }

        foreach (var view in new[] { "", "&view=cards", "&view=wall", "&view=table", "&image=1" })
        {
            yield return $"catalogue?museum={world.Code}{view}";
        }

        foreach (var page in new[]
        {
            "", "en/", $"museums/{world.Code}", "iiif/collection", $"iiif/collection/{world.Code}", $"iiif/set/{set}", $"sets/{set}", "catalogue/feed.atom", "sitemap.xml", "sitemaps/objects-1.xml", "catalogue?q=示例",
        })
        {
            yield return page;
        }

        foreach (var format in OaiFormat.All)
        {
            yield return $"oai?verb=ListRecords&metadataPrefix={format.Prefix}";
        }

        foreach (var format in RecordFormat.All.Where(f => f.ManyName.Length > 0))
        {
            yield return $"api/export/{format.ManyName}?museum={world.Code}";
        }
    }

    [GeneratedRegex(@"\{id(:[a-z]+)?\}", RegexOptions.IgnoreCase)]
    private static partial Regex Id();
}
