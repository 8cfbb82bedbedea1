using System.Xml;
using System.Xml.Linq;

namespace Guanlian.Catalogue.Formats;

/// <summary>The namespaces of the formats, under the prefixes that crosswalks use.</summary>
internal static class Namespaces
{
    public static readonly XNamespace Lido = "http://www.lido-schema.org";
    public static readonly XNamespace Marc = "http://www.loc.gov/MARC21/slim";
    public static readonly XNamespace Ead = "urn:isbn:1-931666-22-9";
    public static readonly XNamespace Oai = "http://www.openarchives.org/OAI/2.0/";
    public static readonly XNamespace OaiDc = "http://www.openarchives.org/OAI/2.0/oai_dc/";
    public static readonly XNamespace OaiId = "http://www.openarchives.org/OAI/2.0/oai-identifier";
    public static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    public static readonly XNamespace DcTerms = "http://purl.org/dc/terms/";
    public static readonly XNamespace Edm = "http://www.europeana.eu/schemas/edm/";
    public static readonly XNamespace Ore = "http://www.openarchives.org/ore/terms/";
    public static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public static readonly XNamespace Skos = "http://www.w3.org/2004/02/skos/core#";
    public static readonly XNamespace Gml = "http://www.opengis.net/gml";
    public static readonly XNamespace Xlink = "http://www.w3.org/1999/xlink";
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Marks that our readers put on foreign elements; they never leave the program.</summary>
    public static readonly XNamespace Mark = "urn:guanlian:mark";

    public static readonly XName Lang = XNamespace.Xml + "lang";

    /// <summary>For expressions of crosswalks.</summary>
    public static IXmlNamespaceResolver Resolver { get; } = Make();

    private static XmlNamespaceManager Make()
    {
        var names = new XmlNamespaceManager(new NameTable());
        foreach (var (prefix, space) in new[]
        {
            ("lido", Lido), ("marc", Marc), ("ead", Ead), ("oai", Oai), ("oai_dc", OaiDc), ("dc", Dc), ("dcterms", DcTerms), ("edm", Edm),
            ("rdf", Rdf), ("skos", Skos), ("gml", Gml), ("xlink", Xlink), ("m", Mark),
        })
        {
            names.AddNamespace(prefix, space.NamespaceName);
        }

        return names;
    }
}
