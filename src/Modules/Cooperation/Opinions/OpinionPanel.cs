using Guanlian.Contracts.Members;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.Opinions;

/// <summary>Experts of a panel as they are typed: for each institution one a line, name first, then the title.</summary>
internal static class OpinionPanel
{
    public const int Most = 30;
    private static readonly char[] Gaps = [' ', '\u3000', '\t', ',', '，', '、'];

    /// <summary>The typed lines of each institution, kept as one text.</summary>
    public static string Write(IEnumerable<(Guid Party, string? Typed)> typed) => string.Join('\n', typed.SelectMany(t =>
        (t.Typed ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => $"{t.Party:N}\t{line.Replace('\t', ' ')}")));

    /// <summary>What was typed for one institution.</summary>
    public static string TypedFor(string panel, Guid party) => string.Join('\n', Lines(panel).Where(l => l.Party == party).Select(l => l.Line));

    /// <summary>The experts, in the order of the institutions and lines.</summary>
    public static IReadOnlyList<Signer> Read(string panel, Func<Guid, PartyCard?> card) => [.. Lines(panel).Select(l =>
    {
        var parts = l.Line.Split(Gaps, 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new Signer(l.Party, card(l.Party)?.Name ?? "–", parts.ElementAtOrDefault(0) ?? "", parts.ElementAtOrDefault(1) ?? "");
    })];

    public static Refusal.Invalid? Check(IReadOnlyList<Signer> panel) => panel switch
    {
        { Count: 0 } => new("cooperation.opinion.no-panel", "Panel"),
        { Count: > Most } => (Refusal.Invalid)new Refusal.Invalid("cooperation.opinion.panel-long", "Panel").With(("most", Most)),
        _ when panel.Any(s => s.Name.Length is 0 or > 40 || s.Title.Length > 60) => new("cooperation.opinion.panel-wrong", "Panel"),
        _ when panel.DistinctBy(s => (s.Party, s.Name)).Count() != panel.Count => new("cooperation.opinion.panel-twice", "Panel"),
        _ => null,
    };

    private static IEnumerable<(Guid Party, string Line)> Lines(string panel) => panel.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => l.Split('\t', 2)).Where(p => p.Length == 2).Select(p => (Guid.ParseExact(p[0], "N"), p[1]));
}
