using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;

namespace Guanlian.Agreements.Templates;

/// <summary>From a template and its parties to the first draft: pure.</summary>
internal static class BeginText
{
    public static AgreementText Of(AgreementTemplate template, IReadOnlyList<PartyCard> parties, string title, DateOnly from, string language)
    {
        var last = template.Roles.Count - 1;
        return new()
        {
            Template = template.Code,
            Language = language,
            Title = title,
            Form = template.Form,
            From = from,
            Until = from.AddYears(template.Years).AddDays(-1),
            Parties = [.. parties.Select((p, n) => new TextParty(p.Id, NameIn(p, language), template.Roles[Math.Min(n, last)].In(language)))],
            Goals = [.. template.Goals.Select((g, n) => new Goal($"g{n + 1}", g.Words.In(language), g.Target, g.Unit))],
            Work = [.. template.Work.Where(w => w.Does < parties.Count && w.For < parties.Count).Select((w, n) => new WorkLine(
                $"w{n + 1}", w.Words.In(language), At(w.Does), At(w.For), from.AddMonths(w.FromMonth), Last(w), w.Kind))],
            Gives = [.. template.Gives.Where(g => g.Party < parties.Count).Select((g, n) => new GiftLine($"c{n + 1}", At(g.Party), g.What.In(language), null, g.Unit))],
            Gains = [.. parties.Select((p, n) => new GainLine(p.Id, template.Gains[Math.Min(n, last)].In(language)))],
            PublicBenefit = template.PublicBenefit.In(language),
            Safeguards = [.. TextCodes.Safeguards.Select(k => new SafeguardLine(k, template.Safeguards[k].In(language)))],
            Exit = template.Exit.In(language),
            Clauses =
            [
                new("t1", language == Wording.Chinese ? "合作宗旨" : "Purpose", template.Purpose.In(language)),
                .. template.Clauses.Select((c, n) => new Clause($"t{n + 2}", c.Heading.In(language), c.Words.In(language))),
            ],
        };

        DateOnly Last(WorkPlan work)
        {
            var (first, last) = (from.AddMonths(work.FromMonth), from.AddMonths(work.DueMonth).AddDays(-1));
            return last < first ? first : last;
        }

        Guid? At(int place) => place < parties.Count ? parties[place].Id : null;
    }

    /// <summary>The same agreement for its next term: every date goes on by the length of the term.</summary>
    public static AgreementText Renewed(AgreementText text, DateOnly today)
    {
        var from = text.Until is { } until && until >= today ? until.AddDays(1) : today;
        var days = text.From is { } began ? from.DayNumber - began.DayNumber : 0;
        return text with
        {
            From = from,
            Until = text.Until?.AddDays(days),
            Work = [.. text.Work.Select(w => w with { From = w.From?.AddDays(days), Due = w.Due?.AddDays(days) })],
            Gives = [.. text.Gives.Select(g => g with { From = g.From?.AddDays(days), Until = g.Until?.AddDays(days) })],
        };
    }

    public static string NameIn(PartyCard party, string language) => language == Wording.Chinese ? party.Name : party.NameEn ?? party.Name;
}
