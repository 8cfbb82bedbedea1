namespace Guanlian.Agreements.Texts;

/// <summary>One thing that differs between two texts.</summary>
/// <param name="Part">Which part: term, party, goal, work, give, gain, benefit, safeguard, exit, clause, form, title.</param>
/// <param name="What">The thing, as either text calls it.</param>
/// <param name="Field">Which of its facts; null where it is new or gone as a whole.</param>
/// <param name="Before">As it was; null where it is new.</param>
/// <param name="After">As it is; null where it is gone.</param>
internal sealed record Difference(string Part, string What, string? Field, string? Before, string? After)
{
    /// <summary>Changes what has to be done, by whom, when or with what; the others change wording.</summary>
    public bool IsWork => Part is "work" or "goal" or "give" or "party" or "term" or "form";
}

/// <summary>What changes from one text to another, work first: not a comparison of words.</summary>
internal static class TextDifference
{
    public static IReadOnlyList<Difference> Between(AgreementText before, AgreementText after)
    {
        var found = new List<Difference>();
        One("title", "", before.Title, after.Title);
        One("form", "", before.Form, after.Form);
        One("term", "from", Day(before.From), Day(after.From));
        One("term", "until", Day(before.Until), Day(after.Until));
        One("term", "order", before.InOrder ? "yes" : "no", after.InOrder ? "yes" : "no");
        Many("party", before.Parties, after.Parties, p => p.Id.ToString(), p => p.Name, [("role", p => p.Role)]);
        Many("goal", before.Goals, after.Goals, g => g.Code, g => g.Words, [("words", g => g.Words), ("target", g => Amount(g.Target, g.Unit))]);
        Many("work", before.Work, after.Work, w => w.Code, w => w.Words,
        [
            ("words", w => w.Words), ("does", w => Name(before, after, w.Does)), ("for", w => Name(before, after, w.For)),
            ("from", w => Day(w.From)), ("due", w => Day(w.Due)), ("kind", w => w.Kind),
        ]);
        Many("give", before.Gives, after.Gives, g => g.Code, g => $"{Name(before, after, g.Party)} {g.What}".Trim(),
        [
            ("what", g => g.What), ("party", g => Name(before, after, g.Party)), ("amount", g => Amount(g.Amount, g.Unit)),
            ("resource", g => Thing(before, after, g)), ("used-by", g => Name(before, after, g.For)), ("from", g => Day(g.From)), ("until", g => Day(g.Until)),
        ]);
        Many("gain", before.Gains, after.Gains, g => g.Party.ToString(), g => Name(before, after, g.Party) ?? "", [("words", g => g.Words)]);
        One("benefit", "", before.PublicBenefit, after.PublicBenefit);
        Many("safeguard", before.Safeguards, after.Safeguards, s => s.Kind, s => s.Kind, [("words", s => s.Words)]);
        One("exit", "", before.Exit, after.Exit);
        Many("clause", before.Clauses, after.Clauses, c => c.Code, c => c.Heading, [("heading", c => c.Heading), ("words", c => c.Words)]);
        return [.. found.OrderByDescending(d => d.IsWork)];

        void One(string part, string field, string? was, string? now)
        {
            if ((was ?? "") != (now ?? ""))
            {
                found.Add(new(part, "", field.Length == 0 ? null : field, Said(was), Said(now)));
            }
        }

        void Many<T>(string part, IReadOnlyList<T> was, IReadOnlyList<T> now, Func<T, string> key, Func<T, string> what, IReadOnlyList<(string Field, Func<T, string?> Of)> facts)
        {
            var old = was.ToDictionary(key);
            var here = now.Select(key).ToHashSet();
            foreach (var item in now)
            {
                if (!old.TryGetValue(key(item), out var earlier))
                {
                    found.Add(new(part, what(item), null, null, what(item)));
                    continue;
                }

                found.AddRange(facts.Select(f => (f.Field, Was: f.Of(earlier), Now: f.Of(item))).Where(f => (f.Was ?? "") != (f.Now ?? ""))
                    .Select(f => new Difference(part, what(item), f.Field, Said(f.Was), Said(f.Now))));
            }

            found.AddRange(was.Where(i => !here.Contains(key(i))).Select(i => new Difference(part, what(i), null, what(i), null)));
        }
    }

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string? Amount(string? amount, string? unit) => amount is null ? null : $"{amount} {unit}".TrimEnd();

    // Two things of one name are told apart, or the change from one to the other would not show.
    private static string? Thing(AgreementText before, AgreementText after, GiftLine line) => line.Resource is not { } id ? null
        : after.Gives.Concat(before.Gives).Any(g => g.Resource is { } other && other != id && g.ResourceName == line.ResourceName) ? $"{line.ResourceName} ({id.ToString()[^4..]})"
        : line.ResourceName;

    private static string? Name(AgreementText before, AgreementText after, Guid? party) =>
        party is not { } id ? null : after.Parties.Concat(before.Parties).FirstOrDefault(p => p.Id == id)?.Name;
}
