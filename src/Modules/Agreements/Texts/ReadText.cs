using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Agreements.Texts;

/// <summary>
/// Reads the form of a text: lines are numbered, a line without words is left out, one with a new number is added, and a code given once
/// stays with its line, so that a change is seen as a change.
/// </summary>
/// <param name="sent">What stands in a field of the form; null where it was not sent.</param>
/// <param name="known">Parties that can be added.</param>
/// <param name="bookable">Resources that a contribution can name: those of the parties that are open, and those that the text names already.</param>
internal sealed class ReadText(Func<string, string?> sent, IReadOnlyList<PartyCard> known, IReadOnlyDictionary<Guid, ResourceCard>? bookable = null)
{
    private readonly List<Refusal.Invalid> problems = [];

    /// <param name="standing">The text as it stands: what the form does not show stays.</param>
    public (AgreementText Text, Refusal.Invalid? Refusal) Read(AgreementText standing)
    {
        var parties = Parties(standing);
        var ids = parties.Select(p => p.Id).ToHashSet();
        var text = standing with
        {
            Title = Text("Title", 120) is { Length: > 0 } title ? title : standing.Title,
            Form = sent("Form") is { } form && TextCodes.Forms.Contains(form) ? form : standing.Form,
            From = Day("From"),
            Until = Day("Until"),
            InOrder = sent("InOrder") == "true",
            Parties = parties,
            Goals = Lines("Goal", n => new Goal(Code("Goal", n, standing.Goals.Select(g => g.Code), "g"), Text($"Goal-{n}-Words", 500), Number($"Goal-{n}-Target"), Unit($"Goal-{n}-Unit")), g => g.Words),
            Work = Lines("Work", n => new WorkLine(
                Code("Work", n, standing.Work.Select(w => w.Code), "w"), Text($"Work-{n}-Words", 500), Party($"Work-{n}-Does", ids), Party($"Work-{n}-For", ids),
                Day($"Work-{n}-From"), Day($"Work-{n}-Due"), sent($"Work-{n}-Kind") is { Length: > 0 } kind ? kind : null), w => w.Words),
            Gives = Lines("Give", n => Gift(n, standing, ids), g => g.What),
            Gains = [.. parties.Select((p, n) => new GainLine(p.Id, Text($"Gain-{p.Id}", 1000))).Where(g => g.Words.Length > 0)],
            PublicBenefit = Text("PublicBenefit", 1000),
            Safeguards = [.. TextCodes.Safeguards.Select(k => new SafeguardLine(k, Text($"Safeguard-{k}", 400))).Where(s => s.Words.Length > 0)],
            Exit = Text("Exit", 2000),
            Clauses = Lines("Clause", n => new Clause(Code("Clause", n, standing.Clauses.Select(c => c.Code), "t"), Text($"Clause-{n}-Heading", 60), Text($"Clause-{n}-Words", 4000)), c => c.Heading + c.Words),
        };
        return (text, problems is [var first, .. var rest] ? first with { Also = rest } : null);
    }

    private List<TextParty> Parties(AgreementText standing)
    {
        var parties = new List<TextParty>();
        foreach (var party in standing.Parties)
        {
            if (sent($"Party-{party.Id}-Leaves") != "true")
            {
                parties.Add(party with { Role = Text($"Party-{party.Id}-Role", 40) is { Length: > 0 } role ? role : party.Role });
            }
        }

        foreach (var typed in (sent("AddParty") ?? "").Split(['\n', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (TypedParty.Find(known, typed) is not { } card)
            {
                Wrong("agreements.text.party-unknown", "AddParty", ("name", typed));
            }
            else if (parties.All(p => p.Id != card.Id))
            {
                parties.Add(new(card.Id, card.Name, ""));
            }
        }

        if (parties.Count > TextChecks.MostParties)
        {
            Wrong("agreements.text.parties-many", "AddParty", ("most", TextChecks.MostParties));
        }

        return parties;
    }

    private List<T> Lines<T>(string kind, Func<int, T> read, Func<T, string> words)
    {
        var lines = new List<T>();
        for (var n = 0; n < TextChecks.MostLines && sent($"{kind}-{n}-Here") is not null; n++)
        {
            var line = read(n);
            if (words(line).Length > 0)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private GiftLine Gift(int n, AgreementText standing, HashSet<Guid> ids)
    {
        var line = new GiftLine(
            Code("Give", n, standing.Gives.Select(g => g.Code), "c"), Party($"Give-{n}-Party", ids), Text($"Give-{n}-What", 200), Number($"Give-{n}-Amount"), Unit($"Give-{n}-Unit"))
        {
            For = Party($"Give-{n}-For", ids),
            From = Day($"Give-{n}-From"),
            Until = Day($"Give-{n}-Until"),
        };
        var was = standing.Gives.FirstOrDefault(g => g.Code == line.Code);
        if (was is not null && line.What.Length == 0)
        {
            // Without words a line that stood is taken out, with all that hung on it.
            return line;
        }

        if (sent($"Give-{n}-Resource") is not { Length: > 0 } typed)
        {
            if (line is not { For: null, From: null, Until: null })
            {
                Wrong("agreements.booked.no-resource", $"Give-{n}-Resource", ("what", line.What));
            }

            return line;
        }

        line = line with { Resource = Guid.TryParse(typed, out var id) ? id : Guid.Empty, ResourceName = was?.Resource == id ? was.ResourceName : null };
        var card = bookable?.GetValueOrDefault(id) is { } found && ids.Contains(found.OwnerId) ? found : null;
        problems.AddRange(BookedLines.Misfits(standing, line, n, card));
        return card is null ? line : BookedLines.Filled(line, card, standing.Language);
    }

    // A forged or repeated code would make two lines one.
    private readonly Dictionary<string, HashSet<string>> given = [];

    private string Code(string kind, int n, IEnumerable<string> codes, string letter)
    {
        var used = given.TryGetValue(kind, out var set) ? set : given[kind] = [];
        var there = codes.ToHashSet();
        if (sent($"{kind}-{n}-Code") is { Length: > 0 } code && there.Contains(code) && used.Add(code))
        {
            return code;
        }

        var next = 1;
        while (there.Contains($"{letter}{next}") || !used.Add($"{letter}{next}"))
        {
            next++;
        }

        return $"{letter}{next}";
    }

    private string Text(string field, int most)
    {
        var text = (sent(field) ?? "").Trim().ReplaceLineEndings("\n");
        if (text.Length > most)
        {
            Wrong("agreements.text.long", field, ("most", most));
            return text[..most];
        }

        return text.Any(c => char.IsControl(c) && c != '\n') ? new string([.. text.Where(c => !char.IsControl(c) || c == '\n')]) : text;
    }

    private DateOnly? Day(string field)
    {
        if (sent(field) is not { Length: > 0 } typed)
        {
            return null;
        }

        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1990 and <= 2100)
        {
            return day;
        }

        Wrong("agreements.text.day", field, ("value", typed));
        return null;
    }

    private string? Number(string field)
    {
        if (Amount.TryRead(sent(field), out var amount))
        {
            return amount?.ToString("0.##", CultureInfo.InvariantCulture);
        }

        Wrong("agreements.text.amount", field, ("value", sent(field)));
        return null;
    }

    private string? Unit(string field) => sent(field) is { } unit && (TextCodes.Units.Contains(unit) || TextCodes.BookedUnits.Contains(unit)) ? unit : null;

    private Guid? Party(string field, HashSet<Guid> ids)
    {
        if (sent(field) is not { Length: > 0 } typed)
        {
            return null;
        }

        if (Guid.TryParse(typed, out var id) && ids.Contains(id))
        {
            return id;
        }

        Wrong("agreements.text.not-a-party", field);
        return null;
    }

    private void Wrong(string code, string field, params (string Name, object? Value)[] holes) =>
        problems.Add((Refusal.Invalid)new Refusal.Invalid(code, field).With(holes));
}
