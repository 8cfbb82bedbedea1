using System.Globalization;
using System.Xml;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Harvest.Stamps;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>The envelope of answers.</summary>
internal static class OaiXml
{
    private static readonly string Ns = Namespaces.Oai.NamespaceName;

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Up to the element of the verb, which is opened; with errors the whole answer.</summary>
    public static void Start(XmlWriter xml, DateTimeOffset now, string address, OaiQuestion? question, IReadOnlyList<OaiError> errors)
    {
        xml.WriteRaw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.WriteStartElement("OAI-PMH", Ns);
        xml.WriteAttributeString("xmlns", "xsi", null, Namespaces.Xsi.NamespaceName);
        xml.WriteAttributeString(
            "xsi", "schemaLocation", Namespaces.Xsi.NamespaceName,
            "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd");
        xml.WriteElementString("responseDate", Ns, Time(now));
        xml.WriteStartElement("request", Ns);
        // Of a request that could not be understood no argument is repeated: the schema would not bear it.
        if (question is not null)
        {
            xml.WriteAttributeString("verb", question.Verb.ToString());
            foreach (var (name, value) in question.Arguments)
            {
                if (name != "identifier" || Uri.IsWellFormedUriString(value, UriKind.RelativeOrAbsolute))
                {
                    xml.WriteAttributeString(name, XmlParts.Clean(value));
                }
            }
        }

        xml.WriteString(address);
        xml.WriteEndElement();
        foreach (var error in errors)
        {
            xml.WriteStartElement("error", Ns);
            xml.WriteAttributeString("code", error.Code);
            xml.WriteString(XmlParts.Clean(error.Text));
            xml.WriteEndElement();
        }

        if (errors.Count == 0)
        {
            xml.WriteStartElement(question!.Verb.ToString(), Ns);
        }
    }

    public static void End(XmlWriter xml, bool failed)
    {
        if (!failed)
        {
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    public static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Ns, XmlParts.Clean(text));

    public static void Header(XmlWriter xml, string identifier, FollowStamps.Row row, string set)
    {
        xml.WriteStartElement("header", Ns);
        if (row.Deleted)
        {
            xml.WriteAttributeString("status", "deleted");
        }

        Element(xml, "identifier", identifier);
        Element(xml, "datestamp", Time(row.At));
        Element(xml, "setSpec", set);
        xml.WriteEndElement();
    }

    public static void Record(XmlWriter xml, string identifier, FollowStamps.Row row, string set, Action<XmlWriter>? content)
    {
        xml.WriteStartElement("record", Ns);
        Header(xml, identifier, row, set);
        if (content is not null)
        {
            xml.WriteStartElement("metadata", Ns);
            content(xml);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <param name="xml">Where to.</param>
    /// <param name="token">Null after the last part of a list.</param>
    /// <param name="total">Of the whole list.</param>
    /// <param name="given">Before this part.</param>
    public static void Token(XmlWriter xml, string? token, long total, long given)
    {
        xml.WriteStartElement("resumptionToken", Ns);
        xml.WriteAttributeString("completeListSize", Math.Max(total, 1).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("cursor", given.ToString(CultureInfo.InvariantCulture));
        xml.WriteString(token);
        xml.WriteEndElement();
    }
}
