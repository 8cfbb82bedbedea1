using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Access;
using Guanlian.Hosting.Catalogue;
using Guanlian.Media.Arriving;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Hosting.Media;

/// <summary>A museum with objects, somebody who keeps its images, and ways to bring some in.</summary>
internal sealed class MediaWorld
{
    private readonly CatalogueWorld catalogue;

    private MediaWorld(GuanlianHost host, Guid museum, string code, SignedIn keeper) =>
        (Host, Museum, Code, Keeper, catalogue, Client) = (host, museum, code, keeper, new(host), host.ClientFor(keeper));

    public GuanlianHost Host { get; }

    public Guid Museum { get; }

    public string Code { get; }

    public SignedIn Keeper { get; }

    /// <summary>The keeper's browser.</summary>
    public HttpClient Client { get; }

    public static async Task<MediaWorld> NewAsync(GuanlianHost host)
    {
        var museum = await new CatalogueWorld(host).MuseumAsync();
        return new(host, museum, await host.CodeOfAsync(museum), await host.PersonAsAsync(Roles.Staff, museum));
    }

    /// <summary>A published object; its serial.</summary>
    public async Task<int> ObjectAsync(string number, string title, Level level = Level.Public)
    {
        await catalogue.WriteAsync(CatalogueWorld.Draft(Museum, number, title) with { Level = level });
        return await Host.ScalarAsync<int>($"select serial from catalogue.object where institution_id = '{Museum}' and number = '{number}'");
    }

    /// <summary>The object's record is written once more, as it is.</summary>
    public async Task RewriteAsync(int serial) => await catalogue.RewriteAsync(Museum, serial);

    /// <summary>Brings one file in by its handler.</summary>
    public async Task<Outcome<ReceiveImage.Received>> BringAsync(string name, byte[] bytes, int? serial = null, Guid? upload = null)
    {
        using var content = new MemoryStream(bytes);
        return await Host.AsAsync<ReceiveImage.Handler, Outcome<ReceiveImage.Received>>(
            Keeper, h => h.HandleAsync(new(Code, upload ?? Guid.CreateVersion7(), name, content) { Serial = serial }, default));
    }

    /// <summary>Brings one file in and waits until it is ready or refused.</summary>
    public async Task<StoredImage> BringAndWaitAsync(string name, byte[] bytes, int? serial = null)
    {
        var got = await BringAsync(name, bytes, serial);
        if (got.Refused)
        {
            throw new InvalidOperationException($"{name}: {got.Refusal.Code}");
        }

        await WaitAsync(got.Value.ImageId);
        return await ImageAsync(got.Value.ImageId);
    }

    public Task WaitAsync(Guid image) => Host.UntilAsync($"select count(*)::int from media.image where id = '{image}' and state <> 'Waiting'");

    public Task<StoredImage> ImageAsync(Guid id) => Host.WithAsync((MediaDb db) => db.Images.AsNoTracking().SingleAsync(i => i.Id == id));

    /// <summary>Sends files by the form of the museum's page, as a browser without scripts does.</summary>
    /// <returns>The page that it ends on.</returns>
    public async Task<string> SendFormAsync(params (string Name, byte[] Bytes)[] files)
    {
        var address = $"collections/{Code}/images";
        var page = await Client.GetStringAsync(new Uri(address, UriKind.Relative));
        using var form = new MultipartFormDataContent();
        foreach (Match hidden in Regex.Matches(page[page.IndexOf("enctype=\"multipart", StringComparison.Ordinal)..], "<input type=\"hidden\" name=\"([^\"]+)\"(?: value=\"([^\"]*)\")?"))
        {
            form.Add(new StringContent(hidden.Groups[2].Value), hidden.Groups[1].Value);
        }

        foreach (var (name, bytes) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "Files", name);
        }

        using var answer = await Client.PostAsync(new Uri(address, UriKind.Relative), form);
        if (answer.Headers.Location is not { } next)
        {
            throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        return next.ToString();
    }
}
