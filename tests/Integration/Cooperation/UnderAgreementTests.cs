using System.Net;
using Guanlian.Agreements.Drafting;
using Guanlian.Contracts.Exchange;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Listings;
using Guanlian.Exchange.Requests;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Cooperation;
using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;
using Loading = Guanlian.Agreements.Data.Loading;

namespace Guanlian.Integration.Cooperation;

/// <summary>Kinds of cooperation that begin from an agreement, as their parties sealed it.</summary>
public sealed class UnderAgreementTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "T11")]
    public async Task Places_posts_talks_and_researchers_are_exchanged_under_one_agreement_each_in_its_own_unit()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (library, school) = (world.Alliance.Parties.First(p => p.Kind == Contracts.Members.PartyKind.Library), world.Alliance.Parties.First(p => p.Kind == Contracts.Members.PartyKind.School));
        (Guid Party, string What, string Amount, string Unit)[] gives =
            [(library.Id, "实习场地", "200", "metres"), (library.Id, "实习岗位", "8", "places"), (school.Id, "讲座", "6", "times"), (school.Id, "研究人员", "20", "days")];
        var agreement = await SealedAsync(world, "resource-exchange", library, school, fields =>
        {
            foreach (var (line, n) in gives.Select((g, n) => (g, n)))
            {
                fields[$"Give-{n}-Here"] = "1";
                (fields[$"Give-{n}-Party"], fields[$"Give-{n}-What"], fields[$"Give-{n}-Amount"], fields[$"Give-{n}-Unit"]) = ($"{line.Party}", line.What, line.Amount, line.Unit);
            }
        });
        var text = Loading.Read(await world.OpenAsync(agreement));
        Assert.All(gives, g => Assert.Contains(text.Gives, t => (t.Party, t.What, t.Amount, t.Unit) == (g.Party, g.What, g.Amount, g.Unit)));

        // What was sealed is begun, both have agreed by sealing, and each gives what it has: the other side says how much arrived.
        var id = await BegunAsync(world, agreement, "resource-exchange");
        Held(await world.Alliance.MoveAsync(id, Move.Start));
        var lines = await world.Alliance.DbAsync(db => db.Contributions.AsNoTracking().Where(c => c.CooperationId == id).OrderBy(c => c.Sort).ToListAsync());
        Assert.Equal(gives.Select(g => (g.Party, g.What, g.Unit)), lines.Select(l => (l.PartyId, l.WhatZh, l.Unit)));
        foreach (var (line, amount, arrived) in lines.Zip(["200", "8", "6", "20"], ["200", "7", "6", "12.5"]))
        {
            Held(await GiveAsync(world, id, line.Id, amount, line.PartyId));
            Held(await GiveAsync(world, id, line.Id, arrived, line.PartyId == library.Id ? school.Id : library.Id));
        }

        var stands = await world.Alliance.DbAsync(db => db.Contributions.AsNoTracking().Where(c => c.CooperationId == id).OrderBy(c => c.Sort).ToListAsync());
        Assert.Equal([(200m, 200m), (8m, 7m), (6m, 6m), (20m, 12.5m)], stands.Select(s => (s.Given!.Value, s.Confirmed!.Value)));
        using var partner = await host.SignInAsAsync("partner", school.Id);
        var page = WebUtility.HtmlDecode(await partner.GetStringAsync(new Uri($"cooperations/{id}/parties", UriKind.Relative)));
        Assert.All(["200 米", "7 ", "12.5 天"], part => Assert.Contains(part, page, StringComparison.Ordinal));

        // Students and talks are counted by who received them.
        await world.Alliance.DoAllAsync(id, number: 6);
        var report = Held(await world.Alliance.AsAsync(world.Alliance.For(library.Id), (SeeCooperation.Handler h) => h.HandleAsync(id, default)));
        Assert.Equal([("interns", 6m), ("talks", 6m)], report.Measures.Select(m => (m.Indicator.Code, m.Confirmed)));
    }

    [Fact]
    [Trait("Requirement", "C04")]
    public async Task A_treatment_is_contracted_to_the_large_museum_or_done_by_the_owner_under_its_eye_and_never_before_the_permit()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (large, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        foreach (var (kind, treats, indicator) in new[] { ("conservation-treatment", large, "treated"), ("supervised-treatment", county, "treated") })
        {
            var id = await BegunAsync(world, await SealedAsync(world, kind, large, county), kind);
            Held(await world.Alliance.MoveAsync(id, Move.Start));
            var tasks = await world.Alliance.TasksAsync(id);
            var treat = tasks.Where(t => t.Code == "treat").ToList();
            Assert.All(treat, t => Assert.Equal(treats.Id, t.DoesPartyId));
            Assert.Equal("cooperation.task.blocked", (await world.Alliance.HandInAsync(treat[0].Id)).Refusal!.Code);
            foreach (var task in tasks.TakeWhile(t => t.Code != "get-permit"))
            {
                await world.Alliance.DoAsync(id, task.Code);
            }

            // The owner gets the permit; until its number is accepted nobody touches the object.
            var permit = tasks.Single(t => t.Code == "get-permit");
            Assert.Equal(county.Id, permit.DoesPartyId);
            Held(await world.Alliance.HandInAsync(permit.Id));
            Assert.Equal("cooperation.task.blocked", (await world.Alliance.HandInAsync(treat[0].Id)).Refusal!.Code);
            Held(await world.Alliance.ReviewAsync(permit.Id));
            await world.Alliance.DoAllAsync(id, number: 2);

            // Done for the owner it counts once the owner confirms; done by the owner every stage was checked by the large museum.
            var report = Held(await world.Alliance.AsAsync(world.Alliance.For(large.Id), (SeeCooperation.Handler h) => h.HandleAsync(id, default)));
            Assert.Equal(2m, report.Measures.Single(m => m.Indicator.Code == indicator).Confirmed);
            var done = await world.Alliance.TasksAsync(id);
            Assert.All(done.Where(t => t.DoesPartyId == large.Id), t => Assert.Equal(county.Id, t.ChecksPartyId));
            Assert.All(done.Where(t => t.DoesPartyId == county.Id), t => Assert.Equal(large.Id, t.ChecksPartyId));
            Assert.Equal(kind == "supervised-treatment" ? 3 : 1, treat.Count);
            Assert.Contains(done, t => t.Code == "file");
        }
    }

    [Fact]
    [Trait("Requirement", "T03")]
    public async Task Room_in_a_journal_is_offered_asked_for_and_agreed_and_the_paper_is_mentored_until_it_is_published()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (mentor, author) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        Task<T> As<THandler, T>(Party party, Func<THandler, Task<T>> use) where THandler : notnull => world.Alliance.AsAsync(world.Alliance.For(party.Id), use);

        // The mentor offers room in its journal on the board; the county finds it, asks, and is accepted.
        var listing = Held(await As(mentor, (SaveListing.Handler h) => h.HandleAsync(new(null, Side.Offer, new()
        {
            Domain = Domain.Research,
            Resource = ResourceKind.Scholarship,
            Title = "示例学报县馆专栏",
            Details = "每期留两篇，导师看稿",
            Quantity = 2,
            Unit = "篇",
            PublicBenefit = "县馆的发现有处发表",
        }, true), default)));
        using var county = await host.SignInAsAsync("director", author.Id);
        var offer = await county.GetStringAsync(new Uri($"exchange/listings/{listing}", UriKind.Relative));
        Assert.Contains("示例学报县馆专栏", offer, StringComparison.Ordinal);
        var request = Held(await As(author, (AskToCooperate.Handler h) => h.HandleAsync(new(listing, "示例：想写本县石窟的调查"), default)));
        Held(await As(mentor, (FollowRequest.Handler h) => h.HandleAsync(new(request, FollowRequest.Step.Accept, "示例：欢迎", null, 1), default)));

        // The accepted request becomes an agreement that names the pages, and the agreement a mentored paper.
        var agreement = await SealedAsync(world, "paper-mentoring", mentor, author, fields =>
            (fields["Give-0-Here"], fields["Give-0-Party"], fields["Give-0-What"], fields["Give-0-Amount"], fields["Give-0-Unit"]) = ("1", $"{mentor.Id}", "期刊版面", "2", "pieces"), request);
        Assert.Contains(Loading.Read(await world.OpenAsync(agreement)).Gives, g => (g.Party, g.What, g.Amount) == (mentor.Id, "期刊版面", "2"));
        var id = await BegunAsync(world, agreement, "paper-mentoring");
        Held(await world.Alliance.MoveAsync(id, Move.Start));
        foreach (var code in new[] { "topic", "draft" })
        {
            await world.Alliance.DoAsync(id, code);
        }

        // The draft comes back once with a reason before the mentor's comments; then it is revised and published.
        await world.Alliance.DoAsync(id, "comment");
        var revise = (await world.Alliance.TasksAsync(id)).Single(t => t.Code == "revise");
        Assert.Equal((author.Id, mentor.Id, mentor.Id), (revise.DoesPartyId, revise.HelpsPartyId!.Value, revise.ChecksPartyId));
        Held(await world.Alliance.HandInAsync(revise.Id));
        Held(await world.Alliance.ReviewAsync(revise.Id, accept: false));
        Assert.Equal(TaskState.Returned, (await world.Alliance.TaskAsync(revise.Id)).State);
        Held(await world.Alliance.HandInAsync(revise.Id));
        Held(await world.Alliance.ReviewAsync(revise.Id));
        var room = await world.Alliance.DbAsync(db => db.Contributions.AsNoTracking().SingleAsync(c => c.CooperationId == id && c.Unit == "pages"));
        Held(await GiveAsync(world, id, room.Id, "8", mentor.Id));
        Held(await GiveAsync(world, id, room.Id, "8", author.Id));
        await world.Alliance.DoAllAsync(id, number: 1);
        var report = Held(await As(mentor, (SeeCooperation.Handler h) => h.HandleAsync(id, default)));
        Assert.Equal(1m, report.Measures.Single(m => m.Indicator.Code == "published").Confirmed);
        Assert.Equal((8m, 8m), report.Contributions.Where(c => c.Id == room.Id).Select(c => (c.Given!.Value, c.Confirmed!.Value)).Single());
    }

    /// <summary>A framework agreement whose only work is of this kind, sealed by both.</summary>
    private static async Task<Guid> SealedAsync(AgreementWorld world, string kind, Party lead, Party other, Action<Dictionary<string, string?>>? more = null, Guid? request = null)
    {
        var id = Held(await world.Alliance.AsAsync(world.Alliance.For(lead.Id), (StartAgreement.Handler h) =>
            h.HandleAsync(new("framework", $"示例{kind}", request is null ? $"{lead.Code}\n{other.Code}" : null, world.Today, null, request), default)));
        await world.CompleteAsync(id, [lead, other]);
        Held(await world.EditAsync(id, lead, fields =>
        {
            foreach (var n in Enumerable.Range(0, fields.Keys.Count(k => k.StartsWith("Work-", StringComparison.Ordinal) && k.EndsWith("-Here", StringComparison.Ordinal))))
            {
                fields[$"Work-{n}-Words"] = n == 0 ? $"示例{kind}" : "";
            }

            (fields["Work-0-Kind"], fields["Work-0-Does"], fields["Work-0-For"]) = (kind, $"{lead.Id}", $"{other.Id}");
            more?.Invoke(fields);
        }));
        Held(await world.SendAsync(id, lead));
        Held(await world.SealAsync(id, lead));
        Held(await world.SealAsync(id, other));
        return id;
    }

    private async Task<Guid> BegunAsync(AgreementWorld world, Guid agreement, string kind)
    {
        await host.UntilAsync($"select (count(*) = 1)::int from cooperation.cooperation where agreement_id = '{agreement}' and template = '{kind}'");
        return await world.Alliance.DbAsync(db => db.Cooperations.Where(c => c.AgreementId == agreement).Select(c => c.Id).SingleAsync());
    }

    private static async Task<Guanlian.Platform.Outcomes.Outcome<Guanlian.Platform.Outcomes.Done>> GiveAsync(AgreementWorld world, Guid id, Guid line, string amount, Guid by)
    {
        var version = (await world.Alliance.RecordAsync(id)).Version;
        return await world.Alliance.AsAsync(world.Alliance.For(by), (RecordContribution.Handler h) => h.HandleAsync(new(id, line, amount, version), default));
    }
}
