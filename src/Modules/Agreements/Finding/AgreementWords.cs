using Guanlian.Agreements.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Agreements.Finding;

/// <summary>How pages name states, parts and amounts.</summary>
internal static class AgreementWords
{
    public static string Of(Wording words, AgreementState state) => words[$"agreements.state.{CodeWords.Write(state)}"];

    public static string Of(Wording words, TextState state) => words[$"agreements.text-state.{CodeWords.Write(state)}"];

    public static TagKind Mark(AgreementState state) => state switch
    {
        AgreementState.Draft => TagKind.Draft,
        AgreementState.OutForSealing or AgreementState.PartlySealed => TagKind.Waiting,
        AgreementState.InForce => TagKind.Running,
        AgreementState.Completed or AgreementState.Expired => TagKind.Done,
        _ => TagKind.Stopped,
    };

    public static string Unit(Wording words, string unit) => words[$"agreements.unit.{unit}"];

    public static string Amount(Wording words, string? amount, string? unit) =>
        (amount, unit) switch
        {
            (null, null) => "–",
            (null, _) => words["agreements.as-needed", ("unit", Unit(words, unit))],
            (_, null) => amount,
            _ => $"{amount} {Unit(words, unit)}",
        };

    public static IEnumerable<Choice> Units(Wording words) => Texts.TextCodes.Units.Concat(Texts.TextCodes.BookedUnits).Select(u => new Choice(u, Unit(words, u)));

    public static IEnumerable<Choice> Reasons(Wording words) => Sealing.SealMoves.Reasons.Select(r => new Choice(r, words[$"agreements.reason.{r}"]));

    /// <summary>Why a contribution has no booking, or what its booking waits for.</summary>
    public static string Why(Wording words, string code) => words[Texts.BookedLines.Whys.Contains(code) ? $"agreements.booking-why.{code}" : "agreements.booking-why.other"];

    public static string Part(Wording words, string part) => words[$"agreements.part.{part}"];

    public static string Fact(Wording words, string field) => words[$"agreements.fact.{field}"];

    /// <summary>A value of a difference, codes in words.</summary>
    public static string Said(Wording words, Texts.Difference d, string? value) => (d.Part, d.Field, value) switch
    {
        (_, _, null) => "–",
        ("form", _, _) => words[$"agreements.form.{value}"],
        ("term", "order", _) => words[value == "yes" ? "agreements.yes" : "agreements.no"],
        ("safeguard", null, _) => words[$"agreements.safeguard.{value}"],
        _ => value,
    };
}
