using System.Net;
using Guanlian.Contracts.Governance;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Drafts;
using Guanlian.Governance.Rules;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Governance;

public sealed class CharterVersions(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G14")]
    public async Task Only_the_clusters_own_council_puts_a_version_in_force_with_a_reason_and_history_keeps_it()
    {
        var cluster = await host.NewClusterAsync();
        var (secretariat, council, stranger) = (await AsAsync("secretariat", cluster), await AsAsync("council", cluster), await AsAsync("council", null));
        var draft = await BeginAsync(secretariat, cluster);

        Assert.Equal("governance.charter.council-only", await RefusedAsync(secretariat, draft, 1, "理事会通过"));
        Assert.Equal("governance.charter.missing", await RefusedAsync(stranger, draft, 1, "理事会通过"));
        Assert.Equal("governance.charter.reason-needed", await RefusedAsync(council, draft, 1, " "));
        Assert.Equal("governance.charter.stale", await RefusedAsync(council, draft, 2, "理事会通过"));
        Assert.Null(await InForceAsync(cluster));

        Assert.Null(await RefusedAsync(council, draft, 1, "2026年第一次理事会通过"));
        var inForce = await InForceAsync(cluster);
        Assert.Equal((1, draft), (inForce!.Number, inForce.VersionId));
        Assert.Equal("2026年第一次理事会通过", await host.ScalarAsync<string>(
            $"select reason from platform.event where subject_id = '{draft}' and action = 'governance.charter.put-in-force' and mandate_id is not null"));
    }

    [Fact]
    [Trait("Requirement", "N08")]
    public async Task A_version_in_force_is_changed_by_nobody_only_by_its_successor()
    {
        var cluster = await host.NewClusterAsync();
        var council = await AsAsync("council", cluster);
        var first = await BeginAsync(council, cluster);
        Assert.Null(await RefusedAsync(council, first, 1, "通过"));
        Assert.Equal("governance.charter.not-a-draft", (await SaveAsync(council, first, 2, ("CapacityMost", "2"), ("WorkloadBonus", "1,0"))).Refusal!.Code);
        foreach (var sql in new[] { "set rules_hash = rules_hash, goals = '{}'", "set state = 'Draft', number = null", "set in_force_reason = '改'" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"update governance.charter_version {sql} where id = '{first}'"));
            Assert.Equal("charter_version_stands", refused.ConstraintName);
        }

        await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"delete from governance.charter_version where id = '{first}'"));

        var second = await BeginAsync(council, cluster);
        Assert.False((await SaveAsync(council, second, 1, ("CapacityMost", "2"), ("WorkloadBonus", "1,0"))).Refused);
        Assert.Null(await RefusedAsync(council, second, 2, "再通过"));
        Assert.Equal((2, 2), ((await InForceAsync(cluster))!.Number, (await InForceAsync(cluster))!.Rules.Capacity.Most));
        var compared = await WithAsync(council, (CompareVersions.Handler h, string code) => h.HandleAsync(new(code, "1", "2"), default), cluster);
        Assert.Equal([RuleFields.CapacityMost, RuleFields.WorkloadBonus], compared.Value.Changes.Select(c => c.Field));
    }

    [Fact]
    public async Task Two_who_edit_one_draft_at_once_lose_nothing()
    {
        var cluster = await host.NewClusterAsync();
        var (one, two) = (await AsAsync("secretariat", cluster), await AsAsync("council", cluster));
        var draft = await BeginAsync(one, cluster);

        // Both opened version 1. The second saver's other field is merged; the field both changed is handed back with the first one's words.
        Assert.False((await SaveAsync(one, draft, 1, ("GoalsZh", "甲的目标"), ("TermYears", "4"))).Refused);
        var second = await SaveAsync(two, draft, 1, ("VisionZh", "乙的愿景"), ("TermYears", "5"));
        Assert.Equal(new Dictionary<string, string> { ["TermYears"] = "4" }, second.Value.Conflicts);
        Assert.Equal(["GoalsZh"], second.Value.Taken);
        Assert.Equal("4", await RuleAsync(draft, "termYears"));

        var chosen = await SaveAsync(two, draft, second.Value.Version, ("VisionZh", "乙的愿景"), ("TermYears", "5"));
        Assert.Empty(chosen.Value.Conflicts);
        Assert.Equal("甲的目标", await host.ScalarAsync<string>($"select goals->>'zh' from governance.charter_version where id = '{draft}'"));
        Assert.Equal("乙的愿景", await host.ScalarAsync<string>($"select vision->>'zh' from governance.charter_version where id = '{draft}'"));
        Assert.Equal("5", await RuleAsync(draft, "termYears"));
    }

    [Fact]
    public async Task Many_who_save_different_fields_at_the_same_moment_all_find_their_words()
    {
        var cluster = await host.NewClusterAsync();
        var secretariat = await AsAsync("secretariat", cluster);
        var draft = await BeginAsync(secretariat, cluster);
        string[] fields = ["GoalsZh", "VisionZh", "OrganisationZh", "MemberRolesZh"];
        var saved = await Task.WhenAll(fields.Select(f => SaveAsync(secretariat, draft, 1, (f, "改过的" + f))));
        Assert.All(saved, s => Assert.Empty(s.Value.Conflicts));
        var now = await host.ScalarAsync<string>($"select goals::text || organisation || member_roles || vision from governance.charter_version where id = '{draft}'");
        Assert.All(fields, f => Assert.Contains("改过的" + f, now, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_drafts_the_second_must_take_in_the_first_before_it_is_put_in_force()
    {
        var cluster = await host.NewClusterAsync();
        var council = await AsAsync("council", cluster);
        var start = await BeginAsync(council, cluster);
        Assert.Null(await RefusedAsync(council, start, 1, "第一版"));
        var (a, b) = (await BeginAsync(council, cluster), await BeginAsync(council, cluster));
        Assert.False((await SaveAsync(council, a, 1, ("TermYears", "4"))).Refused);
        Assert.False((await SaveAsync(council, b, 1, ("ObjectionDays", "20"))).Refused);
        Assert.Null(await RefusedAsync(council, a, 2, "第二版"));
        Assert.Equal("governance.draft.behind", await RefusedAsync(council, b, 2, "第三版"));

        var updated = await WithAsync(council, (BringUpToDate.Handler h, string _) => h.HandleAsync(new(b, 2), default), cluster);
        Assert.Equal([RuleFields.TermYears], updated.Value.Taken);
        Assert.Null(await RefusedAsync(council, b, 3, "第三版"));
        var rules = (await InForceAsync(cluster))!.Rules;
        Assert.Equal((4, 20), (rules.TermYears, rules.ObjectionDays));
    }

    [Fact]
    public async Task Of_drafts_put_in_force_at_the_same_moment_exactly_one_wins()
    {
        var cluster = await host.NewClusterAsync();
        var council = await AsAsync("council", cluster);
        var drafts = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            drafts.Add(await BeginAsync(council, cluster));
        }

        var refused = await Task.WhenAll(drafts.Select(d => RefusedAsync(council, d, 1, "同时")));
        Assert.Single(refused, code => code is null);
        Assert.All(refused.Where(code => code is not null), code => Assert.Contains(code, new[] { "governance.charter.stale", "governance.draft.behind" }));
    }

    [Fact]
    [Trait("Requirement", "G22")]
    public async Task A_cluster_without_a_charter_follows_the_nearest_above_it()
    {
        var (province, city, county) = (await host.NewClusterAsync("省"), await host.NewClusterAsync("市"), await host.NewClusterAsync("县"));
        await host.JoinAsync(province, city);
        await host.JoinAsync(city, county);
        var council = await AsAsync("council", province);
        Assert.Null(await InForceAsync(county));
        Assert.Null(await RefusedAsync(council, await BeginAsync(council, province), 1, "通过"));
        Assert.Equal(province, (await InForceAsync(county))!.ClusterId);
        var own = await AsAsync("council", city);
        Assert.Null(await RefusedAsync(own, await BeginAsync(own, city), 1, "通过"));
        Assert.Equal(city, (await InForceAsync(county))!.ClusterId);
        Assert.Equal(province, (await InForceAsync(province))!.ClusterId);
    }

    [Fact]
    public async Task The_public_reads_what_is_in_force_and_never_a_draft()
    {
        var cluster = await host.NewClusterAsync();
        var council = await AsAsync("council", cluster);
        var code = await CodeAsync(cluster);
        var draft = await BeginAsync(council, cluster);
        using var visitor = host.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(Page($"clusters/{code}/charter"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(Page($"clusters/{code}/charter/1"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(Page($"clusters/{code}/charter/compare?from=1&to={draft}"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await visitor.GetAsync(Page($"clusters/{code}/charter/drafts/{draft}"))).StatusCode);
        Assert.Null(await RefusedAsync(council, draft, 1, "通过"));
        var text = await visitor.GetStringAsync(Page($"clusters/{code}/charter"));
        Assert.Contains("每个有需求的县级馆都得到答复", text, StringComparison.Ordinal);
        Assert.Contains("\"format\":\"guanlian.charter.v1\"", await visitor.GetStringAsync(Page($"clusters/{code}/charter/1.json")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(Page($"clusters/{code}/charter/1.xlsx"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(Page("clusters/NOWHERE/charter"))).StatusCode);
    }

    [Fact]
    public async Task A_charter_that_nobody_translated_is_read_in_Chinese_on_the_English_pages()
    {
        var cluster = await host.NewClusterAsync();
        var council = await AsAsync("council", cluster);
        var draft = await BeginAsync(council, cluster);
        await host.ExecuteAsync($$"""update governance.charter_version set goals = '{"zh": "只有中文的目标"}', vision = '{"zh": "愿景", "en": null}', organisation = '{}' where id = '{{draft}}'""");
        Assert.Equal("governance.charter.part-empty", await RefusedAsync(council, draft, 1, "通过"));
        await host.ExecuteAsync($$"""update governance.charter_version set organisation = '{"zh": "架构"}' where id = '{{draft}}'""");
        Assert.Null(await RefusedAsync(council, draft, 1, "通过"));
        using var visitor = host.NewClient();
        var code = await CodeAsync(cluster);
        var page = WebUtility.HtmlDecode(await visitor.GetStringAsync(Page($"en/clusters/{code}/charter")));
        Assert.Contains("只有中文的目标", page, StringComparison.Ordinal);
        Assert.Contains("愿景", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(Page($"en/clusters/{code}/charter/1.json"))).StatusCode);
        using var editor = host.ClientFor(council);
        var next = await BeginAsync(council, cluster);
        Assert.Equal(HttpStatusCode.OK, (await editor.GetAsync(Page($"en/clusters/{code}/charter/drafts/{next}"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await editor.GetAsync(Page($"en/clusters/{code}/charter/compare?from=1&to={next}"))).StatusCode);
    }

    [Fact]
    public async Task The_form_saves_without_a_script_and_shows_a_problem_at_its_field()
    {
        var cluster = await host.NewClusterAsync();
        var who = await host.PersonAsAsync("secretariat", cluster);
        using var client = host.ClientFor(who);
        var code = await CodeAsync(cluster);
        var begin = await FormOnPage.OpenAsync(client, $"clusters/{code}/charter", "start");
        using var begun = await begin.SendAsync(client);
        var page = host.Address.MakeRelativeUri(new(host.Address, begun.Headers.Location!)).ToString();
        var form = await FormOnPage.OpenAsync(client, page, "save");
        var ticked = new Dictionary<string, string> { ["LeaderGrades"] = "First", ["ReceiverLevels"] = "County", ["ReceiverGrades"] = "None" };
        using var wrong = await form.SendAsync(client, new(ticked) { ["CapacityMost"] = "7" });
        var html = await wrong.Content.ReadAsStringAsync();
        Assert.Contains("7 不在 1 至 3 之间", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        using var saved = await form.SendAsync(client, new(ticked) { ["GoalsZh"] = "从表单写入的目标" });
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal("从表单写入的目标", await host.ScalarAsync<string>($"select goals->>'zh' from governance.charter_version where cluster_id = '{cluster}'"));
    }

    private static Uri Page(string address) => new(address, UriKind.Relative);

    private async Task<SignedIn> AsAsync(string role, Guid? cluster) => await host.PersonAsAsync(role, cluster);

    private Task<string?> CodeAsync(Guid cluster) => host.ScalarAsync<string>($"select code from members.party where id = '{cluster}'");

    private Task<string?> RuleAsync(Guid draft, string rule) =>
        host.ScalarAsync<string>($"select rules::jsonb->>'{rule}' from governance.charter_version where id = '{draft}'");

    private async Task<Guid> BeginAsync(SignedIn who, Guid cluster) =>
        (await WithAsync(who, (StartDraft.Handler h, string _) => h.HandleAsync(new(cluster), default), cluster)).Value;

    private async Task<string?> RefusedAsync(SignedIn who, Guid draft, int version, string reason) =>
        (await WithAsync(who, (PutInForce.Handler h, string _) => h.HandleAsync(new(draft, version, reason), default), null)).Refusal?.Code;

    private Task<Outcome<SaveDraft.Result>> SaveAsync(SignedIn who, Guid draft, int version, params (string Field, string Value)[] fields) =>
        WithAsync(who, (SaveDraft.Handler h, string _) => h.HandleAsync(new(draft, version, fields.ToDictionary(f => f.Field, f => f.Value)), default), null);

    private Task<CharterInForce?> InForceAsync(Guid cluster) => host.WithAsync((ICharters c) => c.InForceAsync(cluster, default));

    private async Task<T> WithAsync<THandler, T>(SignedIn who, Func<THandler, string, Task<T>> use, Guid? cluster) where THandler : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value =
            await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        return await use(scope.ServiceProvider.GetRequiredService<THandler>(), cluster is { } id ? (await CodeAsync(id))! : "");
    }
}
