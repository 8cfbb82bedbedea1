using System.Net;
using Guanlian.Cooperation.Sheets;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>Credits and licence terms: every party agrees to exactly what stands, and with any change all are asked anew.</summary>
public sealed class SheetTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "E01")]
    public async Task A_joint_exhibition_splits_the_work_by_role_and_all_its_museums_agree_on_the_credit_that_is_printed()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("joint-exhibition");
        var (lead, hosts, members) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "host"), await world.InRoleAsync(id, "member"));
        var parties = new[] { lead, hosts[0], members[0], members[1] };
        string Name(Guid party) => world.Parties.First(p => p.Id == party).Name;

        // Split roles: both museums do tasks of their own in each part of the work, and one helps or checks where the other does.
        var tasks = await world.TasksAsync(id);
        Assert.All(new[] { "content", "build" }, stage => Assert.Equal(2, tasks.Where(t => t.Stage == stage).Select(t => t.DoesPartyId).Distinct().Count()));
        Assert.All(tasks, t => Assert.Contains(t.DoesPartyId, parties));
        Assert.All(tasks.Where(t => t.DoesPartyId == hosts[0]), t => Assert.True(t.HelpsPartyId == lead || t.ChecksPartyId == lead, t.Code));

        // The lead drafts the credits from the roles; a museum left out is told by name and nothing is kept.
        await world.DoAsync(id, "propose-topics");
        await world.DoAsync(id, "settle-topic");
        using var drafts = await host.SignInAsAsync("director", lead);
        var form = await FormOnPage.OpenAsync(drafts, $"cooperations/{id}/credits", "write");
        Assert.Contains($"牵头馆：{Name(lead)}", WebUtility.HtmlDecode(form.Page), StringComparison.Ordinal);
        using var left = await form.SendAsync(drafts, new() { ["Lines"] = $"主办：{Name(lead)}、{Name(hosts[0])}\r\n展品支持：{Name(members[0])}" });
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.Contains($"署名里还没有：{Name(members[1])}", WebUtility.HtmlDecode(await left.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using var sent = await form.SendAsync(drafts, new()
        {
            ["Lines"] = $"主办：{Name(lead)}、{Name(hosts[0])}\r\n策展：{Name(hosts[0])} 示例甲　{Name(lead)} 示例乙\r\n展品支持：{Name(members[0])}、{Name(members[1])}",
        });
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);

        // Nobody hands it in, and nobody outside reads it, before every museum has agreed.
        var credits = (await world.TasksAsync(id)).Single(t => t.Code == "credits");
        Assert.Equal("cooperation.book.sheet-open", (await world.HandInAsync(credits.Id)).Refusal!.Code);
        using var anybody = host.NewClient();
        var address = $"credits/{await host.ScalarAsync<string>($"select check_code from cooperation.sheet where cooperation_id = '{id}'")}";
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(anybody, address));
        using var agrees = await host.SignInAsAsync("director", hosts[0]);
        Assert.Contains("看一看署名", await agrees.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        using var agreed = await (await FormOnPage.OpenAsync(agrees, $"cooperations/{id}/credits", "agree-")).SendAsync(agrees);
        Assert.Equal(HttpStatusCode.Redirect, agreed.StatusCode);
        Held(await AgreeAsync(world, id, SheetRecord.Credits, members[0]));

        // The lead changes one line: those who had agreed are asked anew, and an agreement to the old text is none.
        var old = (await SheetAsync(world, id, SheetRecord.Credits)).Version;
        Held(await CreditsAsync(world, id, lead, $"主办：{Name(lead)}、{Name(hosts[0])}\n展品支持：{Name(members[0])}、{Name(members[1])}\n设计：{Name(lead)} 示例丙"));
        Assert.Equal("cooperation.sheet.stale", (await AgreeAsync(world, id, SheetRecord.Credits, members[1], old)).Refusal!.Code);
        foreach (var party in parties[1..])
        {
            Held(await AgreeAsync(world, id, SheetRecord.Credits, party));
        }

        Held(await world.HandInAsync(credits.Id));
        Held(await world.ReviewAsync(credits.Id));
        var code = Guanlian.Platform.Paper.PaperCode.Of((await SheetAsync(world, id, SheetRecord.Credits)).Hash);
        Assert.True(await world.DbAsync(db => db.Evidence.AnyAsync(e => e.Text == code && db.Deliverables.Any(d => d.Id == e.DeliverableId && d.TaskId == credits.Id))));

        // What is printed leads to the joint credit, in both languages, with every museum; the exhibition runs to its end under it.
        foreach (var language in new[] { "", "en/" })
        {
            var page = WebUtility.HtmlDecode(await anybody.GetStringAsync(new Uri(language + address, UriKind.Relative)));
            Assert.All(parties, p => Assert.Contains(Name(p), page, StringComparison.Ordinal));
            Assert.Contains("示例丙", page, StringComparison.Ordinal);
            Assert.DoesNotContain("示例甲", page, StringComparison.Ordinal);
        }

        var history = WebUtility.HtmlDecode(await drafts.GetStringAsync(new Uri($"cooperations/{id}/history", UriKind.Relative)));
        Assert.All(["写署名表", "同意署名表", "署名表各方已同意"], part => Assert.Contains(part, history, StringComparison.Ordinal));
        Assert.DoesNotContain("cooperation.sheet.", history, StringComparison.Ordinal);
        Assert.Equal("cooperation.book.closed", (await CreditsAsync(world, id, lead, $"主办：{Name(lead)}")).Refusal!.Code);
        await world.DoAllAsync(id);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(anybody, address));
    }

    [Fact]
    [Trait("Requirement", "M06")]
    public async Task A_licence_says_scope_territory_term_and_fee_and_holds_once_both_sides_have_agreed_to_these_terms()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("brand-licence");
        var (licensor, licensees) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "licensee"));
        await world.DoAsync(id, "ask");
        using var writes = await host.SignInAsAsync("director", licensor);
        var terms = new Dictionary<string, string>
        {
            ["Works"] = "示例：青铜器纹样三幅",
            ["Goods"] = "示例：丝巾、书签",
            ["Territory"] = "示例：本省及线上店",
            ["Exclusive"] = "true",
            ["FromOn"] = "2026-12-01",
            ["UntilOn"] = "2027-11-30",
            ["Fee"] = "share",
            ["Percent"] = "8.5",
            ["Amount"] = "20000",
        };

        // Each wrong answer is told at its field, and what was typed stands there still.
        foreach (var (field, typed, said) in new[]
        {
            ("Territory", " ", "请写地域"), ("UntilOn", "2026-12-01", "到期要晚于开始"), ("UntilOn", "2099-01-01", "最长 20 年"), ("Fee", "gold", "请选怎样付费"), ("Percent", "0", "请写比例"), ("Percent", "101", "请写比例"),
            ("Amount", "-1", "请写金额"), ("Works", "", "请写授权内容"), ("Goods", new string('字', 1001), "请写品类与用途"),
        })
        {
            using var refused = await (await FormOnPage.OpenAsync(writes, $"cooperations/{id}/licence", "write")).SendAsync(writes, new(terms) { [field] = typed });
            var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
            Assert.Contains(said, page, StringComparison.Ordinal);
            Assert.Contains("示例", page, StringComparison.Ordinal);
        }

        using var written = await (await FormOnPage.OpenAsync(writes, $"cooperations/{id}/licence", "write")).SendAsync(writes, terms);
        Assert.Equal(HttpStatusCode.Redirect, written.StatusCode);
        var settle = (await world.TasksAsync(id)).Single(t => t.Code == "settle-scope");
        Assert.Equal("cooperation.book.sheet-open", (await world.HandInAsync(settle.Id)).Refusal!.Code);
        using var agrees = await host.SignInAsAsync("director", licensees[0]);
        var seen = WebUtility.HtmlDecode(await agrees.GetStringAsync(new Uri($"cooperations/{id}/licence", UriKind.Relative)));
        Assert.All(["示例：青铜器纹样三幅", "示例：丝巾、书签", "示例：本省及线上店 · 独家", "2026年12月1日 – 2027年11月30日", "销售额的 8.5%，保底 20,000 元", "待各方同意"], part => Assert.Contains(part, seen, StringComparison.Ordinal));
        using var staff = await host.SignInAsAsync("staff", licensees[0]);
        Assert.DoesNotContain("agree-", await staff.GetStringAsync(new Uri($"cooperations/{id}/licence", UriKind.Relative)), StringComparison.Ordinal);
        using var agreed = await (await FormOnPage.OpenAsync(agrees, $"cooperations/{id}/licence", "agree-")).SendAsync(agrees);
        Assert.Equal(HttpStatusCode.Redirect, agreed.StatusCode);
        foreach (var party in licensees[1..])
        {
            Held(await AgreeAsync(world, id, SheetRecord.Licence, party));
        }

        Assert.Contains("已同意，未到开始日", await agrees.GetStringAsync(new Uri($"cooperations/{id}/licence", UriKind.Relative)), StringComparison.Ordinal);
        Held(await world.HandInAsync(settle.Id));
        Held(await world.ReviewAsync(settle.Id, actor: world.For(settle.ChecksPartyId)));

        // In its term it is in force, before its end both sides find it due, afterwards it says that it is over.
        host.Clock.Now = new(2027, 10, 20, 1, 0, 0, TimeSpan.Zero);
        using var later = await host.SignInAsAsync("director", licensees[0]);
        Assert.Contains("授权期内", await later.GetStringAsync(new Uri($"cooperations/{id}/licence", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("授权快到期", await later.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        host.Clock.Now = new(2027, 12, 1, 1, 0, 0, TimeSpan.Zero);
        using var after = await host.SignInAsAsync("director", licensees[0]);
        Assert.Contains("已到期", await after.GetStringAsync(new Uri($"cooperations/{id}/licence", UriKind.Relative)), StringComparison.Ordinal);
        host.Clock.Now = new(2026, 11, 19, 16, 0, 0, TimeSpan.Zero);
        await world.DoAllAsync(id);

        // Or they develop together: the motifs are licensed by the same kind of terms before anybody draws.
        var joint = await world.RunningAsync("joint-product");
        await world.DoAsync(joint, "compare");
        var county = (await world.InRoleAsync(joint, "county"))[0];
        Held(await LicenceAsync(world, joint, county, LicenceFee.Free));
        var licence = (await world.TasksAsync(joint)).First(t => t.Code == "licence");
        Assert.Equal("cooperation.book.sheet-open", (await world.HandInAsync(licence.Id)).Refusal!.Code);
        foreach (var party in (await world.ParticipantsAsync(joint)).Select(p => p.PartyId).Distinct().Where(p => p != county))
        {
            Held(await AgreeAsync(world, joint, SheetRecord.Licence, party));
        }

        await world.DoAllAsync(joint);
    }

    [Fact]
    public async Task Sheets_are_written_by_who_keeps_them_and_their_constraints_hold_in_the_database()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("brand-licence");
        var (lead, licensee) = ((await world.RecordAsync(id)).LeadPartyId, (await world.InRoleAsync(id, "licensee"))[0]);
        await world.DoAsync(id, "ask");
        Assert.IsType<Refusal.Denied>((await LicenceAsync(world, id, licensee, LicenceFee.Free)).Refusal);
        Assert.IsType<Refusal.Missing>((await LicenceAsync(world, id, world.Parties[^1].Id, LicenceFee.Free)).Refusal);
        Assert.IsType<Refusal.Missing>((await AgreeAsync(world, id, SheetRecord.Licence, licensee, 1)).Refusal);
        Held(await LicenceAsync(world, id, lead, LicenceFee.Fixed));
        Assert.Equal("cooperation.sheet.stale", (await LicenceAsync(world, id, lead, LicenceFee.Free, version: 0)).Refusal!.Code);
        Assert.IsType<Refusal.Denied>((await AgreeAsync(world, id, SheetRecord.Licence, licensee, actor: world.As(Roles.Staff, licensee))).Refusal);
        Assert.Equal("cooperation.sheet.agreed-already", (await AgreeAsync(world, id, SheetRecord.Licence, lead)).Refusal!.Code);

        // The same terms saved again change nothing: whoever agreed has agreed.
        Held(await AgreeAsync(world, id, SheetRecord.Licence, licensee));
        Held(await LicenceAsync(world, id, lead, LicenceFee.Fixed));
        Assert.Equal(2, await world.DbAsync(db => db.Set<SheetConsent>().CountAsync(c => c.CooperationId == id)));
        foreach (var (sql, constraint) in new[]
        {
            ($"update cooperation.licence set until_on = from_on where cooperation_id = '{id}'", "licence_forward"),
            ($"update cooperation.licence set amount = null where cooperation_id = '{id}'", "licence_fee_said"),
            ($"update cooperation.sheet_consent set hash = 'x' where cooperation_id = '{id}'", "sheet_consent_to_what_stands"),
        })
        {
            Assert.Equal(constraint, (await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(sql))).ConstraintName);
        }

        using var stranger = await host.SignInAsAsync("director", world.Parties[^1].Id);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"cooperations/{id}/licence"));
        using var member = await host.SignInAsAsync("director", licensee);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(member, $"cooperations/{id}/credits"));
    }

    [Fact]
    public async Task Junk_sent_to_the_forms_is_refused_with_words_and_changes_nothing()
    {
        var world = await CreateAsync(host);
        var (licence, fair, desk) = (await world.RunningAsync("brand-licence"), await world.RunningAsync("technology-fair"), await world.RunningAsync("remote-desk"));
        await world.DoAsync(licence, "ask");
        foreach (var (id, address, form, junk) in new (Guid, string, string, Dictionary<string, string>)[]
        {
            (licence, $"cooperations/{licence}/licence", "write", new() { ["Works"] = "x", ["FromOn"] = "2026-13-45", ["UntilOn"] = "soon", ["Exclusive"] = "maybe", ["Fee"] = "share", ["Percent"] = "NaN", ["Version"] = "zero" }),
            (fair, $"cooperations/{fair}/meetings", "open", new() { ["OnDay"] = "0000-00-00", ["FromTime"] = "25:61", ["UntilTime"] = "x", ["Minutes"] = "1e9", ["Tables"] = "-1", ["Act"] = "open" }),
            (fair, $"cooperations/{fair}/meetings", "open", new() { ["Act"] = "burn" }),
            (desk, $"cooperations/{desk}/sessions", "add", new() { ["Title"] = "x", ["OnDay"] = "x", ["FromTime"] = "x", ["PartyId"] = "nobody", ["Link"] = "\0" }),
            (desk, $"cooperations/{desk}/parties", "liaison-", new() { ["LiaisonName"] = new string('名', 41), ["LiaisonPost"] = "岗" }),
            (desk, "courses", "write", new() { ["Title"] = new string('课', 81), ["Seats"] = "99999999999", ["Hours"] = "∞" }),
        })
        {
            using var client = await host.SignInAsAsync("director", (await world.RecordAsync(id)).LeadPartyId);
            using var answer = await (await FormOnPage.OpenAsync(client, address, form)).SendAsync(client, junk);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{address} {answer.StatusCode}");
        }

        foreach (var table in new[] { "sheet", "licence", "meeting_slot", "session" })
        {
            Assert.Equal(0, await host.ScalarAsync<long>($"select count(*) from cooperation.{table} where cooperation_id in ('{licence}', '{fair}', '{desk}')"));
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task<SheetRecord> SheetAsync(CooperationWorld world, Guid id, string kind) =>
        world.DbAsync(db => db.Set<SheetRecord>().AsNoTracking().SingleAsync(s => s.CooperationId == id && s.Kind == kind));

    private static async Task<int> VersionAsync(CooperationWorld world, Guid id, string kind) =>
        await world.DbAsync(db => db.Set<SheetRecord>().Where(s => s.CooperationId == id && s.Kind == kind).Select(s => (int?)s.Version).SingleOrDefaultAsync()) ?? 0;

    private static async Task<Outcome<Done>> CreditsAsync(CooperationWorld world, Guid id, Guid by, string lines)
    {
        var version = await VersionAsync(world, id, SheetRecord.Credits);
        return await world.AsAsync(world.For(by), (WriteCredits.Handler h) => h.HandleAsync(new(id, lines, version), default));
    }

    private static async Task<Outcome<Done>> LicenceAsync(CooperationWorld world, Guid id, Guid by, LicenceFee fee, int? version = null)
    {
        var stands = version ?? await VersionAsync(world, id, SheetRecord.Licence);
        return await world.AsAsync(world.For(by), (WriteLicence.Handler h) => h.HandleAsync(
            new(id, "示例纹样", "示例文具", "示例省", false, world.Today, world.Today.AddYears(1), fee, fee == LicenceFee.Fixed ? "5000" : null, null, null, stands), default));
    }

    private static async Task<Outcome<Done>> AgreeAsync(CooperationWorld world, Guid id, string kind, Guid by, int? version = null, Actor? actor = null)
    {
        var stands = version ?? await VersionAsync(world, id, kind);
        return await world.AsAsync(actor ?? world.For(by), (AgreeToSheet.Handler h) => h.HandleAsync(new(id, kind, by, stands), default));
    }
}
