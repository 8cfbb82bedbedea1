using Guanlian.Contracts.Members;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;
using Guanlian.Resources.Loans;

namespace Guanlian.Resources.Handovers;

/// <summary>How pages name kinds, states, conditions and reasons.</summary>
internal static class HandoverWords
{
    public static string Of(Wording words, HandoverKind kind) => words[$"resources.handover.field.kind.{CodeWords.Write(kind)}"];

    public static string Of(Wording words, HandoverState state) => words[$"resources.handover.state.{CodeWords.Write(state)}"];

    public static string Of(Wording words, ItemCondition? condition) => condition is { } c ? words[$"resources.handover.condition.{CodeWords.Write(c)}"] : "–";

    public static string Of(Wording words, ItemGrade? grade) => grade is { } g ? words[$"resources.handover.grade.{CodeWords.Write(g)}"] : "–";

    public static string Of(Wording words, Difference difference) => words[$"resources.handover.difference.{CodeWords.Write(difference)}"];

    public static string Of(Wording words, SignedAct act) => words[$"resources.handover.act.{CodeWords.Write(act)}"];

    public static TagKind Mark(HandoverState state) => state switch
    {
        HandoverState.Planned => TagKind.Draft,
        HandoverState.ConditionOut => TagKind.Waiting,
        HandoverState.Sent => TagKind.Running,
        HandoverState.ConditionIn or HandoverState.Disputed => TagKind.Due,
        HandoverState.Accepted or HandoverState.Settled => TagKind.Done,
        _ => TagKind.Stopped,
    };

    public static string Name(PartyCard? card) => card is null ? "–" : Wording.InChinese ? card.Name : card.NameEn ?? card.Name;

    public static string Join(IEnumerable<string> parts) => string.Join(Wording.InChinese ? "、" : ", ", parts);

    public static string Differing(Wording words, HandoverItem item) => Join(Differences.Of(item).Select(d => Of(words, d)));

    public static IEnumerable<Choice> Kinds(Wording words) => Enum.GetValues<HandoverKind>().Select(k => new Choice(CodeWords.Write(k), Of(words, k)));

    public static IEnumerable<Choice> States(Wording words) => Enum.GetValues<HandoverState>().Select(s => new Choice(CodeWords.Write(s), Of(words, s)));

    public static IEnumerable<Choice> Conditions(Wording words) => Enum.GetValues<ItemCondition>().Select(c => new Choice(CodeWords.Write(c), Of(words, c)));

    public static IEnumerable<Choice> Grades(Wording words) => Enum.GetValues<ItemGrade>().Select(g => new Choice(CodeWords.Write(g), Of(words, g)));

    public static IEnumerable<Choice> Exemptions(Wording words, ItemGrade? grade) =>
        LoanRules.Shipped.ExemptionsFor(grade).Select(e => new Choice(e, words[$"resources.loan.exempt.{e}"]));

    public static IEnumerable<Choice> Reasons(Wording words, HandoverMove move) =>
        (move == HandoverMove.Cancel ? HandoverMoves.CancelReasons : HandoverMoves.DisputeReasons).Select(r => new Choice(r, words[$"resources.handover.reason.{r}"]));
}
