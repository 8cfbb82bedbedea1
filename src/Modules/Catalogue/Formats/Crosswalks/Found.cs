using System.Xml.Linq;
using System.Xml.XPath;
using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>One node that a rule has found, and what its other expressions say from there.</summary>
/// <param name="node">The node.</param>
/// <param name="rule">The rule.</param>
/// <param name="taken">What rules have taken so far.</param>
/// <param name="asIs">Our own writing: its line breaks are meant.</param>
internal sealed class Found(XPathNavigator node, CrosswalkRule rule, HashSet<XObject> taken, bool asIs)
{
    public string? Language => node.XmlLang is { Length: > 0 } said ? said : null;

    /// <summary>An earlier rule has taken it.</summary>
    public bool IsTaken => node.UnderlyingObject is XObject at && taken.Contains(at);

    /// <summary>Our own writing says that the keeper is not sure.</summary>
    public bool IsUnsure => asIs && node.SelectSingleNode($"descendant-or-self::*[@lido:label='{OwnCode.Unsure}']", Namespaces.Resolver) is not null;

    /// <summary>Our own writing keeps the wording of an amount beside its number.</summary>
    public string? Wording => asIs ? node.SelectSingleNode("lido:measurementValue/@lido:label", Namespaces.Resolver)?.Value : null;

    /// <summary>The whole text as it is.</summary>
    public string? TakeAsIs(string expression)
    {
        if (node.SelectSingleNode(rule.Expressions[expression]) is not { } found)
        {
            return null;
        }

        Mark(found);
        return found.Value;
    }

    /// <summary>The text of one expression, tidied; null where there is none. What it is made of is no extra any more.</summary>
    public string? Take(string expression) => Read(expression, take: true);

    /// <summary>The same without taking it.</summary>
    public string? Peek(string expression) => Read(expression, take: false);

    /// <summary>The texts of one expression by language; of several in one language the first.</summary>
    public WordsValue? Words(string expression)
    {
        if (!rule.Expressions.TryGetValue(expression, out var xpath))
        {
            return null;
        }

        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (node.Evaluate(xpath) is XPathNodeIterator nodes)
        {
            foreach (XPathNavigator found in nodes)
            {
                var text = Tidy(found.Value);
                if (text is not null && words.TryAdd(Languages.Of(found.XmlLang is { Length: > 0 } said ? said : rule.Lang, text), text))
                {
                    Mark(found);
                }
            }
        }
        else if (Read(expression, take: false) is { } text)
        {
            words[Languages.Of(Language ?? rule.Lang, text)] = text;
        }

        return words.Count == 0 ? null : new WordsValue(words);
    }

    private string? Read(string expression, bool take)
    {
        if (!rule.Expressions.TryGetValue(expression, out var xpath))
        {
            return null;
        }

        switch (node.Evaluate(xpath))
        {
            case XPathNodeIterator nodes:
                foreach (XPathNavigator found in nodes)
                {
                    if (Tidy(found.Value) is { } text)
                    {
                        if (take)
                        {
                            Mark(found);
                        }

                        return text;
                    }
                }

                return null;
            case var computed:
                if (take && rule.Expressions.TryGetValue(nameof(rule.Takes), out var parts))
                {
                    foreach (XPathNavigator part in node.Select(parts))
                    {
                        Mark(part);
                    }
                }

                return Tidy(Convert.ToString(computed, System.Globalization.CultureInfo.InvariantCulture)!);
        }
    }

    private string? Tidy(string text)
    {
        if (asIs)
        {
            return text.Trim() is { Length: > 0 } whole ? whole : null;
        }

        var lines = text.Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        // Indented XML breaks lines where its writer's window ended; only an empty line is meant.
        var tidy = string.Join('\n', string.Join('\n', lines).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => paragraph.Trim('\n').Replace('\n', ' ')));
        tidy = rule.Trim is { } ends ? tidy.TrimEnd([.. ends, ' ']) : tidy;
        return tidy.Length == 0 ? null : tidy.Replace("\0", "", StringComparison.Ordinal);
    }

    /// <summary>An element counts as taken with all text in it.</summary>
    private void Mark(XPathNavigator found)
    {
        if (found.UnderlyingObject is XObject at)
        {
            taken.Add(at);
            foreach (var part in at is XElement element ? element.DescendantNodesAndSelf() : [])
            {
                taken.Add(part);
            }
        }
    }
}
