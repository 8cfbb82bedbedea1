using System.Xml;
using System.Xml.Linq;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// An EAD 2002 finding aid: the collection and each of its components is a record. A component is given once all of it is read, so
/// components come before what they are part of; numbers follow the document. What lies above a component is noted on it as marks.
/// </summary>
internal static class EadFile
{
    private static readonly string[] Components =
        ["c", "c01", "c02", "c03", "c04", "c05", "c06", "c07", "c08", "c09", "c10", "c11", "c12"];

    public static IEnumerable<ForeignRecord> Records(RationedStream stream, ForeignLimits limits)
    {
        using var reader = SafeXml.Open(stream);
        reader.MoveToContent();
        var open = new Stack<Unit>();
        string? eadId = null;
        var number = 0;
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.EndElement && IsUnit(reader))
            {
                var whole = open.Pop();
                stream.NextRecord();
                reader.Read();
                yield return Record(whole, open, eadId);
            }
            else if (reader.NodeType != XmlNodeType.Element || reader.LocalName is "ead" or "dsc")
            {
                reader.Read();
            }
            else if (IsUnit(reader))
            {
                if (open.Count > 13)
                {
                    throw ForeignFault.Of("catalogue.formats.xml.too-deep", ("line", SafeXml.LineOf(reader)), ("limit", 13));
                }

                var unit = new Unit(SafeXml.Start(reader, Namespaces.Ead), ++number, SafeXml.LineOf(reader));
                var empty = reader.IsEmptyElement;
                reader.Read();
                if (empty)
                {
                    yield return Record(unit, open, eadId);
                }
                else
                {
                    open.Push(unit);
                }
            }
            else
            {
                var part = SafeXml.ReadElement(reader, limits, Namespaces.Ead);
                if (open.TryPeek(out var parent))
                {
                    parent.Content.Add(part);
                }
                else if (part.Name.LocalName == "eadheader")
                {
                    eadId = XmlFiles.Filled(part.Element(Namespaces.Ead + "eadid")?.Value);
                }
            }
        }
    }

    private static bool IsUnit(XmlReader reader) => reader.LocalName == "archdesc" || Components.Contains(reader.LocalName);

    /// <summary>Its own id where it has one, else its place below what has one.</summary>
    private static ForeignRecord Record(Unit unit, Stack<Unit> above, string? eadId)
    {
        foreach (var upper in above)
        {
            unit.Content.Add(new XElement(
                Namespaces.Mark + "part-of", new XAttribute("level", (string?)upper.Content.Attribute("level") ?? ""), upper.Title));
        }

        if (above.LastOrDefault() is { } collection)
        {
            unit.Content.Add(collection.Content.Element(Namespaces.Ead + "did")?.Elements(Namespaces.Ead + "repository")
                .Select(r => new XElement(Namespaces.Mark + "repository", r.Value)));
        }

        var own = XmlFiles.Filled((string?)unit.Content.Attribute("id"))
            ?? XmlFiles.Filled(unit.Content.Element(Namespaces.Ead + "did")?.Element(Namespaces.Ead + "unitid")?.Value);
        var id = above.Count == 0 ? own ?? eadId : $"{eadId}#{own ?? unit.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        return new(ForeignFormat.Ead, id, unit.Number, unit.Line, unit.Content);
    }

    private sealed record Unit(XElement Content, int Number, int Line)
    {
        public string Title => Content.Element(Namespaces.Ead + "did")?.Element(Namespaces.Ead + "unittitle")?.Value.Trim() ?? "";
    }
}
