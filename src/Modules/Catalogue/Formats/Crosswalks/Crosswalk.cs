using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml.XPath;
using Guanlian.Catalogue.Formats.Reading;

namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>How records of a foreign format become fields; data (<c>Crosswalks/*.json</c>), not code. See docs/formats/crosswalks.md.</summary>
/// <param name="Format">lido, marc, ead, dc.</param>
/// <param name="Source">What the rules were made after.</param>
/// <param name="Parts">Pieces of expressions that several rules share, written <c>${name}</c> there.</param>
/// <param name="Rules">In order: the first rule that finds something fills the field, later ones only what is still empty.</param>
internal sealed record Crosswalk(
    ForeignFormat Format, string Source, IReadOnlyDictionary<string, string> Parts, IReadOnlyList<CrosswalkRule> Rules)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>XPath that finds something in records that this program wrote: they say all they have to, and leave nothing over.</summary>
    public string? Own { get; init; }

    private static readonly Dictionary<ForeignFormat, Crosswalk> Shipped = Read();

    public static Crosswalk Of(ForeignFormat format) => Shipped[format];

    private static Dictionary<ForeignFormat, Crosswalk> Read()
    {
        var assembly = typeof(Crosswalk).Assembly;
        var found = new Dictionary<ForeignFormat, Crosswalk>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Crosswalks.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var crosswalk = JsonSerializer.Deserialize<Crosswalk>(stream, Options)!;
            foreach (var rule in crosswalk.Rules)
            {
                rule.Compile(crosswalk.Parts);
            }

            found.Add(crosswalk.Format, crosswalk);
        }

        return found;
    }
}

/// <summary>One rule. Which of its expressions are used depends on the kind of the field that it fills.</summary>
/// <param name="To">Fields that it may fill, the first that the profile has; <c>@title</c> names a field by its part.</param>
/// <param name="Each">XPath of the nodes that hold a value each; the other expressions are asked from there.</param>
internal sealed record CrosswalkRule(IReadOnlyList<string> To, string Each)
{
    /// <summary>The text (the wording of a time, the name of a person); the node itself unless said otherwise.</summary>
    public string Value { get; init; } = ".";

    /// <summary>A fixed language, where the format does not say one.</summary>
    public string? Lang { get; init; }

    /// <summary>Code of a term, id of a person.</summary>
    public string? Id { get; init; }

    public string? Role { get; init; }

    public string? Life { get; init; }

    public string? From { get; init; }

    public string? Until { get; init; }

    public string? Unit { get; init; }

    /// <summary>Type of a number, kind of a relation.</summary>
    public string? Type { get; init; }

    /// <summary>A fixed type.</summary>
    public string? As { get; init; }

    /// <summary>
    /// For a rule <c>to *</c>: the key of the field; for a rule <c>to +</c>: the heading of an extra. Asked from the node.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>What a computed text is made of, so that it is no extra any more.</summary>
    public string? Takes { get; init; }

    /// <summary>What stands between several texts of one language; without it only the first is taken and the rest is extra.</summary>
    public string? Join { get; init; }

    /// <summary>Punctuation that the format's rules put at the end and nobody wants to read.</summary>
    public string? Trim { get; init; }

    [JsonIgnore]
    public IReadOnlyDictionary<string, XPathExpression> Expressions { get; private set; } = new Dictionary<string, XPathExpression>();

    internal void Compile(IReadOnlyDictionary<string, string> parts)
    {
        var compiled = new Dictionary<string, XPathExpression>();
        foreach (var (name, text) in new[]
        {
            (nameof(Each), Each), (nameof(Value), Value), (nameof(Id), Id), (nameof(Role), Role), (nameof(Life), Life), (nameof(From), From),
            (nameof(Until), Until), (nameof(Unit), Unit), (nameof(Type), Type), (nameof(Key), Key),
            (nameof(Takes), Takes),
        })
        {
            if (text is not null)
            {
                compiled[name] = XPathExpression.Compile(
                    parts.Aggregate(text, (t, part) => t.Replace($"${{{part.Key}}}", part.Value, StringComparison.Ordinal)),
                    Namespaces.Resolver);
            }
        }

        Expressions = compiled;
    }
}
