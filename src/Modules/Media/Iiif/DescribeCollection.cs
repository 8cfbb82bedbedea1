using System.Globalization;
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
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Media.Iiif;

/// <summary>A viewer looks through a museum's objects with images, and through the museums: IIIF collections, in parts of a thousand.</summary>
internal static class DescribeCollection
{
    private const int Part = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/iiif/collection", TopAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/iiif/collection/{institution}", AnswerAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task TopAsync(HttpContext http, Handler handler, IConfiguration settings)
    {
        IiifAnswers.ForEverybody(http);
        var root = PublicBase.Of(settings, http.Request);
        var owners = await handler.OwnersAsync(http.RequestAborted);
        var body = Collection($"{root}iiif/collection", Manifests.Both(handler.Words.In(Wording.Chinese, "media.iiif.collection"), handler.Words.In(Wording.English, "media.iiif.collection")));
        body["items"] = new JsonArray([.. owners.Select(o => new JsonObject
        {
            ["id"] = IdOf(root, o.Code), ["type"] = "Collection", ["label"] = Manifests.Both(o.Name, o.NameEn),
        })]);
        await IiifAnswers.WriteAsync(http, body, Manifests.Context, plainByDefault: false);
    }

    private static async Task AnswerAsync(HttpContext http, Handler handler, IConfiguration settings, string institution)
    {
        IiifAnswers.ForEverybody(http);
        var after = int.TryParse(http.Request.Query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (await handler.HandleAsync(institution, after, http.RequestAborted) is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var root = PublicBase.Of(settings, http.Request);
        var manifests = new Manifests(root, handler.Words);
        var body = Collection(IdOf(root, found.Owner.Code) + (after > 0 ? string.Create(CultureInfo.InvariantCulture, $"?after={after}") : ""), Manifests.Both(found.Owner.Name, found.Owner.NameEn));
        body["provider"] = new JsonArray(manifests.ProviderOf(found.Owner));
        var items = found.Objects.Select(o => new JsonObject
        {
            ["id"] = manifests.IdOf(o.Object),
            ["type"] = "Manifest",
            ["label"] = Manifests.Both(o.Object.Title, o.Object.TitleEn),
            ["thumbnail"] = new JsonArray(manifests.Thumbnail(o.Main)),
        }).ToList();
        if (found.Next is { } next)
        {
            items.Add(new()
            {
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"{IdOf(root, found.Owner.Code)}?after={next}"),
                ["type"] = "Collection",
                ["label"] = Manifests.Both(handler.Words.In(Wording.Chinese, "media.iiif.more"), handler.Words.In(Wording.English, "media.iiif.more")),
            });
        }

        body["items"] = new JsonArray([.. items]);
        await IiifAnswers.WriteAsync(http, body, Manifests.Context, plainByDefault: false);
    }

    private static JsonObject Collection(string id, JsonObject label) =>
        new() { ["@context"] = Manifests.Context, ["id"] = id, ["type"] = "Collection", ["label"] = label };

    private static string IdOf(Uri root, string code) => $"{root}iiif/collection/{Uri.EscapeDataString(code)}";

    /// <param name="Owner">Whose.</param>
    /// <param name="Objects">Those that the reader sees, with their main view.</param>
    /// <param name="Next">Where the next part begins; null at the end.</param>
    internal sealed record Found(PartyCard Owner, IReadOnlyList<(ObjectInBook Object, StoredImage Main)> Objects, int? Next);

    internal sealed class Handler(MediaDb db, IObjectBook objects, IPartyDirectory parties, ImageAccess access, Wording words)
    {
        public Wording Words => words;

        /// <summary>Institutions of which the reader sees an image.</summary>
        public async Task<IReadOnlyList<PartyCard>> OwnersAsync(CancellationToken ct)
        {
            var ids = await db.Images.AsNoTracking().Where(i => i.State == ImageState.Ready && i.ObjectId != null).Select(i => i.InstitutionId).Distinct().ToListAsync(ct);
            var cards = await parties.FindAsync(ids, ct);
            var seen = new List<PartyCard>();
            foreach (var card in cards.Values.OrderBy(c => c.Code, StringComparer.Ordinal))
            {
                if ((await HandleAsync(card, 0, ct)).Objects.Count > 0)
                {
                    seen.Add(card);
                }
            }

            return seen;
        }

        public async Task<Found?> HandleAsync(string code, int after, CancellationToken ct)
        {
            var id = await db.Database.SqlQuery<Guid>($"""select id as "Value" from members.pub_party where code = {code} and kind <> 'Cluster'""").ToListAsync(ct);
            if (id is not [var one] || await parties.FindAsync(one, ct) is not { } card)
            {
                return null;
            }

            var found = await HandleAsync(card, after, ct);
            return found.Objects.Count == 0 ? null : found;
        }

        private async Task<Found> HandleAsync(PartyCard owner, int after, CancellationToken ct)
        {
            var own = access.MayKeep(owner.Id);
            var mains = await db.Images.AsNoTracking().Where(i => i.InstitutionId == owner.Id && i.ObjectId != null && i.State == ImageState.Ready && (own || !i.Hidden))
                .GroupBy(i => i.ObjectId).Select(g => g.OrderBy(i => i.Place).First()).ToListAsync(ct);
            var seen = await objects.SeenAsync([.. mains.Select(m => new ObjectKey(owner.Id, m.ObjectId!.Value))], ct);
            var all = mains.Select(m => (Object: seen.GetValueOrDefault(new(owner.Id, m.ObjectId!.Value)), Main: m)).Where(m => m.Object is not null)
                .Select(m => (Object: m.Object!, m.Main)).Where(m => m.Object.Serial > after).OrderBy(m => m.Object.Serial).Take(Part + 1).ToList();
            return new(owner, [.. all.Take(Part)], all.Count > Part ? all[Part - 1].Object.Serial : null);
        }
    }
}
