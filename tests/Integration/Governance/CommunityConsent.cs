using System.Net;
using Guanlian.Contracts.Members;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Consents;
using Guanlian.Governance.Drafts;
using Guanlian.Hosting;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Outcomes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Governance;

/// <summary>A community is a full party with its own consent and veto (requirement G05).</summary>
public sealed class CommunityConsent(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G05")]
    public async Task A_charter_comes_into_force_only_with_the_communitys_consent_and_a_veto_blocks_with_its_reason()
    {
        var (cluster, village) = await WithCommunityAsync();
        var (council, elder) = (await host.PersonAsAsync("council", cluster), await host.PersonAsAsync("director", village));
        var draft = (await host.AsAsync(council, (StartDraft.Handler h) => h.HandleAsync(new(cluster), default))).Value;

        Assert.Equal("governance.consent.is-missing", (await ForceAsync(council, draft, 1)).Refusal?.Code);
        Assert.Equal(1, (await host.AsAsync(council, (AskConsent.Handler h) => h.HandleAsync(new(draft, 1), default))).Value);
        Assert.Equal("governance.due.consent", Assert.Single(await DueAsync(elder), d => d.Key.StartsWith("governance.", StringComparison.Ordinal)).Key);
        var consent = await ConsentAsync(draft, 1);
        Assert.Equal("governance.consent.missing", (await AnswerAsync(council, consent, 1, give: true)).Refusal?.Code); // nobody speaks for it
        Assert.Equal("governance.charter.reason-needed", (await AnswerAsync(elder, consent, 1, give: false)).Refusal?.Code);

        Assert.False((await AnswerAsync(elder, consent, 1, give: false, "没有写明本村传承人的署名权")).Refused);
        var blocked = (await ForceAsync(council, draft, 1)).Refusal!;
        Assert.Equal("governance.consent.is-vetoed", blocked.Code);
        Assert.Contains(blocked.Holes, h => h.Value as string == "没有写明本村传承人的署名权");
        Assert.Contains(await DueAsync(council), d => d.Key == "governance.due.vetoed");
        Assert.Equal("没有写明本村传承人的署名权", await host.ScalarAsync<string>(
            $"select reason from platform.event where subject_id = '{draft}' and action = 'governance.consent.vetoed' and party_id = '{village}'"));
        using (var reader = host.ClientFor(council))
        {
            var page = WebUtility.HtmlDecode(await reader.GetStringAsync(new Uri($"clusters/{await host.CodeOfAsync(cluster)}/charter/drafts/{draft}", UriKind.Relative)));
            Assert.Contains("没有写明本村传承人的署名权", page, StringComparison.Ordinal);
        }

        // Changed words are asked about anew; the consent to them opens the way.
        Assert.False((await host.AsAsync(council, (SaveDraft.Handler h) => h.HandleAsync(new(draft, 1, new Dictionary<string, string> { ["GoalsZh"] = "写明署名权" }), default))).Refused);
        Assert.Equal("governance.consent.stale", (await AnswerAsync(elder, consent, 2, give: true)).Refusal?.Code);
        Assert.Equal("governance.consent.is-missing", (await ForceAsync(council, draft, 2)).Refusal?.Code);
        Assert.Equal(1, (await host.AsAsync(council, (AskConsent.Handler h) => h.HandleAsync(new(draft, 2), default))).Value);
        Assert.False((await AnswerAsync(elder, await ConsentAsync(draft, 2), 1, give: true)).Refused);
        Assert.False((await ForceAsync(council, draft, 2)).Refused);
    }

    [Fact]
    [Trait("Requirement", "G05")]
    public async Task The_database_itself_refuses_a_charter_over_a_communitys_head_even_of_a_suspended_one_below()
    {
        var (above, village) = await WithCommunityAsync();
        var province = await host.NewClusterAsync("示例省");
        await host.JoinAsync(province, above);
        await host.ExecuteAsync($"update members.membership set state = 'Suspended' where party_id = '{village}'");
        var council = await host.PersonAsAsync("council", province);
        var draft = (await host.AsAsync(council, (StartDraft.Handler h) => h.HandleAsync(new(province), default))).Value;
        Assert.Equal("governance.consent.is-missing", (await ForceAsync(council, draft, 1)).Refusal?.Code);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(
            $"update governance.charter_version set state = 'InForce', number = 1, in_force_at = now(), in_force_reason = '绕过' where id = '{draft}'"));
        Assert.Equal("charter_needs_consent", refused.ConstraintName);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    [Trait("Requirement", "G05")]
    public async Task A_veto_and_a_charter_put_in_force_at_the_same_moment_never_both_succeed(int round)
    {
        var (cluster, village) = await WithCommunityAsync();
        var (council, elder) = (await host.PersonAsAsync("council", cluster), await host.PersonAsAsync("director", village));
        var draft = (await host.AsAsync(council, (StartDraft.Handler h) => h.HandleAsync(new(cluster), default))).Value;
        await host.AsAsync(council, (AskConsent.Handler h) => h.HandleAsync(new(draft, 1), default));
        var consent = await ConsentAsync(draft, 1);
        Assert.False((await AnswerAsync(elder, consent, 1, give: true)).Refused);

        var force = Task.Run(() => ForceAsync(council, draft, 1));
        await Task.Delay(round * 4);
        var veto = await AnswerAsync(elder, consent, 2, give: false, "想了想不行");
        Assert.Single([veto.Refused, (await force).Refused], refused => !refused);
    }

    [Fact]
    [Trait("Requirement", "G05")]
    public async Task A_community_is_swept_into_no_cluster_but_joins_by_its_own_word()
    {
        var cluster = await host.NewClusterAsync();
        var village = await host.NewPartyOfAsync(PartyKind.Community, "示例古村");
        var (secretariat, elder) = (await host.PersonAsAsync("secretariat", cluster), await host.PersonAsAsync("director", village));
        var options = new Dictionary<string, string> { ["kind"] = "Community", ["role"] = "Community" };
        var act = (await host.AsAsync(secretariat, (StartAct.Handler h) => h.HandleAsync(new(Guid.CreateVersion7(), AdmitParties.KindName, null, null, options), default))).Value;
        await host.UntilAsync($"select 1 from platform.bulk_act where id = '{act}' and state = 'Ready'");
        Assert.Equal(0L, await host.ScalarAsync<long>($"select count(*) from platform.bulk_row where act_id = '{act}' and state <> 'Problem'"));
        Assert.Equal("members.admission.community", await host.ScalarAsync<string>(
            $"select findings->0->>'code' from platform.bulk_row where act_id = '{act}' and label = '示例古村'"));

        var invited = (await host.AsAsync(secretariat, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Invite(cluster, "示例古村", null, null), default))).Value;
        Assert.Equal("members.membership.not-yours", (await StepAsync(secretariat, invited, MembershipAct.Accept)).Refusal?.Code);
        Assert.False((await StepAsync(elder, invited, MembershipAct.Decline, "not-now")).Refused);
        Assert.Equal(0L, await host.ScalarAsync<long>($"select count(*) from members.membership where party_id = '{village}' and from_on is not null"));
    }

    private async Task<(Guid Cluster, Guid Village)> WithCommunityAsync()
    {
        var (cluster, village) = (await host.NewClusterAsync(), await host.NewPartyOfAsync(PartyKind.Community, "示例生态村"));
        await host.JoinAsync(cluster, village);
        return (cluster, village);
    }

    private Task<Outcome<int>> ForceAsync(SignedIn who, Guid draft, int version) =>
        host.AsAsync(who, (PutInForce.Handler h) => h.HandleAsync(new(draft, version, "理事会通过"), default));

    private Task<Outcome<Done>> AnswerAsync(SignedIn who, Guid consent, int version, bool give, string? reason = null) =>
        host.AsAsync(who, (AnswerConsent.Handler h) => h.HandleAsync(new(consent, version, give, reason), default));

    private Task<Outcome<Done>> StepAsync(SignedIn who, Guid membership, MembershipAct act, string? code = null) =>
        host.AsAsync(who, (TakeStep.Handler h) => h.HandleAsync(new(membership, 1, act, code), default));

    private async Task<Guid> ConsentAsync(Guid draft, int version) =>
        await host.ScalarAsync<Guid>($"select id from governance.consent where draft_id = '{draft}' and draft_version = {version}");

    private async Task<IReadOnlyList<DueItem>> DueAsync(SignedIn who)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var actor = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        var due = new List<DueItem>();
        foreach (var source in scope.ServiceProvider.GetServices<IDueItems>())
        {
            due.AddRange(await source.ForAsync(actor, default));
        }

        return due;
    }
}
