using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Guanlian.Samples;

/// <summary>Published files and schemas that tests read (see README.md beside this file).</summary>
internal static class FormatSamples
{
    private static readonly XmlReaderSettings Skipping = new() { DtdProcessing = DtdProcessing.Ignore };

    private static readonly Lazy<XmlSchemaSet> Schemas = new(LoadSchemas);

    public static string Folder { get; } = Find();

    public static string Path(string name) => System.IO.Path.Combine(Folder, "Formats", name);

    /// <summary>What the XSDs of OAI-PMH, oai_dc and LIDO have against a document.</summary>
    public static IReadOnlyList<string> Faults(XDocument document)
    {
        var faults = new List<string>();
        document.Validate(Schemas.Value, (_, fault) => faults.Add(fault.Message));
        return faults;
    }

    /// <summary>The same of a file of any length, which is never held whole.</summary>
    public static IReadOnlyList<string> Faults(Stream file)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Schemas.Value };
        settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        using var reader = XmlReader.Create(file, settings);
        while (faults.Count < 20 && reader.Read())
        {
        }

        return faults;
    }

    private static XmlSchemaSet LoadSchemas()
    {
        var set = new XmlSchemaSet { XmlResolver = new LocalFiles() };
        set.ValidationEventHandler += (_, fault) => throw fault.Exception;
        string[] files =
        [
            "oai-pmh/OAI-PMH.xsd", "oai-pmh/oai_dc.xsd", "oai-pmh/oai-identifier.xsd", "lido/lido-v1.1.xsd",
        ];
        foreach (var file in files)
        {
            using var reader = XmlReader.Create(System.IO.Path.Combine(Folder, "Schemas", file), Skipping);
            set.Add(null, reader);
        }

        set.Compile();
        return set;
    }

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Guanlian.slnx")))
            {
                return System.IO.Path.Combine(at.FullName, "tests", "Samples");
            }
        }

        throw new InvalidOperationException("the tests run outside the checkout");
    }

    /// <summary>The schema of xml:lang lies beside the others; nothing is fetched.</summary>
    private sealed class LocalFiles : XmlUrlResolver
    {
        private static readonly Uri Xml = new(System.IO.Path.Combine(Folder, "Schemas", "lido", "xml.xsd"));

        public override Uri ResolveUri(Uri? baseUri, string? relativeUri) =>
            relativeUri?.EndsWith("xml.xsd", StringComparison.Ordinal) == true ? Xml : base.ResolveUri(baseUri, relativeUri);

        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            if (absoluteUri != Xml)
            {
                return base.GetEntity(absoluteUri, role, ofObjectToReturn);
            }

            // Without its document type, which the reader of schemas does not bear.
            var text = File.ReadAllText(Xml.LocalPath);
            return new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text[text.IndexOf("<xs:schema", StringComparison.Ordinal)..]));
        }
    }
}
