using System.Xml;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// A file of records in one of the museum, library and archive formats. What it is, is decided by its content and never by its name.
/// Records stream; memory does not grow with them.
/// </summary>
internal sealed class ForeignFile
{
    private readonly Stream file;
    private readonly ForeignLimits limits;
    private readonly Func<RationedStream, ForeignLimits, IEnumerable<ForeignRecord>> records;

    private ForeignFile(
        Stream file, ForeignLimits limits, string name, Func<RationedStream, ForeignLimits, IEnumerable<ForeignRecord>> records)
    {
        (this.file, this.limits, this.records) = (file, limits, records);
        Name = name;
    }

    /// <summary>LIDO, MARC 21, MARCXML, EAD 2002, OAI-PMH, Dublin Core, JSON Lines.</summary>
    public string Name { get; }

    /// <summary>Looks at the beginning of the file.</summary>
    /// <param name="file">Can be rewound; stays open.</param>
    /// <param name="limits">How much to take in.</param>
    public static Outcome<ForeignFile> Open(Stream file, ForeignLimits? limits = null)
    {
        limits ??= ForeignLimits.Usual;
        try
        {
            var head = new byte[24];
            file.Position = 0;
            var got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (got == 0)
            {
                throw ForeignFault.Of("catalogue.formats.file.empty");
            }

            var (name, records) = Marc21.LooksLike(head.AsSpan(0, got)) ? ("MARC 21", Marc21.Records)
                : OwnJsonLines.LooksLike(head.AsSpan(0, got)) ? ("JSON Lines", OwnJsonLines.Records)
                : OfXml(file, limits);
            return new ForeignFile(file, limits, name, records);
        }
        catch (ForeignFault fault)
        {
            return fault.Problem.AsRefusal();
        }
        catch (XmlException e)
        {
            return Broken(e, 0).AsRefusal();
        }
    }

    /// <summary>
    /// Gives every record to <paramref name="take"/>, in order. When the outcome is a refusal, the records taken so far are not the
    /// whole file and must not be used.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<Outcome<int>> ReadAsync(Func<ForeignRecord, CancellationToken, ValueTask> take, CancellationToken ct)
    {
        var count = 0;
        try
        {
            file.Position = 0;
            foreach (var record in records(new RationedStream(file, limits), limits))
            {
                ct.ThrowIfCancellationRequested();
                if (++count > limits.Records)
                {
                    throw ForeignFault.Of("catalogue.formats.file.too-many", ("limit", limits.Records));
                }

                await take(record, ct);
            }
        }
        catch (ForeignFault fault)
        {
            return (fault.Problem with { Place = new TablePlace(Row: count + 1) }).AsRefusal();
        }
        catch (XmlException e)
        {
            return Broken(e, count + 1).AsRefusal();
        }

        return count == 0 ? ForeignFault.Of("catalogue.formats.file.no-records", ("format", Name)).Problem.AsRefusal() : count;
    }

    private static (string Name, Func<RationedStream, ForeignLimits, IEnumerable<ForeignRecord>> Records) OfXml(
        Stream file, ForeignLimits limits)
    {
        file.Position = 0;
        using var reader = SafeXml.Open(new RationedStream(file, limits));
        reader.MoveToContent();
        var space = reader.NamespaceURI;
        return (reader.LocalName, space) switch
        {
            ("lido" or "lidoWrap", _) when space == Namespaces.Lido.NamespaceName => ("LIDO", XmlFiles.Lido),
            ("collection" or "record", _) when space == Namespaces.Marc.NamespaceName => ("MARCXML", XmlFiles.Marc),
            ("OAI-PMH", _) when space == Namespaces.Oai.NamespaceName => ("OAI-PMH", (stream, given) => new OaiAnswer(stream, given).Records()),
            // Our own file of Dublin Core records; no standard gives such files a frame.
            ("records", "") => ("Dublin Core", XmlFiles.Dc),
            ("dc", _) when space == Namespaces.OaiDc.NamespaceName => ("Dublin Core", XmlFiles.Dc),
            ("ead", _) when space.Length == 0 || space == Namespaces.Ead.NamespaceName => ("EAD 2002", EadFile.Records),
            _ => throw ForeignFault.Of("catalogue.formats.file.unknown", ("root", reader.LocalName), ("namespace", space)),
        };
    }

    /// <summary>What the parser says, in our words: it names line and position.</summary>
    private static TableProblem Broken(XmlException e, int record) => new(
        e.Message.Contains("entity", StringComparison.OrdinalIgnoreCase) ? "catalogue.formats.xml.entity" : "catalogue.formats.xml.broken",
        new TablePlace(Row: record))
    {
        Holes = [("line", e.LineNumber), ("position", e.LinePosition)],
    };
}
