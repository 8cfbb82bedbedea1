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
    private const int Part = 1000, Few = 20;

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
        var manifests = new Manifests(root, handler.Words);
        var body = Manifests.Collection($"{root}iiif/collection", Manifests.Both(handler.Words.In(Wording.Chinese, "media.iiif.collection"), handler.Words.In(Wording.English, "media.iiif.collection")));
        body["items"] = new JsonArray([.. owners.Select(o => new JsonObject
        {
            ["id"] = manifests.CollectionOf(o.Code), ["type"] = "Collection", ["label"] = Manifests.Both(o.Name, o.NameEn),
        })]);
        await IiifAnswers.WriteCollectionAsync(http, body);
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
        var body = Manifests.Collection(manifests.CollectionOf(found.Owner.Code) + (after > 0 ? string.Create(CultureInfo.InvariantCulture, $"?after={after}") : ""), Manifests.Both(found.Owner.Name, found.Owner.NameEn));
        body["provider"] = new JsonArray(manifests.ProviderOf(found.Owner));
        var items = found.Sets.Select(s => new JsonObject { ["id"] = $"{root}iiif/set/{s.Id:D}", ["type"] = "Collection", ["label"] = Manifests.Both(s.Title, null) })
            .Concat(found.Objects.Select(o => manifests.Line(o.Object, o.Main, found.Face))).ToList();
        if (found.Next is { } next)
        {
            items.Add(new()
            {
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"{manifests.CollectionOf(found.Owner.Code)}?after={next}"),
                ["type"] = "Collection",
                ["label"] = Manifests.Both(handler.Words.In(Wording.Chinese, "media.iiif.more"), handler.Words.In(Wording.English, "media.iiif.more")),
            });
        }

        body["items"] = new JsonArray([.. items]);
        await IiifAnswers.WriteCollectionAsync(http, body);
    }

    /// <param name="Owner">Whose.</param>
    /// <param name="Objects">Those that the reader sees, with their main view.</param>
    /// <param name="Next">Where the next part begins; null at the end.</param>
    /// <param name="Face">In which the reader sees them.</param>
    internal sealed record Found(PartyCard Owner, IReadOnlyList<(ObjectInBook Object, StoredImage Main)> Objects, int? Next, PageFace Face)
    {
        /// <summary>Sets published in its name; named in the first part.</summary>
        public IReadOnlyList<PublishedSet> Sets { get; init; } = [];
    }

    internal sealed class Handler(MediaDb db, IObjectBook objects, IObjectSets sets, IPartyDirectory parties, ImageAccess access, Wording words)
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
                if (await AnySeenAsync(card.Id, ct))
                {
                    seen.Add(card);
                }
            }

            return seen;
        }

        /// <summary>Mostly the first few say it; only of a museum that hides nearly all are many asked for.</summary>
        private async Task<bool> AnySeenAsync(Guid institution, CancellationToken ct)
        {
            var own = access.MayKeep(institution);
            var pictured = db.Images.AsNoTracking().Where(i => i.InstitutionId == institution && i.ObjectId != null && i.State == ImageState.Ready && (own || !i.Hidden))
                .Select(i => i.ObjectId!.Value).Distinct().Order();
            for (var (at, step) = (0, Few); ; (at, step) = (at + step, Part))
            {
                var some = await pictured.Skip(at).Take(step).ToListAsync(ct);
                if ((await objects.SeenAsync([.. some.Select(o => new ObjectKey(institution, o))], ct)).Count > 0)
                {
                    return true;
                }

                if (some.Count < step)
                {
                    return false;
                }
            }
        }

        public async Task<Found?> HandleAsync(string code, int after, CancellationToken ct)
        {
            var id = await db.Database.SqlQuery<Guid>($"""select id as "Value" from members.pub_party where code = {code} and kind <> 'Cluster'""").ToListAsync(ct);
            if (id is not [var one] || await parties.FindAsync(one, ct) is not { } card)
            {
                return null;
            }

            var found = await HandleAsync(card, after, ct);
            return found.Objects.Count == 0 ? null : after > 0 ? found : found with { Sets = await sets.PublishedAsync(one, ct) };
        }

        private async Task<Found> HandleAsync(PartyCard owner, int after, CancellationToken ct)
        {
            var own = access.MayKeep(owner.Id);
            var mains = await db.Images.AsNoTracking().Where(i => i.InstitutionId == owner.Id && i.ObjectId != null && i.State == ImageState.Ready && (own || !i.Hidden))
                .GroupBy(i => i.ObjectId).Select(g => g.OrderBy(i => i.Place).First()).ToListAsync(ct);
            var seen = await objects.SeenAsync([.. mains.Select(m => new ObjectKey(owner.Id, m.ObjectId!.Value))], ct);
            var all = mains.Select(m => (Object: seen.GetValueOrDefault(new(owner.Id, m.ObjectId!.Value)), Main: m)).Where(m => m.Object is not null)
                .Select(m => (Object: m.Object!, m.Main)).Where(m => m.Object.Serial > after).OrderBy(m => m.Object.Serial).Take(Part + 1).ToList();
            return new(owner, [.. all.Take(Part)], all.Count > Part ? all[Part - 1].Object.Serial : null, await access.FaceAsync(owner.Id, ct));
        }
    }
}
