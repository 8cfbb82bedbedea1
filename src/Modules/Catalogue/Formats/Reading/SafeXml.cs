using System.Xml;
using System.Xml.Linq;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// XML of strangers: a document type is skipped unread, so that no entity exists to grow or to fetch; nothing outside the file is asked
/// for; elements are built one record at a time, within limits.
/// </summary>
internal static class SafeXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };

    public static XmlReader Open(Stream stream)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        return XmlReader.Create(stream, Settings);
    }

    public static int LineOf(XmlReader reader) => reader is IXmlLineInfo place && place.HasLineInfo() ? place.LineNumber : 0;

    /// <summary>Builds the element that the reader stands on, and leaves the reader behind it. Written as a loop: depth costs no stack.</summary>
    /// <param name="reader">On a start tag.</param>
    /// <param name="limits">How deep it may be.</param>
    /// <param name="space">The namespace to give to elements that have none; null leaves them.</param>
    public static XElement ReadElement(XmlReader reader, ForeignLimits limits, XNamespace? space = null)
    {
        var outer = reader.Depth;
        var root = Start(reader, space);
        var at = root;
        while (!(reader.IsEmptyElement && reader.Depth == outer) && reader.Read() && reader.Depth > outer)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth - outer > limits.Depth)
                    {
                        throw ForeignFault.Of("catalogue.formats.xml.too-deep", ("line", LineOf(reader)), ("limit", limits.Depth));
                    }

                    var child = Start(reader, space);
                    at.Add(child);
                    at = reader.IsEmptyElement ? at : child;
                    break;
                case XmlNodeType.EndElement:
                    at = at.Parent ?? at;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    at.Add(new XText(reader.Value));
                    break;
            }
        }

        reader.Read();
        return root;
    }

    /// <summary>The element's name and attributes.</summary>
    public static XElement Start(XmlReader reader, XNamespace? space = null)
    {
        var element = new XElement(Named(reader, space));
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                // A default namespace is in the names already.
                if (reader.Name != "xmlns")
                {
                    element.SetAttributeValue(XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value);
                }
            }
            while (reader.MoveToNextAttribute());
            reader.MoveToElement();
        }

        return element;
    }

    private static XName Named(XmlReader reader, XNamespace? space) =>
        reader.NamespaceURI.Length == 0 && space is not null ? space + reader.LocalName : XName.Get(reader.LocalName, reader.NamespaceURI);
}
