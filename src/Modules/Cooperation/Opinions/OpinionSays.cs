using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Opinions;

/// <summary>How pages name an opinion's state and what became of advice.</summary>
internal static class OpinionSays
{
    public static string State(Wording words, OpinionState? state) => words[$"cooperation.opinion-state.{CodeWords.Write(state ?? OpinionState.Draft)}"];

    public static TagKind Mark(OpinionState? state) => state switch
    {
        OpinionState.Issued => TagKind.Done,
        OpinionState.Signing => TagKind.Waiting,
        _ => TagKind.Draft,
    };

    public static string Answer(Wording words, string? answer) => answer is null ? words["cooperation.advice.open"] : words[$"cooperation.advice-answer.{answer}"];

    public static TagKind Mark(string? answer) => answer switch
    {
        "done" => TagKind.Done,
        "partly" => TagKind.Running,
        "not" => TagKind.Stopped,
        _ => TagKind.Waiting,
    };
}
