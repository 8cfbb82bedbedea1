using System.ComponentModel;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
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
        .WithSummary("All records open to the reader as one file: lido.xml, dc.xml, edm.xml, marc.xml, linked-art.jsonl, schema.jsonl, object.jsonl.")
        .Produces(200, contentType: "application/xml", additionalContentTypes: "application/jsonl").ProducesProblem(404);

    private static async Task<IResult> AsFileAsync(
        HttpContext http, ReadObjects objects, CurrentReader reader, IConfiguration settings,
        [Description("The file's format.")] string format, [Description("Code of one institution.")] string? institution,
        [Description("Name of one profile.")] string? profile, CancellationToken ct)
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
        return new StreamedAnswer(known.ManyMediaType!, async body =>
        {
            RecordFormat.Frame(body, known.Around!.Value.Start);
            var after = ObjectCursor.Start;
            for (var full = true; full;)
            {
                var found = await objects.NextAsync(who, new(owner?.Id, profile), after, Piece, places, ct);
                full = found.Count == Piece;
                foreach (var one in found)
                {
                    after = new(one.Seen.Row.InstitutionId, one.Seen.Row.Id);
                    if (known.CanWrite(one))
                    {
                        known.Write(body, one);
                        await body.SendAsync(ct);
                    }
                }
            }

            RecordFormat.Frame(body, known.Around.Value.End);
        })
        {
            FileName = institution is null ? format : $"{institution}-{format}",
        };
    }
}
