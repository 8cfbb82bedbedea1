using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Reading;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>Turns one foreign record into a record of a profile. What no rule takes goes to the record's extra, by its path.</summary>
internal sealed partial class CrosswalkRun
{
    private readonly Profile profile;
    private readonly Dictionary<string, FieldValue> values = [];
    private readonly Dictionary<string, string> extra = [];
    private readonly HashSet<XObject> taken = [];

    private readonly bool isOwn;

    private CrosswalkRun(Profile profile, bool isOwn) => (this.profile, this.isOwn) = (profile, isOwn);

    public static ObjectRecord Apply(ForeignRecord foreign, Profile profile)
    {
        if (foreign.Own is { } own)
        {
            return own.In(profile, foreign.Line);
        }

        var content = foreign.Content ?? throw new ArgumentException("a deleted record has no content", nameof(foreign));
        var root = content.CreateNavigator();
        var crosswalk = Crosswalk.Of(foreign.Format);
        var run = new CrosswalkRun(profile, crosswalk.Own is { } mark && root.SelectSingleNode(mark, Namespaces.Resolver) is not null);
        foreach (var rule in crosswalk.Rules)
        {
            run.Fill(rule, root);
        }

        var extra = run.isOwn ? [] : Leftovers.Of(content, run.taken);
        foreach (var (heading, text) in run.extra)
        {
            extra[heading] = text;
        }

        return new(profile, run.values, extra);
    }

    private ProfileField? Target(CrosswalkRule rule) =>
        rule.To.Select(to => to[0] == '@' ? profile.Of(to[1..]) : profile.Find(to)).FirstOrDefault(f => f is not null);

    private void Fill(CrosswalkRule rule, XPathNavigator root)
    {
        var nodes = root.Select(rule.Expressions[nameof(rule.Each)]).Cast<XPathNavigator>().Select(n => new Found(n.Clone(), rule, taken, isOwn))
            .Where(n => !n.IsTaken).ToList();
        if (nodes.Count == 0)
        {
            return;
        }

        switch (rule.To[0])
        {
            case "+":
                foreach (var node in nodes)
                {
                    if (node.TakeAsIs(nameof(rule.Key)) is { } heading && node.TakeAsIs(nameof(rule.Value)) is { } text)
                    {
                        extra[heading] = text;
                    }
                }

                break;
            case "*":
                foreach (var group in nodes.GroupBy(n => n.Take(nameof(rule.Key))))
                {
                    Fill(rule, group.Key is { } key ? profile.Find(key) : null, [.. group]);
                }

                break;
            default:
                Fill(rule, Target(rule), nodes);
                break;
        }
    }

    private void Fill(CrosswalkRule rule, ProfileField? field, List<Found> nodes)
    {
        if (field is not null && Made(field, rule, nodes, values.GetValueOrDefault(field.Key)) is { } value)
        {
            values[field.Key] = value;
        }
    }

    /// <summary>The field's value with what these nodes add; null where they add nothing.</summary>
    private FieldValue? Made(ProfileField field, CrosswalkRule rule, List<Found> nodes, FieldValue? before) => field.Kind switch
    {
        FieldKind.Text => before is null ? TextOf(rule, nodes) : null,
        FieldKind.Words => WordsOf(rule, nodes, before as WordsValue),
        FieldKind.Coded => CodedOf(field, nodes, before as CodedValue),
        FieldKind.Amount => before is null ? nodes.Select(n => AmountOf(n)).FirstOrDefault(a => a is not null) : null,
        FieldKind.Identifiers => IdentifiersOf(rule, nodes, before as IdentifiersValue),
        FieldKind.Time => before is null ? nodes.Select(n => TimeOf(n)).FirstOrDefault(t => t is not null) : null,
        FieldKind.People => PeopleOf(nodes, before as PeopleValue, isOwn),
        FieldKind.Relations => RelationsOf(rule, nodes, before as RelationsValue),
        _ => throw new InvalidOperationException($"no crosswalk fills a field of kind {field.Kind}"),
    };

    private static TextValue? TextOf(CrosswalkRule rule, List<Found> nodes)
    {
        var texts = (rule.Join is null ? nodes.Take(1) : nodes).Select(n => n.Take(nameof(rule.Value))).OfType<string>().Distinct().ToList();
        return texts.Count == 0 ? null : new TextValue(string.Join(rule.Join, texts));
    }

    private static WordsValue? WordsOf(CrosswalkRule rule, List<Found> nodes, WordsValue? before)
    {
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in before?.ByLanguage ?? [])
        {
            words[language] = text;
        }

        foreach (var node in nodes)
        {
            if (node.Peek(nameof(rule.Value)) is not { } text)
            {
                continue;
            }

            var language = Languages.Of(rule.Lang ?? node.Language, text);
            if (!words.TryGetValue(language, out var there))
            {
                words[language] = text;
            }
            else if (rule.Join is { } between && !there.Split(between).Contains(text))
            {
                words[language] = there + between + text;
            }
            else if (there != text)
            {
                // A second one of the same language stays extra.
                continue;
            }

            node.Take(nameof(rule.Value));
        }

        return words.Count == 0 ? null : new WordsValue(words);
    }

    private static CodedValue? CodedOf(ProfileField field, List<Found> nodes, CodedValue? before)
    {
        var words = new List<CodedWord>(before?.Words ?? []);
        foreach (var node in field.Many ? nodes : nodes.Take(words.Count == 0 ? 1 : 0))
        {
            var coded = OwnCode.Read(field.List, node.Peek(nameof(CrosswalkRule.Id)), node.Take(nameof(CrosswalkRule.Value)));
            coded = coded is not null && node.IsUnsure ? coded with { Unsure = true } : coded;
            if (coded?.Code is not null)
            {
                node.Take(nameof(CrosswalkRule.Id));
            }

            // The same term once more, in another language or from another element.
            if (coded is not null && !words.Exists(w => w == coded || (w.Code is not null && w.Code == coded.Code && w.List == coded.List)))
            {
                words.Add(coded);
            }
        }

        return words.Count == 0 ? null : new CodedValue(words);
    }

    private static AmountValue? AmountOf(Found node)
    {
        var text = node.Peek(nameof(CrosswalkRule.Value));
        if (text is null || !Numbers.TryRead(text, out var number))
        {
            return null;
        }

        node.Take(nameof(CrosswalkRule.Value));
        return new AmountValue(number, node.Take(nameof(CrosswalkRule.Unit)), node.Wording);
    }

    private static IdentifiersValue? IdentifiersOf(CrosswalkRule rule, List<Found> nodes, IdentifiersValue? before)
    {
        var numbers = new List<Identifier>(before?.Numbers ?? []);
        foreach (var node in nodes)
        {
            if (node.Take(nameof(rule.Value)) is { } number)
            {
                numbers.Add(new Identifier(rule.As ?? node.Take(nameof(rule.Type)), number));
            }
        }

        return numbers.Count == 0 ? null : new IdentifiersValue([.. numbers.Distinct()]);
    }

    private TimeValue? TimeOf(Found node)
    {
        var (wording, first, last) = (
            node.Take(nameof(CrosswalkRule.Value)), Years.Read(node.Take(nameof(CrosswalkRule.From))),
            Years.Read(node.Take(nameof(CrosswalkRule.Until))));
        if (!isOwn)
        {
            // Others state one year where they mean that year; we state one where the other is not known.
            last ??= first;
            first ??= last;
        }

        wording ??= first is null ? null : first == last ? Years.Show(first.Value) : $"{Years.Show(first.Value)}–{Years.Show(last!.Value)}";
        return wording is null ? null
            : new TimeValue(wording, first, last < first && !isOwn ? first : last, OwnCode.Period(node.Take(nameof(CrosswalkRule.Id))), node.IsUnsure);
    }

    private static PeopleValue? PeopleOf(List<Found> nodes, PeopleValue? before, bool isOwn)
    {
        var people = new List<Person>(before?.People ?? []);
        foreach (var node in nodes)
        {
            if (node.Words(nameof(CrosswalkRule.Value)) is not { } name)
            {
                continue;
            }

            var life = node.Take(nameof(CrosswalkRule.Life));
            life = life is null || isOwn ? life : BetweenYears().Replace(life, "$1–$2");
            people.Add(new Person(
                name, node.Words(nameof(CrosswalkRule.Role)), node.Take(nameof(CrosswalkRule.Id)), life is "" or "–" or "-" ? null : life));
        }

        return people.Count == 0 ? null : new PeopleValue(people);
    }

    /// <summary>1808-1880, and 1970- of somebody who lives; no date like 1853-01-01.</summary>
    [GeneratedRegex(@"^(\D*\d{1,4}\??) ?- ?(\d{0,4}\??)$")]
    private static partial Regex BetweenYears();

    private static RelationsValue? RelationsOf(CrosswalkRule rule, List<Found> nodes, RelationsValue? before)
    {
        var relations = new List<Relation>(before?.Relations ?? []);
        foreach (var node in nodes)
        {
            if (node.Take(nameof(rule.Value)) is { } text)
            {
                relations.Add(new Relation(node.Take(nameof(rule.Type)) ?? rule.As ?? "related", null, text));
            }
        }

        return relations.Count == 0 ? null : new RelationsValue([.. relations.Distinct()]);
    }
}
