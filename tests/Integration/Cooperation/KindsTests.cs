using System.Net;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Sheets;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>Kinds of cooperation that the appeal names, each begun and carried to its end by those who would do it.</summary>
public sealed class KindsTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "E06")]
    public async Task Among_branches_exhibitions_activities_people_and_experience_are_shared_by_four_kinds_of_cooperation()
    {
        var world = await CreateAsync(host);
        var (head, near, far) = (world.Museum(0), world.Museum(1), world.Museum(2));
        await host.ExecuteAsync($"""
            update members.cluster set kind = 'HeadBranch' where party_id = '{world.Cluster}';
            update members.membership set role = 'Head' where cluster_id = '{world.Cluster}' and party_id = '{head.Id}';
            update members.membership set role = 'Branch' where cluster_id = '{world.Cluster}' and party_id in ('{near.Id}', '{far.Id}');
            """);
        using var client = await host.SignInAsAsync("director", head.Id);
        foreach (var (code, kind, parts) in new[]
        {
            ("joint-exhibition", "原创联展", new[] { ("lead", head.Name), ("host", near.Name), ("member", far.Name) }),
            ("festival-activity", "节庆活动", [("host", head.Name), ("cohost", $"{near.Name}\r\n{far.Name}")]),
            ("staff-exchange", "人员互派与双向培训", [("first", head.Name), ("second", near.Name)]),
            ("experience-sharing", "经验分享会", [("host", head.Name), ("branch", $"{near.Name}\r\n{far.Name}")]),
        })
        {
            Assert.Contains(kind, await client.GetStringAsync(new Uri("cooperations/templates", UriKind.Relative)), StringComparison.Ordinal);
            var fields = parts.ToDictionary(p => $"Parties-{p.Item1}", p => p.Item2);
            (fields["Title"], fields["StartOn"], fields["AnchorOn"], fields["Act"]) = ($"示例{kind}", $"{world.Today:yyyy-MM-dd}", $"{world.Today.AddDays(300):yyyy-MM-dd}", "begin");
            using var begun = await (await FormOnPage.OpenAsync(client, $"cooperations/new/{code}", "begin")).SendAsync(client, fields);
            Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
            var id = Guid.Parse(begun.Headers.Location!.OriginalString.Split('/')[^1]);
            await world.AgreeAllAsync(id);
            await world.AnswerAsync(id);
            Held(await world.MoveAsync(id, Move.Start));
            await world.DoAllAsync(id);
            Assert.Equal(CooperationState.Closed, (await world.RecordAsync(id)).State);

            // Every branch has done something of its own in it, and what was counted arrived.
            var did = (await world.TasksAsync(id)).SelectMany(t => new[] { (Guid?)t.DoesPartyId, t.HelpsPartyId, t.SitePartyId }).ToHashSet();
            Assert.Contains(head.Id, did);
            Assert.Contains(near.Id, did);
            Assert.All((await SeenAsync(world, id)).Measures, m => Assert.True(m.Confirmed > 0, $"{code} {m.Indicator.Code}"));
        }
    }

    [Fact]
    [Trait("Requirement", "E10")]
    public async Task A_museum_a_library_and_a_university_hold_an_exhibition_and_a_conference_together()
    {
        var world = await CreateAsync(host);
        var (museum, library, school) = (world.Museum(0).Id, Of(world, "Library"), Of(world, "School"));
        var draft = world.Draft(TemplateBook.Shipped["partner-event"]);
        draft.Parties["host"] = world.Museum(0).Code;
        draft.Parties["partner"] = string.Join('\n', world.Parties.Where(p => p.Id == library || p.Id == school).Select(p => p.Code));
        var id = await world.BegunAsync("partner-event", draft);
        await world.AgreeAllAsync(id);
        await world.AnswerAsync(id);
        Held(await world.MoveAsync(id, Move.Start));
        await world.DoAsync(id, "topic");

        // All three are named in what is printed, and each agrees to it with the rights of a partner.
        var names = world.Parties.Where(p => p.Id == museum || p.Id == library || p.Id == school).Select(p => p.Name).ToList();
        Held(await world.AsAsync(world.For(museum), (WriteCredits.Handler h) => h.HandleAsync(new(id, $"合办：{string.Join('、', names)}", 0), default)));
        foreach (var partner in new[] { library, school })
        {
            Held(await world.AsAsync(world.As(Roles.Partner, partner), (AgreeToSheet.Handler h) => h.HandleAsync(new(id, SheetRecord.Credits, partner, 1), default)));
        }

        await world.DoAsync(id, "credits");
        var content = (await world.TasksAsync(id)).Single(t => t.Code == "content");
        Held(await world.HandInAsync(content.Id, actor: world.As(Roles.Partner, content.DoesPartyId)));
        Held(await world.ReviewAsync(content.Id));

        // Exhibition and conference stand aside until they are wanted; here both are.
        foreach (var aside in (await world.TasksAsync(id)).Where(t => !t.Called))
        {
            Held(await world.CallAsync(aside.Id));
        }

        var summary = (await world.TasksAsync(id)).Single(t => t.Code == "summary");
        Assert.Equal("cooperation.task.blocked", (await world.HandInAsync(summary.Id)).Refusal!.Code);
        var (show, talk) = ((await world.TasksAsync(id)).Single(t => t.Code == "exhibition"), (await world.TasksAsync(id)).Single(t => t.Code == "conference"));
        Assert.Equal(museum, show.DoesPartyId);
        Assert.NotEqual(museum, talk.DoesPartyId);
        Held(await world.HandInAsync(show.Id, number: 3200));
        Held(await world.ReviewAsync(show.Id));
        Held(await world.ConfirmAsync(show.Id, actor: world.As(Roles.Partner, show.ConfirmsPartyId!.Value)));
        Held(await world.HandInAsync(talk.Id, number: 85, actor: world.As(Roles.Partner, talk.DoesPartyId)));
        Held(await world.ReviewAsync(talk.Id));
        await world.DoAllAsync(id);
        Assert.Equal([("visitors", 3200m), ("delegates", 85m)], (await SeenAsync(world, id)).Measures.Select(m => (m.Indicator.Code, m.Confirmed)));
        using var partners = await host.SignInAsAsync("partner", library);
        Assert.Contains(names[0], await partners.GetStringAsync(new Uri($"cooperations/{id}/parties", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "T10")]
    public async Task Each_side_names_a_liaison_post_trains_the_others_people_and_confirms_what_its_own_people_got()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("staff-exchange");
        var (first, second) = ((await world.InRoleAsync(id, "first"))[0], (await world.InRoleAsync(id, "second"))[0]);

        // On the page: a name without a post is refused, and stands there still.
        foreach (var (party, name, post) in new[] { (first, "示例甲", "人事部联络岗"), (second, "示例乙", "读者服务部联络岗") })
        {
            using var client = await host.SignInAsAsync("staff", party);
            using var refused = await (await FormOnPage.OpenAsync(client, $"cooperations/{id}/parties", $"liaison-{party}")).SendAsync(client, new() { ["LiaisonName"] = name, ["LiaisonPost"] = " " });
            var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
            Assert.Contains("请写联络岗位", page, StringComparison.Ordinal);
            Assert.Contains($"value=\"{name}\"", page, StringComparison.Ordinal);
            using var named = await (await FormOnPage.OpenAsync(client, $"cooperations/{id}/parties", $"liaison-{party}")).SendAsync(client, new()
            {
                ["LiaisonName"] = name,
                ["LiaisonPost"] = post,
                ["LiaisonReach"] = "示例：办公电话",
            });
            Assert.Equal(HttpStatusCode.Redirect, named.StatusCode);
        }

        var version = (await world.RecordAsync(id)).Version;
        Assert.IsType<Refusal.Denied>((await world.AsAsync(world.For(first), (NameLiaison.Handler h) => h.HandleAsync(new(id, second, "示例丙", "示例岗", null, version), default))).Refusal);
        Assert.Equal("cooperation.stale", (await world.AsAsync(world.For(first), (NameLiaison.Handler h) => h.HandleAsync(new(id, first, "示例丙", "示例岗", null, version - 1), default))).Refusal!.Code);
        using var other = await host.SignInAsAsync("staff", first);
        Assert.Contains("读者服务部联络岗 示例乙", await other.GetStringAsync(new Uri($"cooperations/{id}/parties", UriKind.Relative)), StringComparison.Ordinal);
        using var stranger = await host.SignInAsAsync("staff", world.Parties[^1].Id);
        using var unseen = await stranger.GetAsync(new Uri($"cooperations/{id}/parties", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);

        // The named post is what the task hands in; training goes both ways, and who was trained says so.
        await world.DoAsync(id, "liaison-first");
        await world.DoAsync(id, "liaison-second");
        var task = (await world.TasksAsync(id)).Single(t => t.Code == "liaison-second");
        Assert.True(await world.DbAsync(db => db.Evidence.AnyAsync(e => e.Text == "读者服务部联络岗 · 示例乙" && db.Deliverables.Any(d => d.Id == e.DeliverableId && d.TaskId == task.Id))));
        await world.DoAsync(id, "plan");
        var (there, back) = ((await world.TasksAsync(id)).Single(t => t.Code == "train-second"), (await world.TasksAsync(id)).Single(t => t.Code == "train-first"));
        Assert.Equal((first, second, second, first), (there.DoesPartyId, there.ConfirmsPartyId!.Value, back.DoesPartyId, back.ConfirmsPartyId!.Value));
        Held(await world.HandInAsync(there.Id, number: 9));
        Held(await world.ConfirmAsync(there.Id, arrived: false));
        Assert.Equal(0m, (await SeenAsync(world, id)).Measures.Single(m => m.Indicator.Code == "trained-second").Confirmed);
        Held(await world.ConfirmAsync(there.Id));
        Held(await world.ReviewAsync(there.Id));
        Held(await world.HandInAsync(back.Id, number: 14));
        Held(await world.ReviewAsync(back.Id));
        await world.DoAllAsync(id, number: 20);
        Assert.Equal([("trained-second", 9m), ("trained-first", 14m), ("exchanged", 40m)], (await SeenAsync(world, id)).Measures.Select(m => (m.Indicator.Code, m.Confirmed)));
    }

    [Fact]
    [Trait("Requirement", "D02")]
    public async Task Schools_and_communities_of_the_county_are_served_in_class_by_the_mobile_museum_and_with_craft_and_say_so_themselves()
    {
        var world = await CreateAsync(host);
        var (school, community) = (Of(world, "School"), Of(world, "Community"));
        string Code(Guid party) => world.Parties.First(p => p.Id == party).Code;
        var both = $"{Code(school)}\n{Code(community)}";
        foreach (var (code, lead, others, goes, indicator) in new[]
        {
            ("museum-in-school", "maker", new[] { ("local", world.Museum(1).Code), ("class", both) }, "give", "people"),
            ("mobile-service", "driver", [("content", world.Museum(1).Code), ("stop", both)], "visit", "served"),
            ("craft-class", "maker", [("local", world.Museum(1).Code), ("class", both)], "give", "people"),
        })
        {
            var draft = world.Draft(TemplateBook.Shipped[code]);
            draft.Parties = others.ToDictionary(o => o.Item1, o => (string?)o.Item2);
            draft.Parties[lead] = world.Museum(0).Code;
            var id = await world.BegunAsync(code, draft);
            await world.AgreeAllAsync(id);
            await world.AnswerAsync(id);
            Held(await world.MoveAsync(id, Move.Start));

            // Each of the two is gone to, and counts once it has confirmed itself that somebody came.
            var visits = (await world.TasksAsync(id)).Where(t => t.Code == goes).ToList();
            Assert.Equal(new[] { school, community }.Order(), visits.Select(t => t.SitePartyId!.Value).Order());
            Assert.All(visits, t => Assert.Equal(t.SitePartyId, t.ConfirmsPartyId));
            foreach (var task in (await world.TasksAsync(id)).TakeWhile(t => t.Code != goes))
            {
                await world.DoAsync(id, task.Code);
            }

            foreach (var (visit, n) in visits.Select((v, n) => (v, n)))
            {
                var partner = world.As(Roles.Partner, visit.SitePartyId!.Value);
                Held(await world.HandInAsync(visit.Id, number: 40));
                Held(await world.ConfirmAsync(visit.Id, arrived: false, actor: partner));
                Assert.Equal((40m * (n + 1), 40m * n), await CountAsync(world, id, indicator));
                Held(await world.ConfirmAsync(visit.Id, actor: partner));
                Assert.Equal((40m * (n + 1), 40m * (n + 1)), await CountAsync(world, id, indicator));
                Held(await world.ReviewAsync(visit.Id));
            }

            await world.DoAllAsync(id);
        }
    }

    private static Guid Of(CooperationWorld world, string kind) => world.Parties.Last(p => p.Kind.ToString() == kind).Id;

    private static async Task<(decimal Claimed, decimal Confirmed)> CountAsync(CooperationWorld world, Guid id, string indicator)
    {
        var measure = (await SeenAsync(world, id)).Measures.Single(m => m.Indicator.Code == indicator);
        return (measure.Claimed, measure.Confirmed);
    }

    private static async Task<SeeCooperation.View> SeenAsync(CooperationWorld world, Guid id)
    {
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        return Held(await world.AsAsync(world.For(lead), (SeeCooperation.Handler h) => h.HandleAsync(id, default)));
    }
}
