using System.Xml;
using System.Xml.Linq;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>Files that are a row of records: LIDO, MARCXML, Dublin Core.</summary>
internal static class XmlFiles
{
    public static IEnumerable<ForeignRecord> Lido(RationedStream stream, ForeignLimits limits)
    {
        var number = 0;
        foreach (var (element, line) in Elements(stream, limits, Namespaces.Lido + "lido"))
        {
            yield return LidoRecord(element, ++number, line);
        }
    }

    public static ForeignRecord LidoRecord(XElement lido, int number, int line) =>
        new(ForeignFormat.Lido, Filled(lido.Element(Namespaces.Lido + "lidoRecID")?.Value), number, line, lido);

    public static IEnumerable<ForeignRecord> Marc(RationedStream stream, ForeignLimits limits)
    {
        var number = 0;
        foreach (var (element, line) in Elements(stream, limits, Namespaces.Marc + "record"))
        {
            yield return MarcRecord(element, ++number, line);
        }
    }

    public static ForeignRecord MarcRecord(XElement record, int number, int line)
    {
        MarcLinks.Mark(record);
        var id = record.Elements(Namespaces.Marc + "controlfield").FirstOrDefault(f => (string?)f.Attribute("tag") == "001")?.Value;
        return new(ForeignFormat.Marc, Filled(id), number, line, record);
    }

    public static IEnumerable<ForeignRecord> Dc(RationedStream stream, ForeignLimits limits)
    {
        var number = 0;
        foreach (var (element, line) in Elements(stream, limits, Namespaces.OaiDc + "dc"))
        {
            // A file of bare Dublin Core has no headers: the record's address, else its first identifier, is its id.
            var ids = element.Elements(Namespaces.Dc + "identifier").Select(i => Filled(i.Value)).OfType<string>().ToList();
            yield return new(
                ForeignFormat.Dc, ids.Find(i => i.Contains("://", StringComparison.Ordinal)) ?? ids.FirstOrDefault(), ++number, line, element);
        }
    }

    public static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Every element of that name that does not lie in another of the same name.</summary>
    private static IEnumerable<(XElement Element, int Line)> Elements(RationedStream stream, ForeignLimits limits, XName name)
    {
        using var reader = SafeXml.Open(stream);
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == name.LocalName && reader.NamespaceURI == name.NamespaceName)
            {
                var line = SafeXml.LineOf(reader);
                var element = SafeXml.ReadElement(reader, limits);
                stream.NextRecord();
                yield return (element, line);
            }
            else
            {
                reader.Read();
            }
        }
    }
}
