using System.Xml;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>
/// Europeana Data Model (external). Only for records with a rights statement that has an address; <see cref="CanWrite"/> says which. The
/// record's own page is its <c>edm:isShownAt</c>.
/// </summary>
internal static class EdmXml
{
    private static readonly string Rdf = Namespaces.Rdf.NamespaceName;
    private static readonly string Dc = Namespaces.Dc.NamespaceName;
    private static readonly string DcTerms = Namespaces.DcTerms.NamespaceName;
    private static readonly string Edm = Namespaces.Edm.NamespaceName;
    private static readonly string Ore = Namespaces.Ore.NamespaceName;

    public static bool CanWrite(OutgoingObject one) => one.Rights is not null;

    public static void Write(XmlWriter xml, OutgoingObject one)
    {
        var thing = one.Address + "#object";
        xml.WriteStartElement("rdf", "RDF", Rdf);
        foreach (var (prefix, space) in new[] { ("dc", Dc), ("dcterms", DcTerms), ("edm", Edm), ("ore", Ore) })
        {
            xml.WriteAttributeString("xmlns", prefix, null, space);
        }

        xml.WriteStartElement("edm", "ProvidedCHO", Edm);
        xml.WriteAttributeString("rdf", "about", Rdf, thing);
        Object(xml, one);
        xml.WriteEndElement();

        xml.WriteStartElement("edm", "WebResource", Edm);
        xml.WriteAttributeString("rdf", "about", Rdf, one.Address);
        Link(xml, "edm", "rights", Edm, one.Rights!.Value.Uri);
        xml.WriteEndElement();

        xml.WriteStartElement("ore", "Aggregation", Ore);
        xml.WriteAttributeString("rdf", "about", Rdf, one.Address + "#aggregation");
        Link(xml, "edm", "aggregatedCHO", Edm, thing);
        Text(xml, "edm", "dataProvider", Edm, new(one.Owner.Name, "zh-Hans"));
        Link(xml, "edm", "isShownAt", Edm, one.Address);
        Text(xml, "edm", "provider", Edm, new("Guanlian 馆联"));
        Link(xml, "edm", "rights", Edm, one.Rights.Value.Uri);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Object(XmlWriter xml, OutgoingObject one)
    {
        var about = false;
        foreach (var (field, value) in one.Filled)
        {
            var name = field.Role switch
            {
                FieldRoles.Rights => null,
                FieldRoles.Place => "dcterms:spatial",
                FieldRoles.Period => "dcterms:created",
                FieldRoles.Material => "dcterms:medium",
                _ when value is AmountValue => null,
                _ => field.Maps.TryGetValue("dc", out var dc) && dc != "provenance" ? (dc == "format" ? "dcterms:extent" : "dc:" + dc) : null,
            };
            if (name?.Split(':') is [var prefix, var local])
            {
                foreach (var text in OutgoingTexts.Of(value))
                {
                    Text(xml, prefix, local, prefix == "dc" ? Dc : DcTerms, text);
                    about |= local is "subject" or "type" or "spatial" or "temporal";
                }
            }
        }

        if (one.Record.Of(FieldRoles.Title) is null)
        {
            Text(xml, "dc", "title", Dc, new(one.OaiId));
        }

        // The schema wants to know at least what kind of thing it is, or where or when.
        if (!about)
        {
            Text(xml, "dc", "type", Dc, new("藏品", "zh-Hans"));
        }

        Text(xml, "edm", "type", Edm, new("IMAGE"));
    }

    private static void Text(XmlWriter xml, string prefix, string name, string space, OutgoingText text)
    {
        xml.WriteStartElement(prefix, name, space);
        XmlParts.Text(xml, text);
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string prefix, string name, string space, string to)
    {
        xml.WriteStartElement(prefix, name, space);
        xml.WriteAttributeString("rdf", "resource", Rdf, to);
        xml.WriteEndElement();
    }
}
