using System.ComponentModel;
using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Search;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>All records open to the reader as one file, in any format: read and sent piece by piece, however many there are.</summary>
internal static class ExportRecords
{
    private const int Piece = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/export/{format}", AsFileAsync).AllowAnonymous()
        .WithTags("Export").WithName("ExportObjects")
        .WithSummary("All records open to the reader, or all that a search finds (the parameters of /api/search), as one file: lido.xml, dc.xml, edm.xml, marc.xml, linked-art.jsonl, schema.jsonl, object.jsonl.")
        .Produces(200, contentType: "application/xml", additionalContentTypes: "application/jsonl").ProducesProblem(404);

    private static async Task<IResult> AsFileAsync(
        HttpContext http, ReadObjects objects, SearchObjects.Handler search, CurrentReader reader, IConfiguration settings,
        [Description("The file's format.")] string format, [Description("Code of one institution.")] string? institution,
        [Description("Name of one profile.")] string? profile,
        [Description("Only records changed at or after this time (ISO 8601); not together with a search.")] DateTimeOffset? changedSince, CancellationToken ct)
    {
        if (RecordFormat.FindMany(format) is not { } known)
        {
            return ObjectsApi.Refused(new Refusal.Missing("catalogue.api.format")
            {
                Holes = [("formats", string.Join("、", RecordFormat.All.Select(f => f.ManyName)))],
            });
        }

        var owner = institution is null ? null : await objects.OwnerAsync(institution, ct);
        if (institution is not null && owner is null)
        {
            return ObjectsApi.Refused(new Refusal.Missing("catalogue.api.institution"));
        }

        var (who, places) = (reader.Value, PublicAddress.Of(settings, http.Request));
        var ask = SearchAsk.Read(http.Request.QueryString.Value);
        if (Crawlers.AsksForFacets(http.Request, ask))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var all = ask.IsEmpty
            ? AllAsync(objects, who, new(owner?.Id, profile, changedSince?.ToUniversalTime()), places, ct)
            : search.AllAsync(new(ask, who), ct).Where(f => f.Owner is not null).Select(f => new OutgoingObject(f.Object, f.Owner!, places));
        return new StreamedAnswer(known.ManyMediaType!, async body =>
        {
            RecordFormat.Frame(body, known.Around!.Value.Start);
            await foreach (var one in all)
            {
                if (known.CanWrite(one))
                {
                    known.Write(body, one);
                    await body.SendAsync(ct);
                }
            }

            RecordFormat.Frame(body, known.Around.Value.End);
        })
        {
            FileName = institution is null ? format : $"{institution}-{format}",
        };
    }

    /// <summary>Everything open to a reader, read as it is written out.</summary>
    public static async IAsyncEnumerable<OutgoingObject> AllAsync(
        ReadObjects objects, Reader reader, ReadObjects.Filter filter, PublicAddress places, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = ObjectCursor.Start;
        for (var full = true; full;)
        {
            var found = await objects.NextAsync(reader, filter, after, Piece, places, ct);
            full = found.Count == Piece;
            foreach (var one in found)
            {
                after = new(one.Seen.Row.InstitutionId, one.Seen.Row.Id);
                yield return one;
            }
        }
    }
}
