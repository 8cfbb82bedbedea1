using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Guanlian.Contracts.Members;
using Guanlian.Members.Clusters;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;

namespace Guanlian.Members.Institutions;

/// <summary>
/// An institution in the words of schema.org, for machines that read its page. Only what the page shows to everybody. It is a data block:
/// browsers do not run it, so the content policy has nothing to forbid.
/// </summary>
internal static class StructuredData
{
    // Keeps Han readable; <, >, & and quotes are escaped all the same, so that no text can end the block.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="view">The institution as of today.</param>
    /// <param name="book">The divisions.</param>
    /// <param name="site">The site's address, with a slash at the end.</param>
    public static string Html(ReadInstitution.View view, DivisionBook book, Uri site) =>
        Block(Json(view, book, site));

    public static JsonObject Json(ReadInstitution.View view, DivisionBook book, Uri site)
    {
        var party = view.Party;
        var data = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = TypeOf(party.Kind),
            ["@id"] = new Uri(site, $"museums/{party.Code}").ToString(),
            ["identifier"] = party.Code,
            ["name"] = view.Text(PartyField.FullName) is { Length: > 0 } name ? name : party.Name,
        };
        Add("alternateName", [.. new[] { view.Text(PartyField.NameEn) }.Concat(view.FormerNames).Where(n => n.Length > 0)]);
        Text("telephone", PartyField.Phone);
        Text("sameAs", PartyField.Website);
        data["address"] = AddressOf(view, book);
        if (PartyField.TryPoint(view.Text(PartyField.Point), out var point))
        {
            data["geo"] = new JsonObject { ["@type"] = "GeoCoordinates", ["longitude"] = point.Longitude, ["latitude"] = point.Latitude };
        }

        if (view.Figures is [{ FreeOpening: { } free }, ..])
        {
            data["isAccessibleForFree"] = free;
        }

        if (view.Head is { } head)
        {
            data["parentOrganization"] = new JsonObject { ["@id"] = new Uri(site, $"museums/{head.Code}").ToString(), ["name"] = head.Name };
        }

        if (view.Clusters.Count > 0)
        {
            data["memberOf"] = new JsonArray([.. view.Clusters.Select(c => (JsonNode)Named(c, new Uri(site, $"clusters/{c.Code}")))]);
        }

        Text("dissolutionDate", PartyField.ClosedOn);
        return data;

        void Text(string property, PartyField field)
        {
            if (view.Text(field) is { Length: > 0 } text)
            {
                data[property] = text;
            }
        }

        void Add(string property, IReadOnlyList<string> texts)
        {
            if (texts.Count > 0)
            {
                data[property] = new JsonArray([.. texts.Select(t => (JsonNode)t)]);
            }
        }
    }

    /// <summary>An alliance as one party: the name under which its members appear together (requirement G10).</summary>
    public static string Html(Party cluster, IEnumerable<PlacedMember> members, Uri site)
    {
        var data = Named(cluster, new Uri(site, $"clusters/{cluster.Code}"));
        data["@context"] = "https://schema.org";
        data["member"] = new JsonArray([.. members.Select(m => (JsonNode)new JsonObject
        {
            ["@type"] = TypeOf(m.Kind),
            ["@id"] = new Uri(site, $"museums/{m.Code}").ToString(),
            ["name"] = m.Name,
        })]);
        return Block(data);
    }

    private static string Block(JsonObject data) => $"<script type=\"application/ld+json\">{data.ToJsonString(Options)}</script>";

    private static JsonObject Named(Party cluster, Uri page)
    {
        var data = new JsonObject { ["@type"] = "Organization", ["@id"] = page.ToString(), ["identifier"] = cluster.Code, ["name"] = cluster.Name };
        if (cluster.NameEn is not null)
        {
            data["alternateName"] = cluster.NameEn;
        }

        return data;
    }

    private static JsonObject AddressOf(ReadInstitution.View view, DivisionBook book)
    {
        var address = new JsonObject { ["@type"] = "PostalAddress", ["addressCountry"] = "CN" };
        var code = view.Text(PartyField.Division) is { Length: > 0 } placed ? placed : null;
        if (book.ProvinceOf(code) is { } province)
        {
            address["addressRegion"] = province.Name;
        }

        if (book.Place(code) is { Length: > 0 } place)
        {
            address["addressLocality"] = place;
        }

        if (view.Text(PartyField.Address) is { Length: > 0 } street)
        {
            address["streetAddress"] = street;
        }

        return address;
    }

    private static string TypeOf(PartyKind kind) => kind switch
    {
        PartyKind.Museum => "Museum",
        PartyKind.Library => "Library",
        PartyKind.Archive => "ArchiveOrganization",
        PartyKind.School => "EducationalOrganization",
        PartyKind.Company or PartyKind.Logistics => "Corporation",
        PartyKind.Tourism => "TouristAttraction",
        PartyKind.Government => "GovernmentOrganization",
        PartyKind.ResearchInstitute => "ResearchOrganization",
        PartyKind.Media => "NewsMediaOrganization",
        _ => "Organization",
    };
}
