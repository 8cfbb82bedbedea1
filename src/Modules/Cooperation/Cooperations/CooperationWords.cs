using System.Globalization;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>How pages name states, units and amounts.</summary>
internal static class CooperationWords
{
    public static string Number(long number) => string.Create(CultureInfo.InvariantCulture, $"HZ-{number:0000}");

    public static string Of(Wording words, CooperationState state) => words[$"cooperation.state.{CodeWords.Write(state)}"];

    public static string Of(Wording words, TaskState state) => words[$"cooperation.task-state.{CodeWords.Write(state)}"];

    public static string Of(Wording words, Family family) => words[$"cooperation.family.{CodeWords.Write(family)}"];

    public static string Of(Wording words, HelpMode mode) => words[$"cooperation.help.{CodeWords.Write(mode)}"];

    public static string Of(Wording words, DoneBy by) => words[$"cooperation.done-by.{CodeWords.Write(by)}"];

    public static string Of(Wording words, EvidenceKind kind) => words[$"cooperation.evidence-kind.{CodeWords.Write(kind)}"];

    public static string Of(Wording words, Safeguard kind) => words[$"cooperation.safeguard.{CodeWords.Write(kind)}"];

    public static string Unit(Wording words, string unit) => words[$"cooperation.unit.{unit}"];

    /// <summary>An amount in its own unit; a dash where none was said.</summary>
    public static string Amount(Wording words, decimal? amount, string unit) =>
        amount is { } value ? $"{value.ToString("#,0.##", CultureInfo.CurrentCulture)} {Unit(words, unit)}" : "–";

    public static TagKind Mark(CooperationState state) => state switch
    {
        CooperationState.Idea => TagKind.Draft,
        CooperationState.Agreed or CooperationState.Paused => TagKind.Waiting,
        CooperationState.Running => TagKind.Running,
        CooperationState.Cancelled => TagKind.Stopped,
        _ => TagKind.Done,
    };

    public static TagKind Mark(TaskState state, bool late) => state switch
    {
        TaskState.Accepted => TagKind.Done,
        TaskState.Returned => TagKind.Due,
        TaskState.HandedIn => TagKind.Waiting,
        _ when late => TagKind.Due,
        TaskState.Doing => TagKind.Running,
        _ => TagKind.Draft,
    };

    public static IEnumerable<Choice> States(Wording words) => Enum.GetValues<CooperationState>().Select(s => new Choice(CodeWords.Write(s), Of(words, s)));

    public static IEnumerable<Choice> Families(Wording words) => Enum.GetValues<Family>().Select(f => new Choice(CodeWords.Write(f), Of(words, f)));

    public static IEnumerable<Choice> Reasons(Wording words, IEnumerable<string> codes) => codes.Select(c => new Choice(c, words[$"cooperation.reason.{c}"]));
}
