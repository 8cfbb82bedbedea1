using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// One answer of an OAI-PMH repository to ListRecords or GetRecord: from the network or kept as a file. Its other parts are known once
/// all records have been taken.
/// </summary>
internal sealed class OaiAnswer(RationedStream stream, ForeignLimits limits)
{
    /// <summary>Where the list goes on; null where it ends.</summary>
    public string? ResumptionToken { get; private set; }

    /// <summary>How long the list says it is.</summary>
    public int? CompleteListSize { get; private set; }

    /// <summary>The repository's clock: from there the next harvest starts.</summary>
    public string? ResponseDate { get; private set; }

    /// <summary>Errors of the protocol, by code.</summary>
    public List<(string Code, string Text)> Errors { get; } = [];

    public IEnumerable<ForeignRecord> Records()
    {
        using var reader = SafeXml.Open(stream);
        reader.MoveToContent();
        var number = 0;
        while (!reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != Namespaces.Oai.NamespaceName
                || reader.LocalName is not ("record" or "resumptionToken" or "responseDate" or "error"))
            {
                reader.Read();
                continue;
            }

            var line = SafeXml.LineOf(reader);
            var element = SafeXml.ReadElement(reader, limits);
            stream.NextRecord();
            if (element.Name.LocalName == "record")
            {
                yield return Record(element, ++number, line);
            }
            else
            {
                Keep(element);
            }
        }
    }

    private void Keep(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "responseDate":
                ResponseDate = element.Value.Trim();
                break;
            case "resumptionToken":
                ResumptionToken = XmlFiles.Filled(element.Value);
                CompleteListSize = int.TryParse((string?)element.Attribute("completeListSize"), CultureInfo.InvariantCulture, out var size)
                    ? size
                    : null;
                break;
            default:
                Errors.Add(((string?)element.Attribute("code") ?? "", element.Value.Trim()));
                break;
        }
    }

    private static ForeignRecord Record(XElement record, int number, int line)
    {
        var header = record.Element(Namespaces.Oai + "header");
        var id = XmlFiles.Filled(header?.Element(Namespaces.Oai + "identifier")?.Value)
            ?? throw ForeignFault.Of("catalogue.formats.oai.no-identifier", ("line", line));
        var content = record.Element(Namespaces.Oai + "metadata")?.Elements().FirstOrDefault();
        var read = (string?)header!.Attribute("status") == "deleted"
            ? new ForeignRecord(ForeignFormat.Dc, id, number, line, null)
            : content is null ? throw ForeignFault.Of("catalogue.formats.oai.no-metadata", ("line", line), ("id", id))
            : Content(content, number, line) with { Id = id };
        return read with
        {
            Changed = DateTimeOffset.TryParse(
                header.Element(Namespaces.Oai + "datestamp")?.Value, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
        };
    }

    private static ForeignRecord Content(XElement content, int number, int line) => content.Name switch
    {
        var name when name == Namespaces.OaiDc + "dc" => new(ForeignFormat.Dc, null, number, line, content),
        var name when name == Namespaces.Lido + "lido" => XmlFiles.LidoRecord(content, number, line),
        var name when name == Namespaces.Lido + "lidoWrap" && content.Element(Namespaces.Lido + "lido") is { } lido =>
            XmlFiles.LidoRecord(lido, number, line),
        var name when name == Namespaces.Marc + "record" => XmlFiles.MarcRecord(content, number, line),
        var name => throw ForeignFault.Of(
            "catalogue.formats.oai.other-format", ("line", line), ("root", name.LocalName), ("namespace", name.NamespaceName)),
    };
}
