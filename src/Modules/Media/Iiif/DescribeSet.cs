using System.Text.Json.Nodes;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Http;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Media.Iiif;

/// <summary>A viewer looks through objects that belong together: those that are one thing by their records, and published sets.</summary>
internal static class DescribeSet
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/iiif/belonging/{institution}/{serial:int}", BelongingAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/iiif/set/{id:guid}", PublishedAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task BelongingAsync(HttpContext http, Handler handler, IConfiguration settings, string institution, int serial)
    {
        var found = await handler.BelongingAsync(institution, serial, http.RequestAborted);
        var manifests = new Manifests(PublicBase.Of(settings, http.Request), handler.Words);
        await AnswerAsync(http, found, manifests, found is null ? "" : manifests.BelongingOf(found.Of!));
    }

    private static async Task PublishedAsync(HttpContext http, Handler handler, IConfiguration settings, Guid id)
    {
        var found = await handler.PublishedAsync(id, http.RequestAborted);
        var root = PublicBase.Of(settings, http.Request);
        await AnswerAsync(http, found, new(root, handler.Words), $"{root}iiif/set/{id:D}");
    }

    private static async Task AnswerAsync(HttpContext http, Found? found, Manifests manifests, string id)
    {
        IiifAnswers.ForEverybody(http);
        if (found is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = Manifests.Collection(id, found.Label);
        if (found.Text.Length > 0)
        {
            body["summary"] = Manifests.Both(found.Text, null);
        }

        if (found.Owner is { } owner)
        {
            body["provider"] = new JsonArray(manifests.ProviderOf(owner));
        }

        body["items"] = new JsonArray([.. found.Objects.Select(o => manifests.Line(o.Object, o.Main, o.Face))]);
        await IiifAnswers.WriteCollectionAsync(http, body);
    }

    /// <param name="Of">The object of whose fellows it is; null for a published set.</param>
    /// <param name="Owner">Whose set.</param>
    /// <param name="Label">As it is called.</param>
    /// <param name="Text">What is said of it.</param>
    /// <param name="Objects">Those of which the reader sees an image.</param>
    internal sealed record Found(ObjectInBook? Of, PartyCard? Owner, JsonObject Label, string Text, IReadOnlyList<(ObjectInBook Object, StoredImage Main, PageFace Face)> Objects);

    internal sealed class Handler(IObjectBook objects, IObjectSets sets, IPartyDirectory parties, ImageAccess access, Wording words)
    {
        public Wording Words => words;

        public async Task<Found?> BelongingAsync(string institution, int serial, CancellationToken ct)
        {
            if (await objects.SeenAsync(institution, serial, ct) is not { } one || await sets.BelongingAsync(one.Key, ct) is not { Count: > 0 } others)
            {
                return null;
            }

            var label = Manifests.Both($"{one.Title} · {words.In(Wording.Chinese, "media.iiif.set")}", $"{one.TitleEn ?? one.Title} · {words.In(Wording.English, "media.iiif.set")}");
            var shown = await WithImagesAsync([.. others.Append(one).OrderBy(o => o.Serial)], ct);
            return shown.Count == 0 ? null : new(one, await parties.FindAsync(one.Key.InstitutionId, ct), label, "", shown);
        }

        /// <returns>Null where the reader sees none of its objects; a set whose objects have no images yet is there, and empty.</returns>
        public async Task<Found?> PublishedAsync(Guid id, CancellationToken ct) => await sets.PublishedOneAsync(id, ct) is not { Objects.Count: > 0 } set ? null
            : new(null, await parties.FindAsync(set.Set.InstitutionId, ct), Manifests.Both(set.Set.Title, null), set.Set.Text, await WithImagesAsync(set.Objects, ct));

        private async Task<IReadOnlyList<(ObjectInBook, StoredImage, PageFace)>> WithImagesAsync(IReadOnlyList<ObjectInBook> seen, CancellationToken ct)
        {
            var mains = await access.MainsAsync([.. seen.Select(o => o.Key)], ct);
            var shown = new List<(ObjectInBook, StoredImage, PageFace)>();
            foreach (var one in seen.Where(o => mains.ContainsKey(o.Key)))
            {
                shown.Add((one, mains[one.Key], await access.FaceAsync(one.Key.InstitutionId, ct)));
            }

            return shown;
        }
    }
}
