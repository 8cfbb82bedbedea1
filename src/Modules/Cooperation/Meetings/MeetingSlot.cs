using System.Globalization;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Meetings;

/// <summary>对接时段: one table at one time of a meeting day, free or taken by one who needs and one who offers.</summary>
internal sealed class MeetingSlot
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public DateOnly OnDay { get; init; }

    public TimeOnly FromTime { get; init; }

    public TimeOnly UntilTime { get; init; }

    /// <summary>Number of the table.</summary>
    public int Place { get; init; }

    public Guid? NeedPartyId { get; set; }

    public Guid? OfferPartyId { get; set; }

    /// <summary>Which of the two asked; the other one answers.</summary>
    public Guid? AskedById { get; set; }

    public string Topic { get; set; } = "";

    public DateTimeOffset? AgreedAt { get; set; }

    public string? AgreedBy { get; set; }

    public MeetingOutcome? Outcome { get; set; }

    public string OutcomeNote { get; set; } = "";

    public int Version { get; set; } = 1;

    public bool Free => AskedById is null;

    /// <summary>Who has to answer; null where nobody does.</summary>
    public Guid? AnswersId => AskedById is null || AgreedAt is not null ? null : AskedById == NeedPartyId ? OfferPartyId : NeedPartyId;

    public MeetingState State => Outcome is not null ? MeetingState.Noted : AgreedAt is not null ? MeetingState.Agreed : AskedById is not null ? MeetingState.Asked : MeetingState.Free;

    /// <summary>Whether it has begun.</summary>
    public bool Begun(DateTimeOffset now) => Dates.At(OnDay, FromTime) <= now;

    public string When => string.Create(CultureInfo.InvariantCulture, $"{Dates.Day(OnDay)} {FromTime:HH\\:mm}–{UntilTime:HH\\:mm}");
}

/// <summary>States of a slot; computed.</summary>
internal enum MeetingState
{
    Free,
    Asked,
    Agreed,
    Noted,
}

/// <summary>What came of a meeting.</summary>
internal enum MeetingOutcome
{
    /// <summary>达成意向</summary>
    Agreed,

    /// <summary>继续谈</summary>
    Following,

    /// <summary>不合适</summary>
    Nothing,

    /// <summary>没有见面: somebody did not come.</summary>
    Missed,
}

/// <summary>How pages name them.</summary>
internal static class MeetingWords
{
    public static string Of(Wording words, MeetingState state) => words[$"cooperation.meeting.state.{CodeWords.Write(state)}"];

    public static string Of(Wording words, MeetingOutcome outcome) => words[$"cooperation.meeting.outcome.{CodeWords.Write(outcome)}"];

    public static TagKind Mark(MeetingState state) => state switch
    {
        MeetingState.Asked => TagKind.Waiting,
        MeetingState.Agreed => TagKind.Running,
        MeetingState.Noted => TagKind.Done,
        _ => TagKind.Draft,
    };

    public static IEnumerable<Choice> States(Wording words) => Enum.GetValues<MeetingState>().Select(s => new Choice(CodeWords.Write(s), Of(words, s)));

    public static IEnumerable<Choice> Outcomes(Wording words) => Enum.GetValues<MeetingOutcome>().Select(o => new Choice(CodeWords.Write(o), Of(words, o)));
}
