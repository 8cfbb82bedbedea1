using Guanlian.Contracts.Members;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Members.Memberships;

/// <summary>How a membership is said.</summary>
internal static class MembershipWords
{
    /// <summary>牵头馆、理事单位（发起单位）</summary>
    public static string Roles(Wording words, MemberRole role, IEnumerable<MemberOffice> offices, bool signatory) =>
        string.Join(Wording.InChinese ? "、" : ", ",
            offices.Order().Select(o => words[$"members.office.{o}"]).Prepend(words[$"members.role.{role}"]).Concat(signatory ? [words["members.membership.signatory"]] : []));

    public static TagKind Mark(MembershipState state) => state switch
    {
        MembershipState.Full => TagKind.Done,
        MembershipState.Provisional => TagKind.Running,
        MembershipState.Applied or MembershipState.Invited or MembershipState.UnderReview => TagKind.Waiting,
        _ => TagKind.Stopped,
    };

    public static string Name(string name, string? nameEn) => Wording.InChinese ? name : nameEn ?? name;
}
