using System.Text;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>A format in which records are handed out, one or all.</summary>
/// <param name="Name">In addresses: <c>objects/140001/7/lido.xml</c>, <c>api/export/lido.xml</c>.</param>
/// <param name="MediaType">Of one record.</param>
/// <param name="CanWrite">Whether this record can be given in it.</param>
/// <param name="Write">Writes one record.</param>
internal sealed record RecordFormat(string Name, string MediaType, Func<OutgoingObject, bool> CanWrite, Action<StreamedBody, OutgoingObject> Write)
{
    private static readonly byte[] Newline = "\n"u8.ToArray();

    /// <summary>What stands before and behind all records of a file; a format without them gives one record only.</summary>
    public (string Start, string End)? Around { get; init; }

    /// <summary>Of a file of many records, where it differs.</summary>
    public string? ManyMediaType { get; init; }

    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<RecordFormat> All { get; } =
    [
        Xml("lido.xml", LidoXml.Write, _ => true, "<lido:lidoWrap xmlns:lido=\"http://www.lido-schema.org\">", "</lido:lidoWrap>"),
        Xml("dc.xml", DcXml.Write, _ => true, "<records>", "</records>"),
        Xml("edm.xml", EdmXml.Write, EdmXml.CanWrite, "<records>", "</records>", "application/rdf+xml"),
        Xml("marc.xml", MarcXml.Write, MarcXml.CanWrite, "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">", "</collection>"),
        Json("linked-art.json", "application/ld+json;profile=\"https://linked.art/ns/v1/linked-art.json\"", LinkedArtJson.Write, "linked-art.jsonl"),
        Json("schema.json", "application/ld+json", SchemaOrgJson.Write, "schema.jsonl"),
        Json("object.json", "application/json", ObjectJson.Write, "object.jsonl"),
    ];

    public static RecordFormat? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The format for a file of many: JSON becomes JSON Lines.</summary>
    public static RecordFormat? FindMany(string name) => All.FirstOrDefault(f => f.ManyName == name);

    public string ManyName { get; private init; } = "";

    private static RecordFormat Xml(
        string name, Action<System.Xml.XmlWriter, OutgoingObject> write, Func<OutgoingObject, bool> canWrite, string start, string end,
        string mediaType = "application/xml") =>
        new(name, mediaType, canWrite, (body, one) => body.Write(xml => write(xml, one)))
        {
            Around = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + start, end),
            ManyMediaType = "application/xml",
            ManyName = name,
        };

    private static RecordFormat Json(
        string name, string mediaType, Action<System.Text.Json.Utf8JsonWriter, OutgoingObject> write, string manyName) =>
        new(name, mediaType, _ => true, (body, one) =>
        {
            body.Write(json => write(json, one));
            body.Write(Newline);
        })
        {
            Around = ("", ""),
            ManyMediaType = "application/jsonl",
            ManyName = manyName,
        };

    /// <summary>Writes text of the frame.</summary>
    public static void Frame(StreamedBody body, string text)
    {
        if (text.Length > 0)
        {
            body.Text(Encoding.UTF8.GetBytes(text));
        }
    }
}
