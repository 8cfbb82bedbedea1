using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Hosting;
using Guanlian.Members.Data;
using Guanlian.Members.Register;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Members;

public sealed partial class DoubtfulFigures(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static int serial;

    [Fact]
    public async Task Who_can_say_how_a_doubtful_figure_is_finds_it_due_until_it_is_said_and_the_figure_stands()
    {
        var (doubtful, sound) = (await WithFiguresAsync("示例存疑馆", "no-visits", visits: 0), await WithFiguresAsync("示例无疑馆", null, visits: 3));
        var (own, other, keeper) = (await host.PersonAsAsync("director", doubtful), await host.PersonAsAsync("director", sound), await host.PersonAsAsync("secretariat"));
        var code = await host.CodeOfAsync(doubtful);
        Assert.Equal($"museums/{code}#s-figures", Assert.Single(await DueAsync(own)).Href);
        Assert.Empty(await DueAsync(other));
        Assert.Equal("members.due.figures", Assert.Single(await DueAsync(keeper)).Key);

        Assert.Equal("members.party.not-yours", (await RemarkAsync(other, code, "不是我馆")).Refusal?.Code);
        Assert.Equal("members.figure.remark-needed", (await RemarkAsync(own, code, " ")).Refusal?.Code);
        Assert.Equal("members.figure.not-in-doubt", (await host.AsAsync(other, async (RemarkOnFigures.Handler h) =>
            await h.HandleAsync(new(await host.CodeOfAsync(sound), 2024, FigureVerdict.Right, "没有疑问", 0), default))).Refusal?.Code);
        Assert.False((await RemarkAsync(own, code, "全年闭馆改造")).Refused);
        Assert.Equal("members.figure.remark-stale", (await RemarkAsync(own, code, "又说一遍")).Refusal?.Code);

        Assert.Empty(await DueAsync(own));
        Assert.Empty(await DueAsync(keeper));
        using var visitor = host.NewClient();
        var page = WebUtility.HtmlDecode(await visitor.GetStringAsync(new Uri($"museums/{code}", UriKind.Relative)));
        Assert.Contains("全年闭馆改造", page, StringComparison.Ordinal);
        Assert.Equal(0m, await host.ScalarAsync<decimal>($"select visits_ten_thousand from members.register_figure where party_id = '{doubtful}'"));
    }

    [Fact]
    public async Task An_institutions_page_tells_machines_what_it_tells_people_and_no_name_breaks_out()
    {
        var id = await WithFiguresAsync("示例馆</script><b>&\"", null, visits: 3);
        await host.ExecuteAsync($"""
            update members.party set name_en = 'Sample', division_code = '140429', longitude = 112.8, latitude = 36.8, point_basis = 'Division', phone = '0355-1234567',
                   website = 'https://example.org/', contact_name = '不公开的人', contact_phone = '13800000000' where id = '{id}'
            """);
        var code = await host.CodeOfAsync(id);
        using var visitor = host.NewClient();
        using var answer = await visitor.GetAsync(new Uri($"en/museums/{code}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        var data = JsonDocument.Parse(Data().Match(text).Groups[1].Value).RootElement;
        Assert.Equal(
            ("https://schema.org", "Museum", "示例馆</script><b>&\""),
            (data.GetProperty("@context").GetString(), data.GetProperty("@type").GetString(), data.GetProperty("name").GetString()));
        Assert.Equal($"{host.Address}museums/{code}", data.GetProperty("@id").GetString());
        Assert.Equal(("山西省", "长治市武乡县"), (data.GetProperty("address").GetProperty("addressRegion").GetString(), data.GetProperty("address").GetProperty("addressLocality").GetString()));
        Assert.Equal(112.8, data.GetProperty("geo").GetProperty("longitude").GetDouble());
        Assert.DoesNotContain("不公开的人", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("ld+json", await visitor.GetStringAsync(new Uri($"museums/{code}?on=2020-01-01", UriKind.Relative)), StringComparison.Ordinal);
    }

    private async Task<Guid> WithFiguresAsync(string name, string? flag, int visits)
    {
        var id = await host.NewMuseumAsync(name);
        await host.ExecuteAsync(
            "insert into members.register_figure (party_id, edition, serial, province, name, ownership, grade, objects, visits_ten_thousand, flags) "
            + $"values ('{id}', 2024, {Interlocked.Increment(ref serial)}, '山西省', '示例', 'StateCulture', 'None', 5, {visits}, array[{(flag is null ? "" : $"'{flag}'")}]::text[])");
        return id;
    }

    private Task<Outcome<Done>> RemarkAsync(SignedIn who, string code, string text) =>
        host.AsAsync(who, (RemarkOnFigures.Handler h) => h.HandleAsync(new(code, 2024, FigureVerdict.Right, text, 0), default));

    private async Task<IReadOnlyList<DueItem>> DueAsync(SignedIn who)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var actor = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        return await scope.ServiceProvider.GetServices<IDueItems>().OfType<FiguresDue>().Single().ForAsync(actor, default);
    }

    [GeneratedRegex("<script type=\"application/ld\\+json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
