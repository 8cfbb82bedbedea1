using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Contracts.Members;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Drafts;
using Guanlian.Hosting;
using Guanlian.Members.Calls;
using Guanlian.Members.Clusters;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Integration.Members.Clusters;

/// <summary>The kinds of alliances as their members and the public meet them.</summary>
public sealed partial class KindsOfAlliances(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G04")]
    public async Task A_regional_alliance_shows_museums_and_tourism_partners_on_one_map_and_as_text()
    {
        var cluster = await FoundAsync("QIHE", "示例博物馆群", ClusterKind.Regional);
        var museum = await PlacedAsync(PartyKind.Museum, "示例县博物馆", "140100", 112.5, 37.9);
        var park = await PlacedAsync(PartyKind.Tourism, "示例水上世界", "140200", 113.3, 40.1);
        await host.JoinAsync(cluster, museum);
        var (secretariat, keeper) = (await host.PersonAsAsync("secretariat", cluster), await host.PersonAsAsync("director", park));
        var applied = (await host.AsAsync(keeper, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, "愿与博物馆共用地图"), default))).Value;
        Assert.Null(await StepAsync(secretariat, applied, MembershipAct.TakeUp));
        Assert.Null(await StepAsync(secretariat, applied, MembershipAct.Admit));

        var page = await PageAsync("clusters/QIHE");
        var map = Map().Match(page).Value;
        Assert.Contains(await host.CodeOfAsync(museum), map, StringComparison.Ordinal);
        Assert.Contains(await host.CodeOfAsync(park), map, StringComparison.Ordinal);
        Assert.Contains("示例水上世界", page.Replace(map, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("旅游单位", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "G07")]
    public async Task A_lead_calls_others_apply_and_the_charters_rule_admits_them_on_trial()
    {
        var cluster = await FoundAsync("PROJ-1", "示例联展项目", ClusterKind.Project);
        var (leadMuseum, museum, company) = (await host.NewMuseumAsync("示例牵头馆"), await host.NewMuseumAsync("示例加盟馆"), await host.NewPartyOfAsync(PartyKind.Company, "示例企业"));
        var (secretariat, council) = (await host.PersonAsAsync("secretariat", cluster), await host.PersonAsAsync("council", cluster));
        await InForceAsync(council, cluster, ("AdmissionKinds", "Museum,Library"));
        await host.JoinAsync(cluster, leadMuseum);
        await host.ExecuteAsync($"update members.membership set role = 'Lead' where party_id = '{leadMuseum}'");
        var (lead, other, firm) = (await host.PersonAsAsync("director", leadMuseum), await host.PersonAsAsync("director", museum), await host.PersonAsAsync("director", company));
        var until = new DateOnly(2026, 12, 31);

        Assert.Equal("members.call.lead-only", (await CallAsync(other, cluster, "别人的征集", until)).Refusal?.Code);
        Assert.Equal("members.call.until-needed", (await CallAsync(lead, cluster, "过期的征集", new(2026, 11, 1))).Refusal?.Code);
        var call = (await CallAsync(lead, cluster, "丝路联展征集", until)).Value;
        var page = await PageAsync("clusters/PROJ-1/calls");
        Assert.Contains("丝路联展征集", page, StringComparison.Ordinal);
        Assert.Contains("示例牵头馆", page, StringComparison.Ordinal);
        Assert.Contains("博物馆、图书馆", page, StringComparison.Ordinal);
        Assert.Contains("先为预备成员", page, StringComparison.Ordinal);

        Assert.Equal("members.membership.kind-not-admitted", (await ApplyAsync(firm, cluster, call)).Refusal?.Code);
        using (var browser = host.ClientFor(other))
        {
            var form = await FormOnPage.OpenAsync(browser, "clusters/PROJ-1/calls", "answer-");
            using var sent = await form.SendAsync(browser, new() { ["Message"] = "愿意加盟" });
            Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        }

        var applied = await host.ScalarAsync<Guid>($"select id from members.membership where call_id = '{call}' and party_id = '{museum}' and state = 'Applied'");
        Assert.Null(await StepAsync(secretariat, applied, MembershipAct.TakeUp));
        Assert.Equal("members.membership.trial-first", await StepAsync(secretariat, applied, MembershipAct.Admit));
        Assert.Null(await StepAsync(secretariat, applied, MembershipAct.AdmitOnTrial));
        Assert.Null(await StepAsync(secretariat, applied, MembershipAct.Admit));
        Assert.Contains("已加入 1 家", await PageAsync("clusters/PROJ-1/calls"), StringComparison.Ordinal);

        Assert.False((await host.AsAsync(lead, (PublishCall.Handler h) => h.CloseAsync(new(call, 1, "已招满"), default))).Refused);
        var late = await host.PersonAsAsync("director");
        Assert.Equal("members.call.is-over", (await ApplyAsync(late, cluster, call)).Refusal?.Code);
    }

    [Fact]
    [Trait("Requirement", "G07")]
    public async Task Where_the_charter_says_by_invitation_nobody_applies()
    {
        var cluster = await FoundAsync("HEAD-2", "示例总馆二", ClusterKind.HeadBranch);
        await InForceAsync(await host.PersonAsAsync("council", cluster), cluster);
        var director = await host.PersonAsAsync("director");
        Assert.Equal("members.membership.by-invitation", (await ApplyAsync(director, cluster, null)).Refusal?.Code);
        var secretariat = await host.PersonAsAsync("secretariat", cluster);
        Assert.False((await host.AsAsync(secretariat, async (BeginMembership.Handler h) =>
            await h.HandleAsync(new BeginMembership.Invite(cluster, await host.CodeOfAsync(director.PartyId!.Value), null, null), default))).Refused);
    }

    [Fact]
    [Trait("Requirement", "G19")]
    public async Task A_company_comes_in_where_the_charter_lets_it_under_the_conditions_that_stand_there_and_goes_as_it_says()
    {
        var cluster = await FoundAsync("MONEY", "示例含企业的联盟", ClusterKind.Regional);
        var (secretariat, council) = (await host.PersonAsAsync("secretariat", cluster), await host.PersonAsAsync("council", cluster));
        var firm = await host.PersonAsAsync("director", await host.NewPartyOfAsync(PartyKind.Company, "示例文旅企业"));
        await InForceAsync(council, cluster, ("AdmissionKinds", "Museum"));
        Assert.Equal("members.membership.kind-not-admitted", (await ApplyAsync(firm, cluster, null)).Refusal?.Code);

        // The shipped charter brings the two clauses along; what the alliance makes of them is what everybody reads.
        await InForceAsync(council, cluster, ("AdmissionKinds", "Museum,Company"));
        var charter = await PageAsync("clusters/MONEY/charter");
        Assert.Contains("不得以藏品抵押、出资或担保", charter, StringComparison.Ordinal);
        Assert.Contains("退出前结清账目", charter, StringComparison.Ordinal);
        Assert.Contains("企业", charter, StringComparison.Ordinal);
        var terms = await host.ScalarAsync<string>($"select member_roles->>'zh' from governance.charter_version where cluster_id = '{cluster}' order by number desc limit 1");
        await InForceAsync(council, cluster, ("MemberRolesZh", $"{terms}\n\n示例：企业投入不超过项目经费三成。"));
        Assert.Contains("企业投入不超过项目经费三成", await PageAsync("clusters/MONEY/charter"), StringComparison.Ordinal);

        var applied = (await ApplyAsync(firm, cluster, null)).Value;
        Assert.Null(await StepAsync(secretariat, applied, MembershipAct.TakeUp));
        Assert.Null(await StepAsync(secretariat, applied, MembershipAct.Admit));
        Assert.Contains("示例文旅企业", await PageAsync("clusters/MONEY"), StringComparison.Ordinal);

        // Its exit is the council's decision with a reason, and then it stands there no more.
        var removed = await host.AsAsync(council, async (TakeStep.Handler h) => await h.HandleAsync(
            new(applied, await host.ScalarAsync<int>($"select version from members.membership where id = '{applied}'"), MembershipAct.Remove, "other", "示例：违反章程关于公益性质的规定"), default));
        Assert.Null(removed.Refusal?.Code);
        Assert.DoesNotContain("示例文旅企业", await PageAsync("clusters/MONEY"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "G09")]
    public async Task Head_and_branches_share_objects_staff_and_one_rule_book()
    {
        var cluster = await FoundAsync("HEAD-1", "示例市博物总馆", ClusterKind.HeadBranch);
        await InForceAsync(await host.PersonAsAsync("council", cluster), cluster);
        var (headMuseum, branchMuseum) = (await host.NewMuseumAsync("示例总馆"), await host.NewMuseumAsync("示例分馆"));
        await host.JoinAsync(cluster, headMuseum);
        await host.JoinAsync(cluster, branchMuseum);
        await host.ExecuteAsync($"update members.membership set role = case party_id when '{headMuseum}' then 'Head' else 'Branch' end where cluster_id = '{cluster}'");

        // One rule book, on its page for everybody: what is pooled, what each owes and may ask.
        var charter = await PageAsync("clusters/HEAD-1/charter");
        Assert.Contains("实现藏品资源、人员、制度的互通", charter, StringComparison.Ordinal);
        Assert.Contains("执行统一的业务规范", charter, StringComparison.Ordinal);
        Assert.Contains("在授权范围内调配藏品和人员", charter, StringComparison.Ordinal);

        // The branch lends objects, staff and rules to the head, for a stated time; both see it.
        var branch = await host.PersonAsAsync("director", branchMuseum);
        var membership = await host.ScalarAsync<Guid>($"select id from members.membership where party_id = '{branchMuseum}'");
        Assert.False((await host.AsAsync(branch, (LetHeadAct.Handler h) => h.HandleAsync(new LetHeadAct.Grant(
            membership, [ActingMatter.Objects, ActingMatter.Staff, ActingMatter.Rules], new(2028, 12, 31), "总分馆一体发展"), default))).Refused);
        using var head = await host.SignInAsAsync("director", headMuseum);
        var own = await host.ScalarAsync<Guid>($"select id from members.membership where party_id = '{headMuseum}'");
        var seen = WebUtility.HtmlDecode(await head.GetStringAsync(new Uri($"clusters/HEAD-1/members/{own}", UriKind.Relative)));
        Assert.Contains("示例分馆", seen, StringComparison.Ordinal);
        Assert.Contains("总分馆一体发展", seen, StringComparison.Ordinal);
        using var branchClient = host.ClientFor(branch);
        var branchSees = WebUtility.HtmlDecode(await branchClient.GetStringAsync(new Uri("my/memberships", UriKind.Relative)));
        Assert.Contains("优先使用总馆的展览、设备和专家", branchSees, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "G10")]
    public async Task An_alliance_appears_as_one_party_with_a_page_of_its_own_and_its_members_name_it()
    {
        var cluster = await FoundAsync("JOINT", "示例市博物总馆（联合）", ClusterKind.HeadBranch);
        var museum = await PlacedAsync(PartyKind.Museum, "示例成员馆", "140100", 112.5, 37.9);
        await host.JoinAsync(cluster, museum);
        Assert.Equal("JOINT", (await host.WithAsync((IPartyDirectory d) => d.FindAsync(cluster, default)))!.Code);

        var together = DataOn(await PageAsync("clusters/JOINT"));
        Assert.Equal("示例市博物总馆（联合）", together.GetProperty("name").GetString());
        Assert.Equal("示例成员馆", together.GetProperty("member")[0].GetProperty("name").GetString());
        var page = await PageAsync($"museums/{await host.CodeOfAsync(museum)}");
        Assert.Contains("示例市博物总馆（联合）", page, StringComparison.Ordinal);
        Assert.Equal("JOINT", DataOn(page).GetProperty("memberOf")[0].GetProperty("identifier").GetString());
    }

    [Fact]
    [Trait("Requirement", "G13")]
    public async Task The_wizard_answers_with_reasons_beside_the_alliances_that_exist()
    {
        await FoundAsync("SURVEY", "示例现有集群", ClusterKind.Regional);
        var asked = await PageAsync("clusters/which?yes=same-region&yes=scenic-places&yes=nonsense&asked=true");
        Assert.Contains("建议采用：区域式", asked, StringComparison.Ordinal);
        Assert.Contains("与旅游单位共用一张地图、一条线路", asked, StringComparison.Ordinal);
        Assert.Contains("示例现有集群", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("建议采用", await PageAsync("clusters/which"), StringComparison.Ordinal);
    }

    private static JsonElement DataOn(string page) => JsonDocument.Parse(Data().Match(page).Groups[1].Value).RootElement;

    private async Task<Guid> FoundAsync(string code, string name, ClusterKind kind)
    {
        var admin = await host.PersonAsAsync("administrator");
        return (await host.AsAsync(admin, (FoundCluster.Handler h) => h.HandleAsync(new(code, name, null, kind, null, "140000", "示例"), default))).Value;
    }

    private async Task InForceAsync(SignedIn council, Guid cluster, params (string Field, string Value)[] changes)
    {
        var draft = (await host.AsAsync(council, (StartDraft.Handler h) => h.HandleAsync(new(cluster), default))).Value;
        var version = 1;
        if (changes.Length > 0)
        {
            Assert.False((await host.AsAsync(council, (SaveDraft.Handler h) => h.HandleAsync(new(draft, 1, changes.ToDictionary(c => c.Field, c => c.Value)), default))).Refused);
            version = await host.ScalarAsync<int>($"select version from governance.charter_version where id = '{draft}'");
        }

        Assert.False((await host.AsAsync(council, (PutInForce.Handler h) => h.HandleAsync(new(draft, version, "通过"), default))).Refused);
    }

    private Task<Outcome<Guid>> CallAsync(SignedIn who, Guid cluster, string title, DateOnly until) =>
        host.AsAsync(who, (PublishCall.Handler h) => h.HandleAsync(new(cluster, title, "示例：分工与条件", 3, until), default));

    private Task<Outcome<Guid>> ApplyAsync(SignedIn who, Guid cluster, Guid? call) =>
        host.AsAsync(who, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, "示例", call), default));

    private async Task<string?> StepAsync(SignedIn who, Guid id, MembershipAct act)
    {
        var version = await host.ScalarAsync<int>($"select version from members.membership where id = '{id}'");
        return (await host.AsAsync(who, (TakeStep.Handler h) => h.HandleAsync(new(id, version, act), default))).Refusal?.Code;
    }

    private async Task<Guid> PlacedAsync(PartyKind kind, string name, string division, double longitude, double latitude)
    {
        var id = await host.NewPartyOfAsync(kind, name);
        await host.ExecuteAsync(FormattableString.Invariant(
            $"update members.party set division_code = '{division}', longitude = {longitude}, latitude = {latitude}, point_basis = 'Division' where id = '{id}'"));
        return id;
    }

    private async Task<string> PageAsync(string address)
    {
        using var visitor = host.NewClient();
        return WebUtility.HtmlDecode(await visitor.GetStringAsync(new Uri(address, UriKind.Relative)));
    }

    [GeneratedRegex("<figure class=\"map.*?</figure>", RegexOptions.Singleline)]
    private static partial Regex Map();

    [GeneratedRegex("<script type=\"application/ld\\+json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
