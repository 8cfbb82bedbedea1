using Guanlian.Contracts.Members;
using Guanlian.Funds.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Funds.Keeping;

/// <summary>How pages name states, uses, acts and parties.</summary>
internal static class FundWords
{
    public static string Of(Wording words, ApplicationState state) => words[$"funds.state.{CodeWords.Write(state)}"];

    public static string Of(Wording words, DonationState state) => words[$"funds.donation-state.{CodeWords.Write(state)}"];

    public static string Of(Wording words, EntryKind kind) => words[$"funds.act.{CodeWords.Write(kind)}"];

    public static string Of(Wording words, AccountKind kind) => words[$"funds.account.{CodeWords.Write(kind)}"];

    public static string Of(Wording words, DecisionOutcome outcome) => words[$"funds.outcome.{CodeWords.Write(outcome)}"];

    public static string Of(Wording words, ReportState state) => words[$"funds.report-state.{CodeWords.Write(state)}"];

    /// <summary>元; hours or pieces where a fund counts those.</summary>
    public static string Unit(Wording words, string unit) => $"funds.unit.{unit.ToLowerInvariant()}" is var key && words.Has(key) ? words[key] : unit;

    public static string Reason(Wording words, string? code, string? reason) =>
        string.Join(Wording.InChinese ? "：" : ": ", new[] { code is null ? null : words[$"funds.reason.{code}"], reason }.Where(r => !string.IsNullOrEmpty(r)));

    public static IEnumerable<Choice> Reasons(Wording words, IEnumerable<string> codes) => codes.Select(c => new Choice(c, words[$"funds.reason.{c}"]));

    public static IEnumerable<Choice> Choices(IEnumerable<FundUse> uses) => uses.Select(u => new Choice(u.Code, Name(u)));

    public static string Name(FundUse use) => Wording.InChinese ? use.NameZh : use.NameEn;

    /// <summary>Of a use by its code; not earmarked where there is none.</summary>
    public static string Use(Wording words, IEnumerable<FundUse> uses, string? code) =>
        code is null ? words["funds.use-any"] : uses.FirstOrDefault(u => u.Code == code) is { } use ? Name(use) : code;

    public static string Name(PartyCard? card) => card is null ? "–" : Wording.InChinese ? card.Name : card.NameEn ?? card.Name;

    public static TagKind Mark(ApplicationState state) => state switch
    {
        ApplicationState.Submitted or ApplicationState.EvidenceIn => TagKind.Waiting,
        ApplicationState.Committed or ApplicationState.Paid or ApplicationState.Accepted => TagKind.Running,
        ApplicationState.Settled => TagKind.Done,
        _ => TagKind.Stopped,
    };

    public static TagKind Mark(DonationState state) => state switch
    {
        DonationState.Pledged => TagKind.Waiting,
        DonationState.PartlyReceived => TagKind.Running,
        DonationState.Received => TagKind.Done,
        _ => TagKind.Stopped,
    };

    public static TagKind Mark(ReportState state) => state switch { ReportState.In => TagKind.Waiting, ReportState.Accepted => TagKind.Done, _ => TagKind.Stopped };

    /// <summary>Who gave: the name, or that he does not want to be named.</summary>
    public static string Donor(Wording words, Donation donation, bool concerned) =>
        !donation.Anonymous ? donation.DonorName : concerned ? words["funds.donor-unnamed-to-others", ("name", donation.DonorName)] : words["funds.donor-unnamed"];
}
