using System.Text.Json.Nodes;
using Guanlian.Media.Access;
using Guanlian.Platform.Access;
using Guanlian.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Media.Iiif.Viewers;

/// <summary>
/// A viewer elsewhere asks whether its reader is given more of an image than everybody: the probe service. Where he is, it is told an
/// address for him alone; where not, the smaller picture that everybody has is named instead. An image that everybody cannot see is missing.
/// </summary>
internal static class ProbeImage
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/iiif/auth/probe/{id}", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext http, Handler handler, ViewerAccess access, IConfiguration settings, string id)
    {
        IiifAnswers.ForEverybody(http);
        http.Response.Headers.CacheControl = "private, no-store";
        if (!Guid.TryParseExact(id, "N", out var image) || await handler.HandleAsync(image, TokenOf(http.Request), http.RequestAborted) is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var root = PublicBase.Of(settings, http.Request);
        var body = new JsonObject { ["@context"] = ViewerAccess.Context, ["type"] = "AuthProbeResult2", ["status"] = found.Status };
        if (found.Ticket is { } ticket)
        {
            body["location"] = Service($"{root}iiif/3/{image:N}.{ticket}");
        }
        else if (found.Status != StatusCodes.Status200OK)
        {
            body["substitute"] = new JsonArray(Service($"{root}iiif/3/{image:N}"));
            body["heading"] = access.Both("media.viewer.smaller");
            body["note"] = access.Both(found.Status == StatusCodes.Status401Unauthorized ? "media.viewer.smaller-note" : "media.viewer.no-more-note");
        }

        await IiifAnswers.WriteAsync(http, body, ViewerAccess.Context, plainByDefault: true);
    }

    private static JsonObject Service(string id) => new() { ["id"] = id, ["type"] = "ImageService3", ["profile"] = "level2" };

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var said && said.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? said["Bearer ".Length..].Trim() : null;

    /// <param name="Status">What asking for the whole image would be answered.</param>
    /// <param name="Ticket">The end of the address under which the reader has more.</param>
    internal sealed record Found(int Status, string? Ticket);

    internal sealed class Handler(ImageAccess images, ViewerAccess access, CurrentActor current, IActorSource actors)
    {
        /// <returns>Null where everybody sees no such image.</returns>
        public async Task<Found?> HandleAsync(Guid image, string? token, CancellationToken ct)
        {
            current.Value = Actor.Visitor;
            if (await images.SeenAsync(image, ct) is not { } open)
            {
                return null;
            }

            if (!open.Limited)
            {
                return new(StatusCodes.Status200OK, null);
            }

            if (access.ReadToken(token) is not { } pass)
            {
                return new(StatusCodes.Status401Unauthorized, null);
            }

            current.Value = await actors.ForAsync(pass.Principal(), ct);
            var more = current.Value.SignedIn ? await images.SeenAsync(image, null, ct) : null;
            return more is null ? new(StatusCodes.Status401Unauthorized, null)
                : more.Terms == open.Terms ? new(StatusCodes.Status403Forbidden, null)
                : new(StatusCodes.Status302Found, access.Ticket(pass, image));
        }
    }
}
