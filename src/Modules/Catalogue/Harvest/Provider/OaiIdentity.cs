using System.Text.RegularExpressions;
using System.Xml;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Formats.Writing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>Who the repository is.</summary>
internal static partial class OaiIdentity
{
    /// <summary>Settings of the operator.</summary>
    public const string NameSetting = "Oai:RepositoryName";
    public const string MailSetting = "Oai:AdminEmail";

    public static void Write(XmlWriter xml, PublicAddress places, IConfiguration settings, DateTimeOffset earliest)
    {
        var host = places.Base.Host;
        OaiXml.Element(xml, "repositoryName", settings[NameSetting] is { Length: > 0 } name ? name : "Guanlian 馆联");
        OaiXml.Element(xml, "baseURL", places.Base + "oai");
        OaiXml.Element(xml, "protocolVersion", "2.0");
        OaiXml.Element(xml, "adminEmail", settings[MailSetting] is { Length: > 0 } mail ? mail : $"postmaster@{(host.Contains('.', StringComparison.Ordinal) ? host : host + ".invalid")}");
        OaiXml.Element(xml, "earliestDatestamp", OaiXml.Time(earliest));
        OaiXml.Element(xml, "deletedRecord", "persistent");
        OaiXml.Element(xml, "granularity", "YYYY-MM-DDThh:mm:ssZ");
        if (DomainName().IsMatch(host))
        {
            var ns = Namespaces.OaiId.NamespaceName;
            xml.WriteStartElement("description", Namespaces.Oai.NamespaceName);
            xml.WriteStartElement("oai-identifier", ns);
            xml.WriteAttributeString(
                "xsi", "schemaLocation", Namespaces.Xsi.NamespaceName, $"{ns} http://www.openarchives.org/OAI/2.0/oai-identifier.xsd");
            xml.WriteElementString("scheme", ns, "oai");
            xml.WriteElementString("repositoryIdentifier", ns, host);
            xml.WriteElementString("delimiter", ns, ":");
            xml.WriteElementString("sampleIdentifier", ns, places.OaiIdOf("100001", 1));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+$")]
    private static partial Regex DomainName();
}
