using System.ComponentModel;
using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>Records for programs: the list with cursors, and one record with its ETag.</summary>
internal static class ObjectsApi
{
    public const int MostOnPage = 500;
    private const int UsualOnPage = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").AllowAnonymous().WithTags("Objects");
        api.MapGet("/objects", ListAsync).WithName("ListObjects").WithSummary("Lists the records open to the reader, page by page.")
            .Produces<ApiShapes.Page>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/objects/{institution}/{serial:int}", OneAsync).WithName("GetObject").WithSummary("One record.")
            .Produces<ApiShapes.Record>().Produces(304).ProducesProblem(404).ProducesProblem(410);
        api.MapGet("/profiles", Profiles).WithName("ListProfiles").WithSummary("The fields that records have.").Produces<IReadOnlyList<ApiShapes.Profile>>();
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, ReadObjects objects, CurrentReader reader, ProfileBook profiles, IConfiguration settings,
        [Description("Code of one institution.")] string? institution, [Description("Name of one profile.")] string? profile,
        [Description("Only records changed at or after this time (ISO 8601).")] DateTimeOffset? changedSince,
        [Description("Where to go on: from the address in next.")] string? cursor, [Description("Records on a page, 1 to 500; usually 100.")] int? limit,
        CancellationToken ct)
    {
        if (!ObjectCursor.TryParse(cursor, out var after))
        {
            return Refused(new Refusal.Invalid("catalogue.api.cursor", nameof(cursor)));
        }

        if (limit is < 1 or > MostOnPage)
        {
            return Refused(new Refusal.Invalid("catalogue.api.limit", nameof(limit)) { Holes = [("limit", MostOnPage)] });
        }

        if (profile is not null && profiles.Find(profile) is null)
        {
            return Refused(new Refusal.Invalid("catalogue.api.profile", nameof(profile)) { Holes = [("profiles", string.Join("、", profiles.All.Select(p => p.Name)))] });
        }

        var owner = institution is null ? null : await objects.OwnerAsync(institution, ct);
        if (institution is not null && owner is null)
        {
            return Refused(new Refusal.Missing("catalogue.api.institution"));
        }

        var most = limit ?? UsualOnPage;
        var places = PublicAddress.Of(settings, http.Request);
        var found = await objects.NextAsync(reader.Value, new(owner?.Id, profile, changedSince?.ToUniversalTime()), after, most + 1, places, ct);
        var next = found.Count > most ? NextAddress(http.Request, places, found[most - 1]) : null;
        return new StreamedAnswer("application/json; charset=utf-8", async body =>
        {
            body.Write("{\"items\":["u8);
            for (var i = 0; i < Math.Min(most, found.Count); i++)
            {
                body.Write(i == 0 ? ""u8 : ","u8);
                body.Write(json => ObjectJson.Write(json, found[i]));
                await body.SendAsync(ct);
            }

            body.Write("]"u8);
            if (next is not null)
            {
                body.Write(",\"next\":"u8);
                body.Write(json => json.WriteStringValue(next));
            }

            body.Write("}"u8);
        });
    }

    private static async Task<IResult> OneAsync(
        HttpContext http, ReadObjects objects, CurrentReader reader, IConfiguration settings,
        [Description("Code of the institution.")] string institution, [Description("The record's number within the institution.")] int serial,
        CancellationToken ct)
    {
        var (found, gone) = await objects.OneAsync(reader.Value, institution, serial, PublicAddress.Of(settings, http.Request), ct);
        return found is null ? NoObject(http, gone) : Tagged(http, found)
            ?? new StreamedAnswer("application/json; charset=utf-8", body =>
            {
                body.Write(json => ObjectJson.Write(json, found));
                return Task.CompletedTask;
            });
    }

    private static IResult Profiles(ProfileBook profiles) => Results.Ok(profiles.All.Select(p => new ApiShapes.Profile(
        p.Name, p.Zh, p.En, p.Source,
        [.. p.Fields.Select(f => new ApiShapes.Field(f.Key, f.Kind.ToString(), f.Zh, f.En, f.List, f.Level.ToString()))])));

    /// <summary>404, or 410 where it once was.</summary>
    public static IResult NoObject(HttpContext http, bool gone)
    {
        var words = http.RequestServices.GetWording();
        return gone
            ? Results.Problem(title: words["catalogue.api.gone"], statusCode: 410, extensions: new Dictionary<string, object?> { ["code"] = "catalogue.api.gone" })
            : Refused(new Refusal.Missing("catalogue.api.no-object"));
    }

    /// <summary>Sets the ETag: the version, and how much of it this reader sees. An answer where the reader has it already.</summary>
    public static IResult? Tagged(HttpContext http, OutgoingObject found)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"W/\"{found.Seen.Row.Version}-{(int)found.Seen.Open}\"");
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept, Cookie";
        return http.Request.Headers.IfNoneMatch.SelectMany(v => v!.Split(',')).Any(v => v.Trim() == tag || v.Trim() == "*")
            ? Results.StatusCode(304)
            : null;
    }

    public static IResult Refused(Refusal refusal) => ((Outcome<Done>)refusal).ToHttp();

    private static string NextAddress(HttpRequest request, PublicAddress places, OutgoingObject last)
    {
        var query = QueryString.Create(request.Query.Where(q => q.Key != "cursor"))
            .Add("cursor", new ObjectCursor(last.Seen.Row.InstitutionId, last.Seen.Row.Id).ToString());
        return $"{places.Base}{request.Path.Value!.TrimStart('/')}{query}";
    }

    private static Wording GetWording(this IServiceProvider services) => (Wording)services.GetService(typeof(Wording))!;
}
