using System.Globalization;
using System.Text.Json;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Harvest.Api;
using Guanlian.Catalogue.Harvest.Provider;
using Guanlian.Catalogue.Harvest.Stamps;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Feed;

/// <summary>
/// What has been added, changed and deleted in the eyes of visitors, as IIIF Change Discovery 1.0 wants it: a collection whose pages
/// lie in the order of time. A page is a stretch of that order, so that reading the last one costs no more than the first.
/// </summary>
internal static class ChangeFeed
{
    public const int Stretch = 500;
    private const string Context = "http://iiif.io/api/discovery/1/context.json";
    private const string MediaType = "application/ld+json;profile=\"http://iiif.io/api/discovery/1/context.json\"";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var feed = routes.MapGroup("/api/changes").AllowAnonymous().WithTags("Changes");
        feed.MapGet("", CollectionAsync).WithName("GetChanges").WithSummary("IIIF Change Discovery: the collection of all changes.")
            .Produces(200, contentType: "application/ld+json");
        feed.MapGet("/{page:long}", PageAsync).WithName("GetChangesPage").WithSummary("IIIF Change Discovery: one page of changes.")
            .Produces(200, contentType: "application/ld+json").ProducesProblem(404);
    }

    private static async Task<IResult> CollectionAsync(
        HttpContext http, StampChanges stamps, FollowStamps follow, IConfiguration settings, CancellationToken ct)
    {
        await stamps.RunAsync(ct);
        var (id, ends) = (Address(http, settings), await follow.EndsAsync(ct));
        var total = await follow.CountAsync(new(null, null, null), ct);
        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("@context", Context);
            json.WriteString("id", id);
            json.WriteString("type", "OrderedCollection");
            json.WriteNumber("totalItems", total);
            if (ends is var (first, last))
            {
                Page(json, "first", id, PageOf(first));
                Page(json, "last", id, PageOf(last));
            }

            json.WriteEndObject();
        });
    }

    private static async Task<IResult> PageAsync(
        HttpContext http, StampChanges stamps, FollowStamps follow, OaiOwners owners, IConfiguration settings, long page, CancellationToken ct)
    {
        await stamps.RunAsync(ct);
        var (start, end) = (page * Stretch, (page + 1) * Stretch);
        var rows = page is < 0 or > long.MaxValue / Stretch - 1 ? [] : (await follow.NextAsync(new(null, null, null), start, Stretch, ct)).FindAll(r => r.Seq <= end);
        if (rows.Count == 0)
        {
            return ObjectsApi.Refused(new Refusal.Missing("catalogue.api.no-page"));
        }

        await owners.LearnAsync(rows.Select(r => r.InstitutionId), ct);
        var (id, places) = (Address(http, settings), PublicAddress.Of(settings, http.Request));
        var (before, after) = await follow.AroundAsync(start, end, ct);
        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("@context", Context);
            json.WriteString("id", PageId(id, page));
            json.WriteString("type", "OrderedCollectionPage");
            json.WriteNumber("startIndex", start);
            json.WriteStartObject("partOf");
            json.WriteString("id", id);
            json.WriteString("type", "OrderedCollection");
            json.WriteEndObject();
            if (before is { } b)
            {
                Page(json, "prev", id, PageOf(b));
            }

            if (after is { } a)
            {
                Page(json, "next", id, PageOf(a));
            }

            json.WriteStartArray("orderedItems");
            foreach (var row in rows)
            {
                Activity(json, row, places.Of(owners[row.InstitutionId].Code, row.Serial));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Activity(Utf8JsonWriter json, FollowStamps.Row row, string address)
    {
        json.WriteStartObject();
        json.WriteString("type", row.Deleted ? "Delete" : row.FirstAt == row.At ? "Create" : "Update");
        json.WriteString("endTime", OaiXml.Time(row.At));
        json.WriteStartObject("object");
        json.WriteString("id", address);
        json.WriteString("type", "Document");
        if (!row.Deleted)
        {
            json.WriteStartArray("seeAlso");
            Also(json, address + "/linked-art.json", "application/ld+json", LinkedArtJson.Profile);
            Also(json, address + "/lido.xml", "application/xml", "http://www.lido-schema.org");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Also(Utf8JsonWriter json, string id, string format, string profile)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", "Dataset");
        json.WriteString("format", format);
        json.WriteString("profile", profile);
        json.WriteEndObject();
    }

    private static void Page(Utf8JsonWriter json, string name, string id, long page)
    {
        json.WriteStartObject(name);
        json.WriteString("id", PageId(id, page));
        json.WriteString("type", "OrderedCollectionPage");
        json.WriteEndObject();
    }

    private static long PageOf(long seq) => (seq - 1) / Stretch;

    private static string PageId(string id, long page) => string.Create(CultureInfo.InvariantCulture, $"{id}/{page}");

    private static string Address(HttpContext http, IConfiguration settings) => PublicAddress.Of(settings, http.Request).Base + "api/changes";

    private static StreamedAnswer Json(Action<Utf8JsonWriter> write) => new(MediaType, body =>
    {
        body.Write(write);
        return Task.CompletedTask;
    });
}
