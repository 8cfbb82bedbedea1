using Guanlian.Catalogue.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;

namespace Guanlian.Hosting.Media;

/// <summary>
/// Two museums with everything that can stand in an answer: several views and one, groups, details in one language and both, pairs, sets
/// with and without images, statements of rights of every sort, titles that look like markup, limited sizes, hidden images, a view all
/// round, sound beside images and sound alone.
/// </summary>
internal sealed class DescribedWorld
{
    private DescribedWorld(MediaWorld open, MediaWorld limited, int[] serials, IReadOnlyList<StoredImage> images, Guid set) =>
        (Open, Limited, Serials, Images, Set) = (open, limited, serials, images, set);

    public MediaWorld Open { get; }

    /// <summary>Its images are smaller for visitors, and larger for members.</summary>
    public MediaWorld Limited { get; }

    /// <summary>Objects of the first museum.</summary>
    public int[] Serials { get; }

    /// <summary>Of the first object.</summary>
    public IReadOnlyList<StoredImage> Images { get; }

    public Guid Set { get; }

    public static async Task<DescribedWorld> NewAsync(GuanlianHost host)
    {
        var (open, limited) = (await MediaWorld.NewAsync(host), await MediaWorld.NewAsync(host));
        int[] serials =
        [
            await open.ObjectAsync("总1", "示例对瓶之一"), await open.ObjectAsync("总2", "示例对瓶之二"), await open.ObjectAsync("总3", "<b>示例碗</b>"),
            await open.ObjectAsync("总4", "示例唱片"), await open.ObjectAsync("总5", "示例内部", Level.Staff),
        ];
        var images = new List<StoredImage>();
        foreach (var (view, i) in new[] { "Mark", "Whole", "None", "Mark" }.Select((v, i) => (v, i)))
        {
            images.Add(await open.BringAndWaitAsync($"{i}.png", Picture.Slope(500 + i, 400).Encode("pngsave"), serials[0]));
            await host.ExecuteAsync($"update media.image set view_kind = '{view}', caption_zh = '{(i == 2 ? "<内里>" : "")}', caption_en = '{(i == 2 ? "<Inside>" : "")}' where id = '{images[i].Id}'");
        }

        foreach (var (rights, i) in new[] { "http://creativecommons.org/licenses/by/4.0/", "https://rightsstatements.org/vocab/InC/1.0/", "https://example.org/terms", "须经本馆同意" }.Select((r, i) => (r, i)))
        {
            await host.ExecuteAsync($"update media.image set rights = '{rights}' where id = '{images[i].Id}'");
        }

        foreach (var (zh, en) in new[] { ("圈足内有款", "Mark inside the foot"), ("", "A crack"), ("<裂>", "") })
        {
            await host.ExecuteAsync($"""
                insert into media.detail (institution_id, id, image_id, x, y, width, height, caption_zh, caption_en, version, created_at)
                values ('{open.Museum}', '{Guid.CreateVersion7()}', '{images[0].Id}', 99.9, 99.9, 0.1, 0.1, '{zh}', '{en}', 1, now())
                """);
        }

        await open.BringAndWaitAsync("other.png", Picture.Slope(300, 200).Encode("pngsave"), serials[1]);
        var round = await open.BringAndWaitAsync("round.png", Picture.Slope(1024, 512).Encode("pngsave"), serials[2]);
        await host.ExecuteAsync($"update media.image set hidden = true where id = '{(await open.BringAndWaitAsync("hidden.png", Picture.Slope(310, 200).Encode("pngsave"), serials[2])).Id}'");
        await open.BringAndWaitAsync("inner.png", Picture.Slope(320, 200).Encode("pngsave"), serials[4]);
        await host.ExecuteAsync($"insert into media.panorama (institution_id, image_id, title_zh, title_en, version, created_at) values ('{open.Museum}', '{round.Id}', '示例展厅', '', 1, now())");
        foreach (var serial in new[] { serials[0], serials[3] })
        {
            await host.ExecuteAsync($"""
                insert into media.multimedia (institution_id, id, sha256, bytes, file_name, kind, blanks, object_id, title_zh, title_en, description_zh, description_en, transcript_zh, transcript_en, hidden, removed, version, created_at)
                    select institution_id, '{Guid.CreateVersion7()}', '{round.Sha256}', 1, 'a.wav', 'wav', '[]', id, '示例录音', '', '一段声音', '', '', '', false, false, 1, now() from catalogue.object where institution_id = '{open.Museum}' and serial = {serial}
                """);
        }

        await host.ExecuteAsync($"""
            update catalogue.object o set record = o.record || jsonb_build_object('relations', jsonb_build_array(jsonb_build_object('kind', 'pair', 'to', p.id)))
              from catalogue.object p where o.institution_id = '{open.Museum}' and p.institution_id = o.institution_id and o.serial = {serials[0]} and p.serial = {serials[1]}
            """);
        var set = await SetAsync(host, open, "示例专题", string.Join(',', serials[..3]));
        await SetAsync(host, open, "<示例无影像>", $"{serials[3]}");

        var only = await limited.ObjectAsync("总1", "示例坡");
        await limited.BringAndWaitAsync("slope.png", Picture.Slope(3000, 2000).Encode("pngsave"), only);
        await limited.BringAndWaitAsync("small.png", Picture.Slope(60, 40).Encode("pngsave"), only);
        await host.ExecuteAsync($"insert into media.serving (institution_id, visitors_edge, members_edge, visitors_marked, members_marked, mark, version, changed_at) values ('{limited.Museum}', 800, 1600, true, false, '示例', 1, now())");
        return new(open, limited, serials, images, set);
    }

    /// <summary>A visitor, somebody of another member, and the keepers of both museums.</summary>
    public async Task<IReadOnlyList<HttpClient>> ReadersAsync(GuanlianHost host) =>
        [host.NewClient(), await host.SignInAsAsync(Roles.Staff), Open.Client, Limited.Client];

    /// <summary>Addresses that no collection names.</summary>
    public IReadOnlyList<string> Unnamed => [$"iiif/collection/{Open.Code}?after=1", $"iiif/belonging/{Open.Code}/{Serials[1]}", $"iiif/set/{Set}"];

    private static async Task<Guid> SetAsync(GuanlianHost host, MediaWorld world, string title, string serials)
    {
        var set = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into catalogue.object_set (id, person_id, favourites, title, text, party_id, created_at, changed_at)
                values ('{set}', '{world.Keeper.PersonId}', false, '{title}', '几件示例', '{world.Museum}', now(), now());
            insert into catalogue.set_item (set_id, institution_id, object_id, place)
                select '{set}', institution_id, id, serial from catalogue.object where institution_id = '{world.Museum}' and serial in ({serials})
            """);
        return set;
    }
}
