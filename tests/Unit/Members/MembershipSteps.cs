using Guanlian.Contracts.Members;
using Guanlian.Members.Clusters;
using Guanlian.Members.Memberships;

namespace Guanlian.Unit.Members;

public sealed class MembershipSteps
{
    private static readonly MembershipState[] States = Enum.GetValues<MembershipState>();

    // Written out a second time, from the domain model, so that a slip in the product's list is seen.
    private static readonly HashSet<(MembershipState, MembershipState)> Drawn =
    [
        (MembershipState.Applied, MembershipState.UnderReview), (MembershipState.Applied, MembershipState.Left),
        (MembershipState.Invited, MembershipState.UnderReview), (MembershipState.Invited, MembershipState.Left), (MembershipState.Invited, MembershipState.Removed),
        (MembershipState.UnderReview, MembershipState.Provisional), (MembershipState.UnderReview, MembershipState.Full),
        (MembershipState.UnderReview, MembershipState.Left), (MembershipState.UnderReview, MembershipState.Removed),
        (MembershipState.Provisional, MembershipState.Full), (MembershipState.Provisional, MembershipState.Left), (MembershipState.Provisional, MembershipState.Removed),
        (MembershipState.Full, MembershipState.Suspended), (MembershipState.Full, MembershipState.Left), (MembershipState.Full, MembershipState.Removed),
        (MembershipState.Suspended, MembershipState.Full), (MembershipState.Suspended, MembershipState.Left), (MembershipState.Suspended, MembershipState.Removed),
    ];

    [Fact]
    public void Of_all_pairs_of_states_exactly_those_drawn_can_follow_each_other() =>
        Assert.Equal(
            Drawn.Order(),
            (from a in States from b in States where MembershipStep.All.Any(s => s.From == a && s.To == b) select (a, b)).Order());

    [Fact]
    public void An_act_leads_from_a_state_to_one_state_only() =>
        Assert.All(
            from state in States from act in Enum.GetValues<MembershipAct>() select (state, act),
            pair => Assert.InRange(MembershipStep.All.Count(s => s.From == pair.state && s.Act == pair.act), 0, 1));

    [Fact]
    public void Every_act_is_possible_somewhere_and_nothing_follows_a_terminal_state()
    {
        Assert.All(Enum.GetValues<MembershipAct>(), act => Assert.Contains(MembershipStep.All, s => s.Act == act));
        Assert.All(States, state => Assert.Equal(MembershipStep.IsTerminal(state), !MembershipStep.After(state).Any()));
    }

    [Fact]
    public void Whoever_must_act_can_and_every_state_before_the_end_can_be_ended()
    {
        Assert.All(States.Where(s => MembershipStep.MustAct(s) is not null), state => Assert.Contains(MembershipStep.After(state), s => s.By == MembershipStep.MustAct(state)));
        Assert.All(States.Where(s => !MembershipStep.IsTerminal(s)), state => Assert.True(Reaches(state, MembershipState.Left) && Reaches(state, MembershipState.Removed)));
    }

    [Fact]
    public void Whatever_ends_or_suspends_a_member_asks_for_a_coded_reason() =>
        Assert.All(
            MembershipStep.All.Where(s => s.To is MembershipState.Removed or MembershipState.Suspended || (s.To == MembershipState.Left && MembershipStep.IsMember(s.From))),
            step => Assert.Contains("other", step.Reasons));

    [Fact]
    [Trait("Requirement", "G03")]
    public void Each_of_the_four_kinds_is_a_preset_of_its_own()
    {
        var presets = Enum.GetValues<ClusterKind>().Select(ClusterPreset.Of).ToList();
        Assert.Equal(4, presets.Count);
        Assert.Contains(presets, p => p.Roles.Contains(MemberRole.Head) && p.Roles.Contains(MemberRole.Branch));
        Assert.Contains(presets, p => !p.NeedsPlace);
        Assert.All(presets, p => Assert.False(p.Fits.Zh.Length == 0 || p.Fits.En.Length == 0 || p.Modules.Count == 0));
    }

    [Fact]
    [Trait("Requirement", "G26")]
    public void Every_way_of_cooperation_sets_its_defaults() => Assert.All(Enum.GetValues<CooperationMode>(), mode => Assert.NotNull(ClusterPreset.Of(mode)));

    [Fact]
    [Trait("Requirement", "G27")]
    public void Public_bodies_come_in_as_an_alliance_others_as_a_project_and_a_community_with_a_role_of_its_own()
    {
        Assert.All(new[] { PartyKind.Museum, PartyKind.Library, PartyKind.Archive, PartyKind.School, PartyKind.Government }, k => Assert.Equal(PartnerFormKind.Alliance, PartnerForms.Of(k).Form));
        Assert.All(new[] { PartyKind.Company, PartyKind.Tourism, PartyKind.Logistics, PartyKind.Media }, k => Assert.Equal(PartnerFormKind.Project, PartnerForms.Of(k).Form));
        Assert.Equal(MemberRole.Community, PartnerForms.Of(PartyKind.Community).Role);
    }

    [Theory]
    [InlineData(ClusterKind.HeadBranch, "one-head", "one-project", "same-region", "mostly-online")]
    [InlineData(ClusterKind.Project, "one-project", "same-region")]
    [InlineData(ClusterKind.Regional, "same-region", "scenic-places", "mostly-online")]
    [InlineData(ClusterKind.Regional, "same-region", "long-help", "far-apart")]
    [InlineData(ClusterKind.Virtual, "mostly-online")]
    [Trait("Requirement", "G13")]
    public void A_recommended_kind_comes_with_the_answers_that_spoke_for_it(object kind, params string[] answers)
    {
        var advice = KindAdvice.For(answers);
        Assert.Equal(kind, advice.Kind);
        Assert.NotEmpty(advice.Reasons);
        Assert.Equal(answers.Order(), advice.Reasons.Concat(advice.Others.Select(o => o.Answer)).Order());
        Assert.Equal(advice.Points.Max(p => p.Points), advice.Points.Single(p => p.Kind == advice.Kind).Points);
    }

    [Fact]
    [Trait("Requirement", "G13")]
    public void Every_kind_can_be_recommended_strange_answers_say_nothing_and_without_any_the_loosest_is()
    {
        Assert.All(Enum.GetValues<ClusterKind>(), kind => Assert.Equal(kind, KindAdvice.For(KindAdvice.Questions.Where(q => q.Kind == kind).Select(q => q.Answer)).Kind));
        var nothing = KindAdvice.For(["<script>", ""]);
        Assert.Equal((ClusterKind.Virtual, 0, 0), (nothing.Kind, nothing.Reasons.Count, nothing.Others.Count));
    }

    private static bool Reaches(MembershipState from, MembershipState to)
    {
        var (seen, open) = (new HashSet<MembershipState> { from }, new Queue<MembershipState>([from]));
        while (open.TryDequeue(out var state))
        {
            foreach (var step in MembershipStep.After(state).Where(s => seen.Add(s.To)))
            {
                open.Enqueue(step.To);
            }
        }

        return seen.Contains(to);
    }
}
