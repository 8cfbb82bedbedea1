using System.Globalization;
using Guanlian.Platform.Edits;
using Guanlian.Platform.Formats;

namespace Guanlian.Agreements.Texts;

/// <summary>A part of a text that two people changed at once: what we wrote, and what stands.</summary>
/// <param name="Part">goal, work, term … as differences name parts.</param>
/// <param name="Ours">Null where we took it out.</param>
/// <param name="Theirs">Null where the other took it out.</param>
internal sealed record TextClash(string Part, string? Ours, string? Theirs);

/// <summary>
/// Brings together what we made of the draft that we saw and what others have made of it meanwhile: what only they changed stays, what only
/// we changed is written, and where both changed one line (a party, a goal, a task …) it is a clash. A line keeps its code; new ones of both
/// sides stand beside each other.
/// </summary>
internal sealed class MergeTexts
{
    private readonly List<TextClash> clashes = [];

    /// <summary>Where both changed the same; the merged text has ours there.</summary>
    public IReadOnlyList<TextClash> Clashes => clashes;

    public AgreementText Merge(AgreementText seen, AgreementText given, AgreementText now) => now with
    {
        Title = One("title", seen.Title, given.Title, now.Title),
        Form = One("form", seen.Form, given.Form, now.Form),
        From = One("term", seen.From, given.From, now.From),
        Until = One("term", seen.Until, given.Until, now.Until),
        InOrder = One("term", seen.InOrder, given.InOrder, now.InOrder),
        Parties = Lines("party", seen.Parties, given.Parties, now.Parties, p => p.Id.ToString(), p => $"{p.Name} {p.Role}".Trim(), null),
        Goals = Lines("goal", seen.Goals, given.Goals, now.Goals, g => g.Code, g => g.Words, (g, code) => g with { Code = code }),
        Work = Lines("work", seen.Work, given.Work, now.Work, w => w.Code, w => w.Words, (w, code) => w with { Code = code }),
        Gives = Lines("give", seen.Gives, given.Gives, now.Gives, g => g.Code, Gift, (g, code) => g with { Code = code }),
        Gains = Lines("gain", seen.Gains, given.Gains, now.Gains, g => g.Party.ToString(), g => g.Words, null),
        PublicBenefit = One("benefit", seen.PublicBenefit, given.PublicBenefit, now.PublicBenefit),
        Safeguards = Lines("safeguard", seen.Safeguards, given.Safeguards, now.Safeguards, s => s.Kind, s => s.Words, null),
        Exit = One("exit", seen.Exit, given.Exit, now.Exit),
        Clauses = Lines("clause", seen.Clauses, given.Clauses, now.Clauses, c => c.Code, c => $"{c.Heading} {c.Words}".Trim(), (c, code) => c with { Code = code }),
    };

    private T One<T>(string part, T seen, T given, T now)
    {
        var edit = new FieldEdit(part, Text(seen), Text(given), Text(now));
        if (edit.Clashes)
        {
            clashes.Add(new(part, $"{given}", $"{now}"));
        }

        return edit.IsWanted ? given : now;
    }

    private List<T> Lines<T>(
        string part, IReadOnlyList<T> seen, IReadOnlyList<T> given, IReadOnlyList<T> now, Func<T, string> code, Func<T, string> words, Func<T, string, T>? recode)
        where T : class
    {
        var (was, ours, theirs) = (seen.ToDictionary(code), given.ToDictionary(code), now.ToDictionary(code));
        var merged = new List<T>();
        foreach (var key in now.Select(code).Concat(given.Select(code).Where(k => !theirs.ContainsKey(k))))
        {
            var (old, mine, its) = (was.GetValueOrDefault(key), ours.GetValueOrDefault(key), theirs.GetValueOrDefault(key));
            if (old is null && mine is not null && its is not null && recode is not null && Text(mine) != Text(its))
            {
                // Two new lines that happened to get one code: both stand.
                merged.Add(its);
                merged.Add(recode(mine, Free(key, was.Keys.Concat(ours.Keys).Concat(theirs.Keys).Concat(merged.Select(code)))));
                continue;
            }

            var edit = new FieldEdit(key, Text(old), Text(mine), Text(its));
            if (edit.Clashes)
            {
                clashes.Add(new(part, mine is null ? null : words(mine), its is null ? null : words(its)));
            }

            if ((edit.IsWanted ? mine : its) is { } stands)
            {
                merged.Add(stands);
            }
        }

        return merged;
    }

    private static string Gift(GiftLine line) => string.Join(' ', new[]
    {
        line.What, line.Amount, line.ResourceName == line.What ? null : line.ResourceName,
        line.From is null && line.Until is null ? null : string.Create(CultureInfo.InvariantCulture, $"{line.From:yyyy-MM-dd} – {line.Until:yyyy-MM-dd}"),
    }.Where(part => !string.IsNullOrEmpty(part)));

    private static string Free(string code, IEnumerable<string> taken)
    {
        var (used, letter, n) = (taken.ToHashSet(), code[..1], 1);
        while (used.Contains($"{letter}{n}"))
        {
            n++;
        }

        return $"{letter}{n}";
    }

    private static string Text<T>(T value) => value is null ? "" : CanonicalJson.Write(value);
}
