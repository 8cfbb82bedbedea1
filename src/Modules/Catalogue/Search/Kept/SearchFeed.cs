using System.Text;
using System.Xml;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Search.Kept;

/// <summary>Any search as an Atom feed of what was catalogued last. A feed reader has no account: it is given what the public sees.</summary>
internal static class SearchFeed
{
    private const int Most = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/catalogue/feed.atom", HandleAsync).AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        HttpRequest request, SearchObjects.Handler search, IConfiguration settings, Wording words, TimeProvider clock, CancellationToken ct)
    {
        var ask = SearchAsk.Read(request.QueryString.Value) with { Order = ResultOrder.Added, Page = 1 };
        var found = await search.HandleAsync(new(ask, Reader.Visitor) { Facets = false, PageSize = Most }, ct);
        var places = PublicAddress.Of(settings, request);
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
        {
            xml.WriteStartElement("feed", "http://www.w3.org/2005/Atom");
            xml.WriteElementString("id", $"{places.Base}{ask.Address()}");
            xml.WriteElementString("title", ask.Words.Length == 0 ? words["catalogue.search.title"] : Clean(ask.Words));
            Link(xml, "self", $"{places.Base}{ask.Address("catalogue/feed.atom")}");
            Link(xml, "alternate", $"{places.Base}{ask.Address()}");
            xml.WriteElementString("updated", Time(found.Rows.Count == 0 ? clock.GetUtcNow() : found.Rows.Max(r => r.Object.Row.ChangedAt)));
            foreach (var row in found.Rows)
            {
                var card = ObjectCard.Of(row);
                xml.WriteStartElement("entry");
                xml.WriteElementString("id", places.Of(card.OwnerCode, row.Object.Row.Serial));
                xml.WriteElementString("title", Clean(card.Title));
                Link(xml, "alternate", places.Of(card.OwnerCode, row.Object.Row.Serial));
                xml.WriteElementString("updated", Time(row.Object.Row.ChangedAt));
                xml.WriteStartElement("author");
                xml.WriteElementString("name", Clean(card.Owner));
                xml.WriteEndElement();
                xml.WriteElementString("summary", Clean(string.Join(" · ", new[] { card.Period, card.Category, card.Material }.Where(t => t.Length > 0))));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return Results.Bytes(stream.ToArray(), "application/atom+xml; charset=utf-8");
    }

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset at) => XmlConvert.ToString(at.UtcDateTime, XmlDateTimeSerializationMode.Utc);

    private static string Clean(string text) => new([.. text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);
}
