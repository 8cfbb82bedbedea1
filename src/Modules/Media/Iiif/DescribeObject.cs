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

/// <summary>A viewer asks what belongs to an object: its manifest, IIIF Presentation 3.0, or 2.1 for those that name that version.</summary>
internal static class DescribeObject
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/iiif/manifest/{institution}/{serial:int}", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext http, Handler handler, IConfiguration settings, string institution, int serial)
    {
        IiifAnswers.ForEverybody(http);
        var found = await handler.HandleAsync(institution, serial, http.RequestAborted);
        if (found is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var two = Manifests.AsksForTwo(http.Request);
        http.Response.Headers.CacheControl = found.Object.Public && http.User.Identity?.IsAuthenticated != true ? "public, max-age=60" : "private, no-cache";
        var body = new Manifests(PublicBase.Of(settings, http.Request), handler.Words).Of(found);
        await IiifAnswers.WriteAsync(http, two ? OlderManifests.Of(body) : body, two ? OlderManifests.Context : Manifests.Context, plainByDefault: two);
    }

    /// <param name="Object">The record.</param>
    /// <param name="Owner">Whose.</param>
    /// <param name="Facts">What may be said of it.</param>
    /// <param name="Images">In their order.</param>
    /// <param name="Face">In which the reader sees them.</param>
    /// <param name="InSet">It belongs to others of its museum.</param>
    internal sealed record Found(ObjectInBook Object, PartyCard Owner, IReadOnlyList<ObjectFact> Facts, IReadOnlyList<StoredImage> Images, PageFace Face, bool InSet)
    {
        /// <summary>Parts of the images with something to say about them: whoever sees an image sees its details.</summary>
        public required ILookup<Guid, ImageDetail> Details { get; init; }
    }

    internal sealed class Handler(MediaDb db, ImageAccess access, IObjectBook objects, IObjectSets sets, IPartyDirectory parties, Wording words)
    {
        public Wording Words => words;

        /// <returns>Null where the reader sees no object there, or none of its images.</returns>
        public async Task<Found?> HandleAsync(string institution, int serial, CancellationToken ct)
        {
            if (await objects.SeenAsync(institution, serial, ct) is not { } shown)
            {
                return null;
            }

            var images = await access.OfObjectAsync(shown.Key, ct);
            if (images.Count == 0)
            {
                return null;
            }

            var ids = images.ConvertAll(i => i.Id);
            var details = await db.Details.AsNoTracking().Where(d => d.InstitutionId == shown.Key.InstitutionId && ids.Contains(d.ImageId)).OrderBy(d => d.Id).ToListAsync(ct);
            return new(
                shown, (await parties.FindAsync(shown.Key.InstitutionId, ct))!, await objects.FactsAsync(shown.Key, ct), images,
                await access.FaceAsync(shown.Key.InstitutionId, ct), (await sets.BelongingAsync(shown.Key, ct)).Count > 0)
            {
                Details = details.ToLookup(d => d.ImageId),
            };
        }
    }
}
