using System.Xml.Linq;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// Field 880 holds another field in its own script and says which in $6. Every datafield is marked with the tag that it stands for and,
/// where the script tells it, the language, so that a crosswalk takes both writings of a title together.
/// </summary>
internal static class MarcLinks
{
    public static readonly XName For = Namespaces.Mark + "for";

    /// <summary>Marks the fields of a record.</summary>
    public static void Mark(XElement record)
    {
        var language = LanguageOf(record);
        foreach (var field in record.Elements(Namespaces.Marc + "datafield"))
        {
            var tag = (string?)field.Attribute("tag") ?? "";
            var link = field.Elements(Namespaces.Marc + "subfield").FirstOrDefault(s => (string?)s.Attribute("code") == "6")?.Value.Trim() ?? "";
            if (tag == "880" && link.Length >= 3 && link.AsSpan(0, 3).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                field.SetAttributeValue(For, link[..3]);
                if (Script(link, language) is { } script)
                {
                    field.SetAttributeValue(Namespaces.Lang, script);
                }
            }
            else
            {
                field.SetAttributeValue(For, tag);
            }
        }
    }

    /// <summary>$6 ends in <c>/(2</c> for Hebrew, <c>/$1</c> for Chinese, Japanese and Korean …</summary>
    private static string? Script(string link, string? language)
    {
        var slash = link.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? language : link[(slash + 1)..].Split('/')[0] switch
        {
            "(2" or "Hebr" => language is "yid" ? "yi" : "he",
            "(3" or "(4" or "Arab" => language switch { "per" => "fa", "urd" => "ur", _ => "ar" },
            "(N" or "(Q" or "Cyrl" => language switch { "ukr" => "uk", "bul" => "bg", _ => "ru" },
            "(S" or "Grek" => "el",
            "$1" or "Hani" or "Hans" or "Hant" => language switch { "jpn" => "ja", "kor" => "ko", _ => "zh" },
            "Jpan" or "Hira" or "Kana" => "ja",
            "Hang" or "Kore" => "ko",
            _ => language,
        };
    }

    /// <summary>008/35-37.</summary>
    private static string? LanguageOf(XElement record)
    {
        var fixedData = record.Elements(Namespaces.Marc + "controlfield").FirstOrDefault(f => (string?)f.Attribute("tag") == "008")?.Value;
        return fixedData is { Length: >= 38 } ? XmlFiles.Filled(fixedData[35..38]) : null;
    }
}
