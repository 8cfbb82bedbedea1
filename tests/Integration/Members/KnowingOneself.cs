using System.Net;
using Guanlian.Hosting;
using Guanlian.Members.Assessments;
using Guanlian.Platform.Outcomes;
using Npgsql;

namespace Guanlian.Integration.Members;

public sealed class KnowingOneself(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G12")]
    public async Task A_museum_fills_the_guided_form_and_every_version_stays_with_its_date()
    {
        var museum = await host.NewMuseumAsync("示例自评馆");
        var code = await host.CodeOfAsync(museum);
        using var director = await host.SignInAsAsync("director", museum);
        var form = await FormOnPage.OpenAsync(director, $"assessments/{code}", "assess");
        Assert.Contains("馆里有什么是别人没有的", WebUtility.HtmlDecode(form.Page), StringComparison.Ordinal);
        using (var incomplete = await form.SendAsync(director, new() { ["Strengths"] = "有特色藏品" }))
        {
            Assert.Contains("四项都要填写", WebUtility.HtmlDecode(await incomplete.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Found, (await form.SendAsync(director, Four("有特色藏品"))).StatusCode);
        var again = await FormOnPage.OpenAsync(director, $"assessments/{code}", "assess");
        Assert.Contains("有特色藏品", WebUtility.HtmlDecode(again.Page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await again.SendAsync(director, Four("新增一座展厅"))).StatusCode);

        // Who began with the first version is told; nothing is overwritten.
        using var late = await again.SendAsync(director, Four("晚到的一版"));
        Assert.Contains("别人刚刚保存了新的一版", WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var first = WebUtility.HtmlDecode(await director.GetStringAsync(new Uri($"assessments/{code}?version=1", UriKind.Relative)));
        Assert.Contains("有特色藏品", first, StringComparison.Ordinal);
        Assert.Contains("2026年11月20日", first, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"update members.assessment set strengths = '改' where party_id = '{museum}'"));
        Assert.Equal("assessment_stands", refused.ConstraintName);
    }

    [Fact]
    [Trait("Requirement", "G12")]
    public async Task An_assessment_is_for_the_museum_and_its_alliance_only_and_nobody_makes_it_for_another()
    {
        var (museum, cluster) = (await host.NewMuseumAsync(), await host.NewClusterAsync());
        await host.JoinAsync(cluster, museum);
        var code = await host.CodeOfAsync(museum);
        var (own, over) = (await host.PersonAsAsync("director", museum), await host.PersonAsAsync("secretariat", cluster));
        Assert.False((await MakeAsync(own, code)).Refused);
        Assert.Equal("members.assessment.not-yours", (await MakeAsync(over, code)).Refusal?.Code);
        var address = new Uri($"assessments/{code}", UriKind.Relative);
        using var association = host.ClientFor(over);
        Assert.Equal(HttpStatusCode.OK, (await association.GetAsync(address)).StatusCode);
        foreach (var stranger in new[] { await host.PersonAsAsync("director"), await host.PersonAsAsync("secretariat") })
        {
            using var client = host.ClientFor(stranger);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address)).StatusCode);
            Assert.Equal("members.party.missing", (await MakeAsync(stranger, code)).Refusal?.Code);
        }
    }

    private static Dictionary<string, string> Four(string strengths) =>
        new() { ["Strengths"] = strengths, ["Weaknesses"] = "人少", ["Opportunities"] = "旅游线路", ["Threats"] = "经费" };

    private Task<Outcome<int>> MakeAsync(SignedIn who, string code) =>
        host.AsAsync(who, (MakeAssessment.Handler h) => h.HandleAsync(new(code, 0, "优", "劣", "机", "威", null), default));
}
