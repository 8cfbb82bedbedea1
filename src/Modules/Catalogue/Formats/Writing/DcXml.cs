using System.Xml;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>Simple Dublin Core, by the profile's <c>maps.dc</c>.</summary>
internal static class DcXml
{
    private static readonly HashSet<string> Elements =
    [
        "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier", "source",
        "language", "relation", "coverage", "rights",
    ];

    private static readonly string Dc = Namespaces.Dc.NamespaceName;

    /// <summary>An <c>oai_dc:dc</c>.</summary>
    public static void Write(XmlWriter xml, OutgoingObject one)
    {
        xml.WriteStartElement("oai_dc", "dc", Namespaces.OaiDc.NamespaceName);
        xml.WriteAttributeString("xmlns", "dc", null, Dc);
        xml.WriteAttributeString("xmlns", "xsi", null, Namespaces.Xsi.NamespaceName);
        xml.WriteAttributeString(
            "xsi", "schemaLocation", Namespaces.Xsi.NamespaceName,
            "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
        Element(xml, "identifier", new(one.Address));
        foreach (var (field, value) in one.Filled)
        {
            if (field.Maps.TryGetValue("dc", out var element) && Elements.Contains(element))
            {
                foreach (var text in OutgoingTexts.Of(value))
                {
                    Element(xml, element, text);
                }
            }
        }

        if (one.Rights is { } rights)
        {
            Element(xml, "rights", new(rights.Uri));
        }

        Element(xml, "publisher", new(one.Owner.Name, "zh-Hans"));
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, OutgoingText text)
    {
        xml.WriteStartElement("dc", name, Dc);
        XmlParts.Text(xml, text);
        xml.WriteEndElement();
    }
}
