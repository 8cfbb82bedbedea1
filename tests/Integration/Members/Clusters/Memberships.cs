using System.Net;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Clusters;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Members.Clusters;

public sealed class Memberships(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G02")]
    public async Task A_cluster_is_founded_without_a_place_and_is_a_party_that_joins_another()
    {
        var admin = await host.PersonAsAsync("administrator");
        var founded = await AsAsync(admin, (FoundCluster.Handler h) => h.HandleAsync(new("ONLINE-1", "线上集群", null, ClusterKind.Virtual, null, null, "示例"), default));
        Assert.Equal("code-taken", Short((await AsAsync(admin, (FoundCluster.Handler h) => h.HandleAsync(new("ONLINE-1", "别的", null, ClusterKind.Virtual, null, null, null), default))).Refusal));
        Assert.Null(await host.ScalarAsync<string>($"select division_code from members.party where id = '{founded.Value}'"));

        var province = await host.NewClusterAsync();
        var (above, below) = (await host.PersonAsAsync("secretariat", province), await host.PersonAsAsync("council", founded.Value));
        var applied = (await AsAsync(below, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(province, "愿意加入"), default))).Value;
        Assert.Null(await StepAsync(above, applied, MembershipAct.TakeUp));
        Assert.Null(await StepAsync(above, applied, MembershipAct.Admit));
        Assert.Equal([province], await host.WithAsync((IPartyDirectory d) => d.ClustersOfAsync(founded.Value, default)));
    }

    [Fact]
    public async Task From_application_to_exit_each_side_does_only_its_own_part()
    {
        var (cluster, museum) = (await host.NewClusterAsync(), await host.NewMuseumAsync());
        var (secretariat, council, director) = (await host.PersonAsAsync("secretariat", cluster), await host.PersonAsAsync("council", cluster), await host.PersonAsAsync("director", museum));
        var (staff, stranger) = (await host.PersonAsAsync("staff", museum), await host.PersonAsAsync("secretariat"));
        Assert.Equal("not-yours", Short((await AsAsync(staff, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, null), default))).Refusal));
        var id = (await AsAsync(director, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, "需要帮扶"), default))).Value;
        Assert.Equal("already", Short((await AsAsync(director, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, null), default))).Refusal));

        Assert.Equal("missing", await StepAsync(stranger, id, MembershipAct.TakeUp));
        Assert.Equal("not-yours", await StepAsync(director, id, MembershipAct.TakeUp));
        Assert.Equal("step-not-possible", await StepAsync(secretariat, id, MembershipAct.Admit));
        Assert.Null(await StepAsync(secretariat, id, MembershipAct.TakeUp));
        Assert.Equal("reason-code", await StepAsync(secretariat, id, MembershipAct.Refuse, "made-up"));
        Assert.Equal("reason-words", await StepAsync(secretariat, id, MembershipAct.Refuse, "other"));
        Assert.Null(await StepAsync(secretariat, id, MembershipAct.AdmitOnTrial));
        Assert.Equal("not-yours", await StepAsync(secretariat, id, MembershipAct.Remove, "closed"));
        Assert.Null(await StepAsync(council, id, MembershipAct.Admit));
        Assert.Null(await StepAsync(secretariat, id, MembershipAct.Suspend, "inquiry"));
        Assert.Empty(await host.WithAsync((IPartyDirectory d) => d.MembersOfAsync(cluster, default)));
        Assert.Null(await StepAsync(secretariat, id, MembershipAct.Resume));
        Assert.Equal("not-yours", await StepAsync(secretariat, id, MembershipAct.Leave, "own-decision"));
        Assert.Null(await StepAsync(director, id, MembershipAct.Leave, "own-decision"));
        Assert.Equal("step-not-possible", await StepAsync(council, id, MembershipAct.Admit));
        Assert.Equal(7L, await host.ScalarAsync<long>($"select count(*) from platform.event where subject_id = '{id}' and mandate_id is not null"));

        // Who left may come back: a new row, and the old dates stand.
        Assert.False((await AsAsync(director, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, null), default))).Refused);
        Assert.Equal(2L, await host.ScalarAsync<long>($"select count(*) from members.membership where party_id = '{museum}'"));
    }

    [Fact]
    public async Task Two_who_settle_one_request_at_once_do_not_overwrite_each_other()
    {
        var (cluster, museum) = (await host.NewClusterAsync(), await host.NewMuseumAsync());
        var (secretariat, director) = (await host.PersonAsAsync("secretariat", cluster), await host.PersonAsAsync("director", museum));
        var id = (await AsAsync(director, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, null), default))).Value;
        var both = await Task.WhenAll(
            AsAsync(secretariat, (TakeStep.Handler h) => h.HandleAsync(new(id, 1, MembershipAct.TakeUp), default)),
            AsAsync(director, (TakeStep.Handler h) => h.HandleAsync(new(id, 1, MembershipAct.Withdraw), default)));
        Assert.Single(both, b => !b.Refused);
        Assert.Equal("stale", Short(both.Single(b => b.Refused).Refusal));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    [Trait("Requirement", "G22")]
    public async Task Clusters_that_join_each_other_at_the_same_moment_never_make_a_ring(int seed)
    {
        var chance = new Random(seed);
        var clusters = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            clusters.Add(await host.NewClusterAsync($"环{seed}-{i}"));
        }

        // Every ordered pair is tried in a random order, many at a time, straight against the constraint.
        var pairs = (from a in clusters from b in clusters where a != b select (a, b)).OrderBy(_ => chance.Next()).ToList();
        await Parallel.ForEachAsync(pairs, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (pair, _) =>
        {
            try
            {
                await host.JoinAsync(pair.a, pair.b);
            }
            catch (Npgsql.PostgresException e) when (e.ConstraintName == "membership_no_ring")
            {
            }
        });

        // A complete order comes out: of each two exactly one is above the other, and nobody is above himself.
        var above = new Dictionary<Guid, HashSet<Guid>>();
        foreach (var cluster in clusters)
        {
            above[cluster] = (await host.ScalarAsync<Guid[]>($"select array(select id from members.pub_clusters_above('{cluster}') where steps > 0)"))!.ToHashSet();
        }

        Assert.All(clusters, c => Assert.DoesNotContain(c, above[c]));
        Assert.All(from a in clusters from b in clusters where a != b select (a, b), p => Assert.True(above[p.a].Contains(p.b) ^ above[p.b].Contains(p.a)));
    }

    [Fact]
    [Trait("Requirement", "G08")]
    public async Task A_head_acts_for_a_branch_only_in_the_matters_stated_and_no_longer_than_the_branch_wants()
    {
        var (cluster, headMuseum, branchMuseum) = (await host.NewClusterAsync(), await host.NewMuseumAsync(), await host.NewMuseumAsync());
        await host.JoinAsync(cluster, headMuseum);
        await host.JoinAsync(cluster, branchMuseum);
        var (secretariat, head, branch) = (await host.PersonAsAsync("secretariat", cluster), await host.PersonAsAsync("director", headMuseum), await host.PersonAsAsync("director", branchMuseum));
        var (headId, branchId) = (await MembershipAsync(cluster, headMuseum), await MembershipAsync(cluster, branchMuseum));
        Assert.False((await AsAsync(secretariat, (GiveRole.Handler h) => h.HandleAsync(new(headId, 1, MemberRole.Head, [], false, "总馆"), default))).Refused);
        Assert.False((await AsAsync(secretariat, (GiveRole.Handler h) => h.HandleAsync(new(branchId, 1, MemberRole.Branch, [], false, "分馆"), default))).Refused);

        var until = new DateOnly(2027, 6, 30);
        Assert.Equal("branch-only", Short((await AsAsync(secretariat, (LetHeadAct.Handler h) => h.HandleAsync(new LetHeadAct.Grant(branchId, [ActingMatter.Listings], until, "代办"), default))).Refusal));
        Assert.Equal("matters-needed", Short((await AsAsync(branch, (LetHeadAct.Handler h) => h.HandleAsync(new LetHeadAct.Grant(branchId, [], until, "代办"), default))).Refusal));
        Assert.Equal("until-needed", Short((await AsAsync(branch, (LetHeadAct.Handler h) => h.HandleAsync(new LetHeadAct.Grant(branchId, [ActingMatter.Listings], null, "代办"), default))).Refusal));
        var granted = await AsAsync(branch, (LetHeadAct.Handler h) => h.HandleAsync(new LetHeadAct.Grant(branchId, [ActingMatter.Listings], until, "人手不足"), default));
        Assert.Contains(branchMuseum, (await ActorAsync(head)).Mandate!.ActsFor.Keys);
        Assert.False((await AsAsync(branch, (LetHeadAct.Handler h) => h.HandleAsync(new LetHeadAct.TakeBack(granted.Value, "自己办"), default))).Refused);
        Assert.DoesNotContain(branchMuseum, (await ActorAsync(head)).Mandate!.ActsFor.Keys);
    }

    [Fact]
    [Trait("Requirement", "G25")]
    public async Task One_head_at_most_and_seats_are_given_with_a_reason()
    {
        var (cluster, a, b) = (await host.NewClusterAsync(), await host.NewMuseumAsync(), await host.NewMuseumAsync());
        await host.JoinAsync(cluster, a);
        await host.JoinAsync(cluster, b);
        var secretariat = await host.PersonAsAsync("secretariat", cluster);
        var (first, second) = (await MembershipAsync(cluster, a), await MembershipAsync(cluster, b));
        Task<Outcome<Done>> Give(Guid id, MemberRole role, string? reason, params MemberOffice[] offices) =>
            AsAsync(secretariat, (GiveRole.Handler h) => h.HandleAsync(new(id, 1, role, offices, true, reason), default));
        Assert.Equal("reason-words", Short((await Give(first, MemberRole.Lead, "", MemberOffice.Chair)).Refusal));
        Assert.False((await Give(first, MemberRole.Head, "理事会推选", MemberOffice.Chair, MemberOffice.Liaison)).Refused);
        Assert.Equal("head-taken", Short((await Give(second, MemberRole.Head, "也想当")).Refusal));
        var view = await AsAsync(secretariat, async (ReadCluster.Handler h) => await h.HandleAsync(new((await CodeAsync(cluster))!), default));
        Assert.Equal([MemberOffice.Chair, MemberOffice.Liaison], Assert.Single(view.Value.Seats).Offices);
    }

    [Fact]
    [Trait("Requirement", "G22")]
    public async Task A_plan_carries_out_one_of_a_higher_level_here_or_above_and_late_writers_are_told()
    {
        var (province, city, other) = (await host.NewClusterAsync("省盟"), await host.NewClusterAsync("市盟"), await host.NewClusterAsync("外省盟"));
        await host.JoinAsync(province, city);
        var (p, c, o) = (await host.PersonAsAsync("secretariat", province), await host.PersonAsAsync("secretariat", city), await host.PersonAsAsync("secretariat", other));
        Task<Outcome<Guid>> Plan(SignedIn who, Guid cluster, PlanLevel level, Guid? above, int version = 0) =>
            AsAsync(who, (WritePlan.Handler h) => h.HandleAsync(new(cluster, level, version, "五年规划", 2026, 2030, "示例正文", above), default));
        var top = (await Plan(p, province, PlanLevel.Province, null)).Value;
        var foreign = (await Plan(o, other, PlanLevel.Province, null)).Value;
        Assert.Equal("not-above", Short((await Plan(c, city, PlanLevel.Prefecture, foreign)).Refusal));
        Assert.Equal("not-above", Short((await Plan(p, province, PlanLevel.Province, top, 1)).Refusal));
        Assert.Equal("not-yours", Short((await Plan(c, province, PlanLevel.County, top)).Refusal));
        Assert.False((await Plan(c, city, PlanLevel.Prefecture, top)).Refused);
        Assert.Equal("stale", Short((await Plan(c, city, PlanLevel.Prefecture, top)).Refusal));
    }

    [Fact]
    public async Task Requests_are_shown_to_their_two_sides_and_to_nobody_else()
    {
        var (cluster, museum) = (await host.NewClusterAsync(), await host.NewMuseumAsync());
        var (director, secretariat) = (await host.PersonAsAsync("director", museum), await host.PersonAsAsync("secretariat", cluster));
        var id = (await AsAsync(director, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, "申请"), default))).Value;
        var code = await CodeAsync(cluster);
        using var visitor = host.NewClient();
        using var outsider = await host.SignInAsAsync("director");
        using var own = host.ClientFor(director);
        using var keeper = host.ClientFor(secretariat);
        var address = new Uri($"clusters/{code}/members/{id}", UriKind.Relative);
        Assert.NotEqual(HttpStatusCode.OK, (await visitor.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await keeper.GetAsync(address)).StatusCode);
        foreach (var client in new[] { visitor, outsider })
        {
            var list = await client.GetAsync(new Uri($"clusters/{code}?state=Applied", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
            Assert.DoesNotContain(id.ToString(), await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains(id.ToString(), await keeper.GetStringAsync(new Uri($"clusters/{code}?state=Applied", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "G15")]
    public async Task A_member_sees_what_it_owes_and_what_it_may_ask()
    {
        var (cluster, museum) = (await host.NewClusterAsync(), await host.NewMuseumAsync());
        await host.JoinAsync(cluster, museum);
        var council = await host.PersonAsAsync("council", cluster);
        var draft = (await AsAsync(council, (Guanlian.Governance.Drafts.StartDraft.Handler h) => h.HandleAsync(new(cluster), default))).Value;
        Assert.False((await AsAsync(council, (Guanlian.Governance.Charters.PutInForce.Handler h) => h.HandleAsync(new(draft, 1, "通过"), default))).Refused);
        using var director = await host.SignInAsAsync("director", museum);
        var page = WebUtility.HtmlDecode(await director.GetStringAsync(new Uri("my/memberships", UriKind.Relative)));
        Assert.Contains("每年填报并按期确认本馆需求", page, StringComparison.Ordinal);
        Assert.Contains("对结对结果提出异议并得到答复", page, StringComparison.Ordinal);
        Assert.DoesNotContain("涉及本社区的事项", page, StringComparison.Ordinal);
    }

    private static string? Short(Refusal? refusal) => refusal?.Code.Split('.')[^1];

    private Task<string?> CodeAsync(Guid cluster) => host.ScalarAsync<string>($"select code from members.party where id = '{cluster}'");

    private async Task<Guid> MembershipAsync(Guid cluster, Guid party) =>
        await host.ScalarAsync<Guid>($"select id from members.membership where cluster_id = '{cluster}' and party_id = '{party}'");

    private async Task<string?> StepAsync(SignedIn who, Guid id, MembershipAct act, string? code = null)
    {
        var version = await host.ScalarAsync<int>($"select version from members.membership where id = '{id}'");
        return Short((await AsAsync(who, (TakeStep.Handler h) => h.HandleAsync(new(id, version, act, code), default))).Refusal);
    }

    private async Task<Actor> ActorAsync(SignedIn who) => await host.WithAsync((IActorSource s) => s.ForAsync(who.PersonId, who.MandateId, default));

    private async Task<T> AsAsync<THandler, T>(SignedIn who, Func<THandler, Task<T>> use) where THandler : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }
}
