using System.Globalization;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>A request as the protocol allows it: exactly the arguments of its verb, each once.</summary>
internal sealed record OaiQuestion(OaiVerb Verb, IReadOnlyDictionary<string, string> Arguments)
{
    private const string Second = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Day = "yyyy-MM-dd";

    private static readonly Dictionary<OaiVerb, (string[] Required, string[] Optional, bool Resumes)> Allowed = new()
    {
        [OaiVerb.Identify] = ([], [], false),
        [OaiVerb.ListMetadataFormats] = ([], ["identifier"], false),
        [OaiVerb.ListSets] = ([], [], true),
        [OaiVerb.GetRecord] = (["identifier", "metadataPrefix"], [], false),
        [OaiVerb.ListIdentifiers] = (["metadataPrefix"], ["from", "until", "set"], true),
        [OaiVerb.ListRecords] = (["metadataPrefix"], ["from", "until", "set"], true),
    };

    public string? this[string argument] => Arguments.GetValueOrDefault(argument);

    public DateTimeOffset? From { get; private init; }

    public DateTimeOffset? Until { get; private init; }

    public static (OaiQuestion? Question, List<OaiError> Errors) Read(IEnumerable<KeyValuePair<string, string>> sent)
    {
        var arguments = new Dictionary<string, string>();
        var errors = new List<OaiError>();
        string? verb = null;
        foreach (var (name, value) in sent)
        {
            if (name == "verb")
            {
                if (verb is not null)
                {
                    return (null, [OaiError.BadVerb("The verb is given more than once.")]);
                }

                verb = value;
            }
            else if (!arguments.TryAdd(name, value))
            {
                errors.Add(OaiError.BadArgument($"The argument '{name}' is given more than once."));
            }
        }

        if (verb is null || !Enum.TryParse<OaiVerb>(verb, out var known) || known.ToString() != verb)
        {
            return (null, [OaiError.BadVerb(verb is null
                ? "The verb is missing. One of: " + string.Join(", ", Enum.GetNames<OaiVerb>()) + "."
                : $"There is no verb '{verb}'. One of: {string.Join(", ", Enum.GetNames<OaiVerb>())}.")]);
        }

        errors.AddRange(Wrong(known, arguments));
        var (from, until) = (Time(arguments, "from", false, errors), Time(arguments, "until", true, errors));
        if (errors.Count == 0 && from is not null && until is not null)
        {
            if (arguments["from"].Length != arguments["until"].Length)
            {
                errors.Add(OaiError.BadArgument("from and until must have the same granularity."));
            }
            else if (from > until)
            {
                errors.Add(OaiError.BadArgument("from must not be later than until."));
            }
        }

        return errors.Count > 0 ? (null, errors) : (new OaiQuestion(known, arguments) { From = from, Until = until }, errors);
    }

    private static IEnumerable<OaiError> Wrong(OaiVerb verb, Dictionary<string, string> arguments)
    {
        var (required, optional, resumes) = Allowed[verb];
        foreach (var name in arguments.Keys.Where(n => !required.Contains(n) && !optional.Contains(n) && !(resumes && n == "resumptionToken")))
        {
            yield return OaiError.BadArgument($"The verb {verb} has no argument '{name}'.");
        }

        if (resumes && arguments.ContainsKey("resumptionToken"))
        {
            if (arguments.Count > 1)
            {
                yield return OaiError.BadArgument("resumptionToken is exclusive: no other argument may stand beside it.");
            }

            yield break;
        }

        foreach (var name in required.Where(n => !arguments.TryGetValue(n, out var value) || value.Length == 0))
        {
            yield return OaiError.BadArgument($"The verb {verb} needs the argument '{name}'.");
        }

        if (arguments.TryGetValue("set", out var set) && (set.Length == 0 || !set.All(IsSetCharacter)))
        {
            yield return OaiError.BadArgument($"'{set}' is no setSpec.");
        }
    }

    private static bool IsSetCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "-_.!~*'():".Contains(c, StringComparison.Ordinal);

    /// <summary>A day means its first second as from, and its last as until.</summary>
    private static DateTimeOffset? Time(Dictionary<string, string> arguments, string name, bool end, List<OaiError> errors)
    {
        if (!arguments.TryGetValue(name, out var text))
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Second, CultureInfo.InvariantCulture, Utc, out var at))
        {
            return at;
        }

        if (DateTimeOffset.TryParseExact(text, Day, CultureInfo.InvariantCulture, Utc, out var day))
        {
            return end && day < DateTimeOffset.MaxValue.AddDays(-1) ? day.AddDays(1).AddSeconds(-1) : day;
        }

        errors.Add(OaiError.BadArgument($"'{text}' is no time for {name}: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, in UTC."));
        return null;
    }
}
