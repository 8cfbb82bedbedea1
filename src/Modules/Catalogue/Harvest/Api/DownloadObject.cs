using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>One record in a format of the reader's choice: by its own address, or at the object's address by what is accepted.</summary>
internal static class DownloadObject
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var format in RecordFormat.All)
        {
            routes.MapGet($"/objects/{{institution}}/{{serial:int}}/{format.Name}", (
                HttpContext http, ReadObjects objects, CurrentReader reader, IConfiguration settings, string institution, int serial,
                CancellationToken ct) => AnswerAsync(http, objects, reader, settings, institution, serial, format, ct))
                .AllowAnonymous().ExcludeFromDescription();
        }

        routes.MapGet("/objects/{institution}/{serial:int}", (
            HttpContext http, ReadObjects objects, CurrentReader reader, IConfiguration settings, string institution, int serial,
            CancellationToken ct) => AnswerAsync(http, objects, reader, settings, institution, serial, AcceptedFormat.Of(http.Request)!, ct))
            .AllowAnonymous().WithMetadata(new ByAcceptedFormat()).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, ReadObjects objects, CurrentReader reader, IConfiguration settings, string institution, int serial,
        RecordFormat format, CancellationToken ct)
    {
        var (found, gone) = await objects.OneAsync(reader.Value, institution, serial, PublicAddress.Of(settings, http.Request), ct);
        if (found is null)
        {
            return ObjectsApi.NoObject(http, gone);
        }

        if (!format.CanWrite(found))
        {
            return ObjectsApi.Refused(new Refusal.Missing("catalogue.api.not-in-format") { Holes = [("format", format.Name)] });
        }

        return ObjectsApi.Tagged(http, found) ?? new StreamedAnswer(format.MediaType, body =>
        {
            if (format.Around is { Start.Length: > 0 })
            {
                RecordFormat.Frame(body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            }

            format.Write(body, found);
            return Task.CompletedTask;
        });
    }
}
