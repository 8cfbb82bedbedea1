using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Guanlian.Catalogue.Search;

/// <summary>
/// Machines that follow every link: the addresses of facets, of which there are endlessly many, are closed to them; objects are listed in a
/// sitemap instead. People are never asked to prove that they are people.
/// </summary>
internal static partial class Crawlers
{
    private const int PerSitemap = 40_000;

    /// <summary>A crawler that says so and asks for a combination of choices; people and harvesters are never meant.</summary>
    public static bool AsksForFacets(HttpRequest request, SearchAsk ask) =>
        (ask.Choices.Count > 0 || ask.Page > 20 || ask.Order != Finding.ResultOrder.Best) && Crawler().IsMatch(request.Headers.UserAgent.ToString());

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/robots.txt", Robots).AllowAnonymous();
        routes.MapGet("/sitemap.xml", IndexAsync).AllowAnonymous();
        routes.MapGet("/sitemaps/objects-{number:int}.xml", SitemapAsync).AllowAnonymous();
    }

    private static IResult Robots(HttpRequest request, IConfiguration settings) => Results.Text($"""
        User-agent: *
        Disallow: /catalogue?
        Disallow: /catalogue/
        Disallow: /en/catalogue?
        Disallow: /en/catalogue/
        Sitemap: {PublicAddress.Of(settings, request).Base}sitemap.xml

        """, "text/plain", Encoding.UTF8);

    private static async Task<IResult> IndexAsync(HttpRequest request, IConfiguration settings, NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select coalesce(max(serial), 0) from catalogue.find");
        var last = (int)(await command.ExecuteScalarAsync(ct))!;
        var address = PublicAddress.Of(settings, request).Base;
        return Xml("sitemapindex", xml =>
        {
            for (var number = 0; number <= last / PerSitemap; number++)
            {
                xml.WriteStartElement("sitemap");
                xml.WriteElementString("loc", $"{address}sitemaps/objects-{number}.xml");
                xml.WriteEndElement();
            }
        });
    }

    private static async Task<IResult> SitemapAsync(
        int number, HttpRequest request, IConfiguration settings, NpgsqlDataSource source, Audiences audiences, CancellationToken ct)
    {
        if (number is < 0 or > 100_000)
        {
            return Results.NotFound();
        }

        var open = await audiences.OpenToAsync(Reader.Visitor, ct);
        await using var command = source.CreateCommand("""
            select p.code, o.serial, o.changed_at
              from catalogue.find f join catalogue.object o on o.institution_id = f.institution_id and o.id = f.id
              join members.pub_party p on p.id = o.institution_id
             where f.serial >= $1 and f.serial < $2 and f.shown_to = any ($3) and o.shown_to = any ($3) order by f.serial
            """);
        command.Parameters.AddWithValue(number * PerSitemap);
        command.Parameters.AddWithValue((number + 1) * PerSitemap);
        command.Parameters.AddWithValue(open);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var places = PublicAddress.Of(settings, request);
        var entries = new List<(string Address, DateTime Changed)>();
        while (await rows.ReadAsync(ct))
        {
            entries.Add((places.Of(rows.GetString(0), rows.GetInt32(1)), rows.GetDateTime(2)));
        }

        return Xml("urlset", xml =>
        {
            foreach (var (address, changed) in entries)
            {
                xml.WriteStartElement("url");
                xml.WriteElementString("loc", address);
                xml.WriteElementString("lastmod", XmlConvert.ToString(changed, XmlDateTimeSerializationMode.Utc));
                xml.WriteEndElement();
            }
        });
    }

    private static IResult Xml(string root, Action<XmlWriter> write)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement(root, "http://www.sitemaps.org/schemas/sitemap/0.9");
            write(xml);
            xml.WriteEndElement();
        }

        return Results.Bytes(stream.ToArray(), "application/xml; charset=utf-8");
    }

    [GeneratedRegex("bot|crawl|spider|slurp|scrap|gpt|bytespider|claude|python-requests", RegexOptions.IgnoreCase)]
    private static partial Regex Crawler();
}
