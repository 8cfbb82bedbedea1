using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.Opinions;

/// <summary>Experts of a panel as they are typed: for each institution one a line, name first, then the title.</summary>
internal static class OpinionPanel
{
    public const int Most = 30;
    public const int MostText = 4000;

    /// <summary>Too many experts, or too much said of them.</summary>
    public static Refusal.Invalid Long { get; } = (Refusal.Invalid)new Refusal.Invalid("cooperation.opinion.panel-long", "Panel").With(("most", Most));

    /// <summary>Institutions whose experts may sign: all that take part except those that are helped, who do not sign what they are advised.</summary>
    public static IEnumerable<Guid> Experts(Template template, IEnumerable<Participant> participants) =>
        participants.Where(p => template.Role(p.Role)?.Receives != true).Select(p => p.PartyId).Distinct();

    /// <summary>The typed lines of each institution, kept as one text.</summary>
    public static string Write(IEnumerable<(Guid Party, string? Typed)> typed) => string.Join('\n', typed.SelectMany(t =>
        (t.Typed ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => $"{t.Party:N}\t{line.Replace('\t', '\u3000')}")));

    /// <summary>What was typed for one institution.</summary>
    public static string TypedFor(string panel, Guid party) => string.Join('\n', Lines(panel).Where(l => l.Party == party).Select(l => l.Line));

    /// <summary>The experts, in the order of the institutions and lines.</summary>
    public static IReadOnlyList<Signer> Read(string panel, Func<Guid, PartyCard?> card) => [.. Lines(panel).Select(l =>
    {
        var (name, title) = NameLine.Read(l.Line);
        return new Signer(l.Party, card(l.Party)?.Name ?? "–", name, title);
    })];

    public static Refusal.Invalid? Check(IReadOnlyList<Signer> panel) => panel switch
    {
        { Count: 0 } => new("cooperation.opinion.no-panel", "Panel"),
        { Count: > Most } => Long,
        _ when panel.Any(s => s.Name.Length is 0 or > 40 || s.Title.Length > 60) => new("cooperation.opinion.panel-wrong", "Panel"),
        _ when panel.DistinctBy(s => (s.Party, s.Name)).Count() != panel.Count => new("cooperation.opinion.panel-twice", "Panel"),
        _ => null,
    };

    private static IEnumerable<(Guid Party, string Line)> Lines(string panel) => panel.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => l.Split('\t', 2)).Where(p => p.Length == 2).Select(p => (Guid.ParseExact(p[0], "N"), p[1]));
}
