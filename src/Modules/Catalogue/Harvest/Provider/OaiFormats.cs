using System.Xml;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Formats.Writing;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>A metadata format that records are given in.</summary>
/// <param name="Prefix">metadataPrefix.</param>
/// <param name="Schema">Address of its XSD.</param>
/// <param name="Namespace">Of its root.</param>
/// <param name="CanWrite">Whether this record can be given in it.</param>
/// <param name="Write">Writes the content of <c>metadata</c>.</param>
internal sealed record OaiFormat(
    string Prefix, string Schema, string Namespace, Func<OutgoingObject, bool> CanWrite, Action<XmlWriter, OutgoingObject> Write)
{
    public static IReadOnlyList<OaiFormat> All { get; } =
    [
        new("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", Namespaces.OaiDc.NamespaceName, _ => true, DcXml.Write),
        new("lido", "http://www.lido-schema.org/schema/v1.1/lido-v1.1.xsd", Namespaces.Lido.NamespaceName, _ => true, LidoXml.Write),
        new("edm", "http://www.europeana.eu/schemas/edm/EDM.xsd", Namespaces.Rdf.NamespaceName, EdmXml.CanWrite, EdmXml.Write),
    ];

    public static OaiFormat? Find(string prefix) => All.FirstOrDefault(f => f.Prefix == prefix);
}
