using System.Xml;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>
/// MARCXML by the profile's <c>maps.marc</c> (tag and subfield, e.g. <c>245$a</c>), for what libraries exchange: books, rubbings,
/// documents. A text in a second language becomes a linked field 880.
/// </summary>
internal static class MarcXml
{
    private static readonly string Ns = Namespaces.Marc.NamespaceName;

    /// <summary>古籍图书, 碑帖拓本, 文件宣传品, 档案文书.</summary>
    private static readonly string[] LibraryCategories = ["20", "21", "24", "25"];

    /// <summary>Whether a library could make anything of it.</summary>
    public static bool CanWrite(OutgoingObject one) =>
        one.Record.Profile.Fields.Any(f => f.Maps.ContainsKey("marc"))
        && one.Record.Of(FieldRoles.Category) is CodedValue category && category.Words.Any(w => LibraryCategories.Contains(w.Code));

    public static void Write(XmlWriter xml, OutgoingObject one)
    {
        xml.WriteStartElement("record", Ns);
        xml.WriteElementString("leader", Ns, "00000nam a2200000 i 4500");
        xml.WriteStartElement("controlfield", Ns);
        xml.WriteAttributeString("tag", "001");
        xml.WriteString(XmlParts.Clean(one.Record.Of(FieldRoles.Number) is TextValue number ? number.Text : one.OaiId));
        xml.WriteEndElement();
        var links = new List<(string Tag, string Code, OutgoingText Text)>();
        foreach (var (field, value) in one.Filled
            .Where(f => f.Field.Maps.TryGetValue("marc", out var to) && to.Contains('$', StringComparison.Ordinal))
            .OrderBy(f => f.Field.Maps["marc"], StringComparer.Ordinal))
        {
            var (tag, code) = field.Maps["marc"].Split('$') is [var t, var c] ? (t, c) : ("500", "a");
            if (value is PeopleValue people)
            {
                People(xml, people, tag, links);
                continue;
            }

            var texts = OutgoingTexts.Of(value).ToList();
            for (var i = 0; i < texts.Count; i++)
            {
                if (i == 0 || value is not WordsValue)
                {
                    Field(xml, tag, (code, texts[i].Text));
                }
                else
                {
                    links.Add((tag, code, texts[i]));
                }
            }
        }

        Field(xml, "856", ("u", one.Address));
        for (var i = 0; i < links.Count; i++)
        {
            Field(xml, "880", ("6", $"{links[i].Tag}-00"), (links[i].Code, links[i].Text.Text));
        }

        xml.WriteEndElement();
    }

    /// <summary>The first is the main entry, the others added entries.</summary>
    private static void People(XmlWriter xml, PeopleValue people, string tag, List<(string, string, OutgoingText)> links)
    {
        for (var i = 0; i < people.People.Count; i++)
        {
            var (person, at) = (people.People[i], i == 0 ? tag : "700");
            var names = OutgoingTexts.Of(person.Name).ToList();
            var parts = new List<(string, string)> { ("a", names[0].Text) };
            if (person.Life is { } life)
            {
                parts.Add(("d", life));
            }

            if (person.Role is { } role)
            {
                parts.Add(("e", role.In("zh").Text));
            }

            Field(xml, at, [.. parts]);
            links.AddRange(names.Skip(1).Select(n => (at, "a", n)));
        }
    }

    private static void Field(XmlWriter xml, string tag, params (string Code, string Text)[] parts)
    {
        xml.WriteStartElement("datafield", Ns);
        xml.WriteAttributeString("tag", tag);
        xml.WriteAttributeString("ind1", " ");
        xml.WriteAttributeString("ind2", " ");
        foreach (var (code, text) in parts)
        {
            xml.WriteStartElement("subfield", Ns);
            xml.WriteAttributeString("code", code);
            xml.WriteString(XmlParts.Clean(text));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
