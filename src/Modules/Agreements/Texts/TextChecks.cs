using Guanlian.Platform.Outcomes;

namespace Guanlian.Agreements.Texts;

/// <summary>What a text must say before it goes out for sealing. A draft may lack any of it.</summary>
internal static class TextChecks
{
    public const int MostParties = 20;
    public const int MostLines = 60;

    /// <summary>Every lack at once; null where it is complete.</summary>
    public static Refusal.Invalid? Lacks(AgreementText text)
    {
        var lacks = new List<Refusal.Invalid>();
        Lack(text.Parties.Count < 2, "agreements.lacks.parties", "AddParty");
        Lack(text.From is null, "agreements.lacks.from", "From");
        Lack(text.Until < text.From, "agreements.lacks.term-order", "Until");
        Lack(text.Goals.Count == 0, "agreements.lacks.goals", "Goal-0-Words");
        Lack(text.Work.Count == 0, "agreements.lacks.work", "Work-0-Words");
        for (var n = 0; n < text.Work.Count; n++)
        {
            var line = text.Work[n];
            var what = ("what", (object?)line.Words);
            Lack(line.Does is null || line.For is null, "agreements.lacks.work-parties", $"Work-{n}-Does", what);
            Lack(line.From is null || line.Due is null || line.Due < line.From, "agreements.lacks.work-dates", $"Work-{n}-Due", what);
            Lack(line.From < text.From || line.Due > text.Until, "agreements.lacks.work-outside", $"Work-{n}-Due", what);
        }

        for (var n = 0; n < text.Gives.Count; n++)
        {
            Lack(text.Gives[n].Party is null, "agreements.lacks.give-party", $"Give-{n}-Party", ("what", text.Gives[n].What));
            Booked(text.Gives[n], n);
        }

        foreach (var party in text.Parties)
        {
            Lack(text.Gains.All(g => g.Party != party.Id), "agreements.lacks.gain", $"Gain-{party.Id}", ("name", party.Name));
            Lack(text.Gives.All(g => g.Party != party.Id), "agreements.lacks.give", "Give-0-Party", ("name", party.Name));
        }

        Lack(text.PublicBenefit.Length == 0, "agreements.lacks.benefit", "PublicBenefit");
        Lack(text.Exit.Length == 0, "agreements.lacks.exit", "Exit");
        return lacks is [var first, .. var rest] ? first with { Also = rest } : null;

        // What becomes a booking has to say for whom, when and how much.
        void Booked(GiftLine line, int n)
        {
            if (line.Resource is null)
            {
                return;
            }

            var what = ("what", (object?)line.What);
            Lack(line.Party is { } giver && text.Parties.All(p => p.Id != giver), "agreements.lacks.give-party", $"Give-{n}-Party", what);
            Lack(line.For is not { } user || text.Parties.All(p => p.Id != user), "agreements.lacks.booked-for", $"Give-{n}-For", what);
            Lack(line.For is not null && line.For == line.Party, "agreements.lacks.booked-self", $"Give-{n}-For", what, ("name", text.NameOf(line.For ?? default)));
            Lack(line.From is null || line.Until is null, "agreements.lacks.booked-days", $"Give-{n}-{(line.From is null ? "From" : "Until")}", what);
            Lack(line.Until < line.From, "agreements.lacks.booked-order", $"Give-{n}-Until", what, ("from", line.From), ("until", line.Until));
            Lack(line.From < text.From || line.Until > text.Until, "agreements.lacks.booked-outside", line.From < text.From ? $"Give-{n}-From" : $"Give-{n}-Until", what);
            Lack(BookedLines.AmountOf(line) is not > 0, "agreements.lacks.booked-amount", $"Give-{n}-Amount", what);
        }

        void Lack(bool lacking, string code, string field, params (string Name, object? Value)[] holes)
        {
            if (lacking)
            {
                lacks.Add((Refusal.Invalid)new Refusal.Invalid(code, field).With(holes));
            }
        }
    }
}
