using Guanlian.Contracts.Members;

namespace Guanlian.Members.Memberships;

/// <summary>What may happen to a membership. The one list of legal steps (domain model: applied or invited → under review → provisional →
/// full ⇄ suspended → left or removed).</summary>
/// <param name="From">In which state.</param>
/// <param name="Act">What is done.</param>
/// <param name="To">What it leads to.</param>
/// <param name="By">Who does it.</param>
internal sealed record MembershipStep(MembershipState From, MembershipAct Act, MembershipState To, MembershipSide By)
{
    public static IReadOnlyList<MembershipStep> All { get; } =
    [
        new(MembershipState.Applied, MembershipAct.TakeUp, MembershipState.UnderReview, MembershipSide.Cluster),
        new(MembershipState.Applied, MembershipAct.Withdraw, MembershipState.Left, MembershipSide.Party),
        new(MembershipState.Invited, MembershipAct.Accept, MembershipState.UnderReview, MembershipSide.Party),
        new(MembershipState.Invited, MembershipAct.Decline, MembershipState.Left, MembershipSide.Party),
        new(MembershipState.Invited, MembershipAct.CallBack, MembershipState.Removed, MembershipSide.Cluster),
        new(MembershipState.UnderReview, MembershipAct.AdmitOnTrial, MembershipState.Provisional, MembershipSide.Cluster),
        new(MembershipState.UnderReview, MembershipAct.Admit, MembershipState.Full, MembershipSide.Cluster),
        new(MembershipState.UnderReview, MembershipAct.Refuse, MembershipState.Removed, MembershipSide.Cluster),
        new(MembershipState.UnderReview, MembershipAct.Withdraw, MembershipState.Left, MembershipSide.Party),
        new(MembershipState.Provisional, MembershipAct.Admit, MembershipState.Full, MembershipSide.Cluster),
        new(MembershipState.Provisional, MembershipAct.Leave, MembershipState.Left, MembershipSide.Party),
        new(MembershipState.Provisional, MembershipAct.Remove, MembershipState.Removed, MembershipSide.Cluster),
        new(MembershipState.Full, MembershipAct.Suspend, MembershipState.Suspended, MembershipSide.Cluster),
        new(MembershipState.Full, MembershipAct.Leave, MembershipState.Left, MembershipSide.Party),
        new(MembershipState.Full, MembershipAct.Remove, MembershipState.Removed, MembershipSide.Cluster),
        new(MembershipState.Suspended, MembershipAct.Resume, MembershipState.Full, MembershipSide.Cluster),
        new(MembershipState.Suspended, MembershipAct.Leave, MembershipState.Left, MembershipSide.Party),
        new(MembershipState.Suspended, MembershipAct.Remove, MembershipState.Removed, MembershipSide.Cluster),
    ];

    /// <summary>Coded reasons of this act; empty where none is asked for.</summary>
    public IReadOnlyList<string> Reasons => ReasonsOf(Act);

    public static MembershipStep? Find(MembershipState from, MembershipAct act) => All.FirstOrDefault(s => s.From == from && s.Act == act);

    public static IEnumerable<MembershipStep> After(MembershipState state) => All.Where(s => s.From == state);

    /// <summary>Nothing happens to it any more.</summary>
    public static bool IsTerminal(MembershipState state) => state is MembershipState.Left or MembershipState.Removed;

    /// <summary>A member today, with what that brings.</summary>
    public static bool IsMember(MembershipState state) => state is MembershipState.Provisional or MembershipState.Full or MembershipState.Suspended;

    /// <summary>Whose turn it is; null where nothing is expected of anybody.</summary>
    public static MembershipSide? MustAct(MembershipState state) => state switch
    {
        MembershipState.Invited => MembershipSide.Party,
        MembershipState.Applied or MembershipState.UnderReview or MembershipState.Provisional or MembershipState.Suspended => MembershipSide.Cluster,
        _ => null,
    };

    private static string[] ReasonsOf(MembershipAct act) => act switch
    {
        MembershipAct.Refuse => ["not-eligible", "incomplete", "other"],
        MembershipAct.CallBack => ["mistake", "other"],
        MembershipAct.Decline => ["no-capacity", "not-now", "other"],
        MembershipAct.Suspend => ["duties-unmet", "own-request", "inquiry", "other"],
        MembershipAct.Remove => ["duties-unmet", "closed", "merged", "misconduct", "other"],
        MembershipAct.Leave => ["own-decision", "merged", "closed", "other"],
        _ => [],
    };
}

/// <summary>The two whom a membership concerns.</summary>
internal enum MembershipSide
{
    Party,
    Cluster,
}

/// <summary>Acts on a membership.</summary>
internal enum MembershipAct
{
    /// <summary>受理</summary>
    TakeUp,

    /// <summary>接受邀请</summary>
    Accept,

    /// <summary>谢绝邀请</summary>
    Decline,

    /// <summary>撤回申请</summary>
    Withdraw,

    /// <summary>撤回邀请</summary>
    CallBack,

    /// <summary>接纳为预备成员</summary>
    AdmitOnTrial,

    /// <summary>接纳为正式成员</summary>
    Admit,

    /// <summary>不予接纳</summary>
    Refuse,

    /// <summary>暂停</summary>
    Suspend,

    /// <summary>恢复</summary>
    Resume,

    /// <summary>退出</summary>
    Leave,

    /// <summary>除名</summary>
    Remove,
}
