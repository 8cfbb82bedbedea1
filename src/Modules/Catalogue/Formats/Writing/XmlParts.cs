using System.Xml;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>What all XML formats need.</summary>
internal static class XmlParts
{
    public static XmlWriterSettings Settings { get; } = new()
    {
        Encoding = new System.Text.UTF8Encoding(false),
        CheckCharacters = false,
        CloseOutput = false,
        ConformanceLevel = ConformanceLevel.Fragment,
    };

    /// <summary>The language as attribute and the text as content of the open element.</summary>
    public static void Text(XmlWriter xml, OutgoingText text)
    {
        if (text.Language is { } language)
        {
            xml.WriteAttributeString("xml", "lang", null, language);
        }

        xml.WriteString(Clean(text.Text));
    }

    /// <summary>XML cannot hold every character that a database can: controls and broken pairs are left out.</summary>
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!XmlConvert.IsXmlChar(text[i]) && !(i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]) && ++i > 0))
            {
                return string.Concat(Valid(text));
            }
        }

        return text;
    }

    private static IEnumerable<string> Valid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                yield return text[i].ToString();
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                yield return text.Substring(i++, 2);
            }
        }
    }
}
