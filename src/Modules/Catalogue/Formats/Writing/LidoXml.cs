using System.Xml;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Crosswalks;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>
/// LIDO 1.1. Where a field goes is said by the profile's <c>maps.lido</c>, else by the part it plays and by its kind; what LIDO has no
/// better place for becomes a description under the field's name, so that nothing the reader may see is left out.
/// </summary>
internal sealed partial class LidoXml
{
    private const string Local = "http://terminology.lido-schema.org/lido00100";
    private const string UriType = "http://terminology.lido-schema.org/lido00099";
    /// <summary>Stands where LIDO wants something and the record has nothing.</summary>
    private const string None = "urn:guanlian:none";
    private const string FieldUri = "urn:guanlian:field:";

    private static readonly string Ns = Namespaces.Lido.NamespaceName;

    private readonly XmlWriter xml;
    private readonly OutgoingObject one;
    private readonly List<(ProfileField Field, FieldValue Value)> rest;
    private readonly List<(ProfileField Field, FieldValue Value)> links;

    private LidoXml(XmlWriter xml, OutgoingObject one)
    {
        (this.xml, this.one, rest) = (xml, one, [.. one.Filled]);
        links = Take((f, v) => PlaceOf(f) == "link" && v is TextValue);
    }

    /// <summary>One <c>lido:lido</c>.</summary>
    public static void Write(XmlWriter xml, OutgoingObject one) => new LidoXml(xml, one).Write();

    private void Write()
    {
        xml.WriteStartElement("lido", "lido", Ns);
        xml.WriteAttributeString("xmlns", "lido", null, Ns);
        xml.WriteAttributeString("xmlns", "xsi", null, Namespaces.Xsi.NamespaceName);
        xml.WriteAttributeString(
            "xsi", "schemaLocation", Namespaces.Xsi.NamespaceName,
            "http://www.lido-schema.org http://www.lido-schema.org/schema/v1.1/lido-v1.1.xsd");
        Id("lidoRecID", Local, one.OaiId);
        Id("objectPublishedID", UriType, one.Address);
        Id("applicationProfile", Local, "urn:guanlian:lido:1");

        Start("descriptiveMetadata");
        xml.WriteAttributeString("xml", "lang", null, "zh-Hans");
        Classification();
        Identification();
        Events();
        Relations();
        End();

        Start("administrativeMetadata");
        xml.WriteAttributeString("xml", "lang", null, "zh-Hans");
        Rights();
        RecordWrap();
        End();
        xml.WriteEndElement();
    }

    /// <summary>Fields that go to a place, taken out of what is left.</summary>
    private List<(ProfileField Field, FieldValue Value)> Take(Func<ProfileField, FieldValue, bool> goes)
    {
        var found = rest.FindAll(f => goes(f.Field, f.Value));
        rest.RemoveAll(found.Contains);
        return found;
    }

    private static string? PlaceOf(ProfileField field) => field.Maps.GetValueOrDefault("lido");

    private void Start(string name) => xml.WriteStartElement("lido", name, Ns);

    private void End() => xml.WriteEndElement();

    private void Attribute(string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteAttributeString("lido", name, Ns, XmlParts.Clean(value));
        }
    }

    private void Element(string name, OutgoingText text)
    {
        Start(name);
        XmlParts.Text(xml, text);
        End();
    }

    private void Element(string name, string text) => Element(name, new OutgoingText(text));

    private void Id(string name, string type, string id)
    {
        Start(name);
        Attribute("type", type);
        xml.WriteString(XmlParts.Clean(id));
        End();
    }

    private void Appellations(string wrapper, WordsValue words)
    {
        Start(wrapper);
        foreach (var text in OutgoingTexts.Of(words))
        {
            Element("appellationValue", text);
        }

        End();
    }

    private void Concept(string name, CodedWord word, string? type = null)
    {
        Start(name);
        Attribute("type", type);
        if (word is { Code: { } code, List: { } list })
        {
            Id("conceptID", UriType, OwnCode.Write(list, code));
        }

        foreach (var text in word.As is { } wording ? [new OutgoingText(wording)] : OutgoingTexts.Of(word))
        {
            Labelled("term", word.Unsure ? OwnCode.Unsure : null, text);
        }

        End();
    }

    private void Labelled(string name, string? label, OutgoingText text)
    {
        Start(name);
        Attribute("label", label);
        XmlParts.Text(xml, text);
        End();
    }

    private void Date(TimeValue time)
    {
        Start("eventDate");
        Labelled("displayDate", time.Unsure ? OwnCode.Unsure : null, new(time.As));
        if (time.From is not null || time.To is not null)
        {
            Start("date");
            if (time.From is { } from)
            {
                Element("earliestDate", Years.Iso(from));
            }

            if (time.To is { } to)
            {
                Element("latestDate", Years.Iso(to));
            }

            End();
        }

        End();
    }
}
