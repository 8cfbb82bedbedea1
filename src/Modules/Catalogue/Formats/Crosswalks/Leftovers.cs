using System.Globalization;
using System.Xml.Linq;

namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>Texts and attributes of a foreign record that no rule took, by their path there: nothing that came in is lost.</summary>
internal static class Leftovers
{
    private const int Longest = 32_000;
    private const int Most = 2_000;

    public static Dictionary<string, string> Of(XElement root, HashSet<XObject> taken)
    {
        var extra = new Dictionary<string, string>();
        foreach (var element in root.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
            {
                if (!attribute.IsNamespaceDeclaration && !taken.Contains(attribute) && attribute.Name.Namespace != Namespaces.Mark
                    && !string.IsNullOrWhiteSpace(attribute.Value))
                {
                    Add(extra, $"{Path(element, root)}/@{attribute.Name.LocalName}", attribute.Value);
                }
            }

            if (element.Name.Namespace == Namespaces.Mark || taken.Contains(element))
            {
                continue;
            }

            var text = string.Concat(element.Nodes().OfType<XText>().Where(t => !taken.Contains(t)).Select(t => t.Value));
            if (!string.IsNullOrWhiteSpace(text))
            {
                Add(extra, Path(element, root), text.Trim());
            }
        }

        return extra;
    }

    private static void Add(Dictionary<string, string> extra, string path, string text)
    {
        if (extra.Count < Most)
        {
            extra[path] = text.Length > Longest ? text[..Longest] : text;
        }
    }

    /// <summary>E.g. <c>lido/eventWrap/eventSet[2]/event/eventName</c>; a MARC field is <c>245[1]$a</c>.</summary>
    private static string Path(XElement element, XElement root)
    {
        var steps = element.AncestorsAndSelf().TakeWhile(e => e != root).Reverse().Select(Step).ToList();
        return steps.Count == 0 ? root.Name.LocalName : string.Join('/', steps);
    }

    private static string Step(XElement element)
    {
        var name = (string?)element.Attribute("tag") ?? ((string?)element.Attribute("code") is { } code ? "$" + code : element.Name.LocalName);
        var before = element.ElementsBeforeSelf(element.Name).Count(e => (string?)e.Attribute("tag") == (string?)element.Attribute("tag")
            && (string?)e.Attribute("code") == (string?)element.Attribute("code"));
        return before == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}[{before + 1}]");
    }
}
