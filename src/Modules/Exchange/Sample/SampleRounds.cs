using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Listings;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Access;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Sample;

/// <summary>Last year: needs from the register's figures, offers of the leaders, and one round from its opening to its being in force.</summary>
internal sealed class SampleLastYear : ISampleStep
{
    public int Order => 300;

    public string Title => "exchange.sample.last-year";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var cluster = world.Ids["cluster"];
        world.GoTo(new(world.Now.Year - 1, 4, 1, 1, 0, 0, TimeSpan.Zero));
        await SampleListings.StateAsync(world, cluster, chance: new Random(2025), share: 0.8, ct);
        var code = await SampleListings.OpenAsync(world, cluster, world.Now.Year - 1, until: 20, ct);
        world.GoTo(new(world.Now.Year - 1, 4, 21, 1, 0, 0, TimeSpan.Zero));
        await world.AsAsync("secretariat", async (FreezeRound.Handler h) => await h.HandleAsync(new(code, await VersionAsync(world, code, ct)), ct));
        await world.AsAsync("secretariat", async (ComputeRound.Handler h) => await h.HandleAsync(new(code, await VersionAsync(world, code, ct)), ct));
        await world.RunJobsAsync(ct);
        var until = await world.AsAsync("secretariat", async (ShowResult.Handler h) => await h.HandleAsync(new(code, Mode.Optimal, null, await VersionAsync(world, code, ct)), ct));
        world.GoTo(new(until.AddDays(1), new(1, 0), TimeSpan.Zero));
        await world.AsAsync("council", async (AdoptRound.Handler h) => await h.HandleAsync(new(code, "示例：公示期满无异议", await VersionAsync(world, code, ct)), ct));
        await world.AsAsync("secretariat", async (AdoptRound.Handler h) => await h.PutInForceAsync(new(code, await VersionAsync(world, code, ct)), ct));

        // The pairs are pairs from that day on.
        await world.DeliverAsync(ct);
    }

    private static Task<int> VersionAsync(SampleWorld world, string code, CancellationToken ct) =>
        world.AskAsync((ExchangeDb db) => db.Rounds.Where(r => r.Code == code).Select(r => r.Version).SingleAsync(ct));
}

/// <summary>This year: needs and offers confirmed anew, and a round that is open now.</summary>
internal sealed class SampleThisYear : ISampleStep
{
    public int Order => 500;

    public string Title => "exchange.sample.this-year";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var cluster = world.Ids["cluster"];
        world.GoTo(world.Now.AddDays(-20));
        await SampleListings.StateAsync(world, cluster, chance: new Random(2026), share: 0.6, ct);
        world.GoTo(world.Now.AddDays(-10));
        var code = await SampleListings.OpenAsync(world, cluster, world.Now.Year, until: 24, ct);
        await SampleListings.EnterAsync(world, cluster, code, new Random(11), ct);
        await SampleRequests.AskAsync(world, cluster, ct);
        world.GoTo(world.Now);
    }
}

/// <summary>Needs, offers and entries of the sample, all from figures and a seed.</summary>
internal static class SampleListings
{
    private static readonly string[] Themes = ["红色文化", "石窟与彩塑", "古建筑", "地方史"];

    /// <summary>Museums confirm what their register figures suggest; leaders say what they can offer.</summary>
    public static async Task StateAsync(SampleWorld world, Guid cluster, Random chance, double share, CancellationToken ct)
    {
        var rules = (await world.AskAsync((ICharters c) => c.InForceAsync(cluster, ct)))!.Rules;
        var members = await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(cluster, ct));
        foreach (var museum in members.Where(rules.MayBeHelped))
        {
            if (chance.NextDouble() < share)
            {
                await NeedsAsync(world, museum, chance, ct);
            }
        }

        foreach (var leader in members.Where(rules.MayLead))
        {
            await OffersAsync(world, leader, chance, ct);
        }
    }

    public static Task<string> OpenAsync(SampleWorld world, Guid cluster, int year, int until, CancellationToken ct) =>
        world.AsAsync("secretariat", async (OpenRound.Handler h) =>
        {
            var today = Dates.InChina(await world.AskAsync((TimeProvider clock) => Task.FromResult(clock.GetUtcNow())));
            return await h.HandleAsync(new(cluster, $"{year}年度大馆带小馆结对（示例）", Themes, today.AddDays(until)), ct);
        });

    /// <summary>Half of the leaders have said by now how many museums they can take on.</summary>
    public static async Task EnterAsync(SampleWorld world, Guid cluster, string round, Random chance, CancellationToken ct)
    {
        var rules = (await world.AskAsync((ICharters c) => c.InForceAsync(cluster, ct)))!.Rules;
        var leaders = (await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(cluster, ct))).Where(rules.MayLead).ToList();
        foreach (var leader in leaders.Where((_, i) => i % 2 == 0))
        {
            var places = chance.Next(rules.Capacity.Least, rules.Capacity.Most + 1);
            await world.AsAsync("secretariat", (EnterRound.Handler h) => h.HandleAsync(
                new(round, leader.Id, true, places, places < rules.Capacity.Most ? "示例：今年人手不足" : null, null, Themes[chance.Next(Themes.Length)], [], 0), ct));
        }
    }

    private static async Task NeedsAsync(SampleWorld world, PartyCard museum, Random chance, CancellationToken ct)
    {
        var opening = await world.ForAsync(museum.Id, museum.Name, Roles.Director, (StateNeeds.Handler h) => h.OpenAsync(ct));
        var lines = opening.ToDictionary(o => o.Domain, o => Line(o, chance));
        if (lines.Values.Any(l => l.Strength > 0))
        {
            await world.ForAsync(museum.Id, museum.Name, Roles.Director, (StateNeeds.Handler h) => h.HandleAsync(new(lines), ct));
        }
    }

    // Most take over what is suggested; now and then a conservation need is urgent.
    private static StateNeeds.Line Line(StateNeeds.Handler.Opening opening, Random chance)
    {
        var (strength, rule) = opening switch
        {
            { Standing: { } standing } => (standing.Strength, standing.SuggestedByRule),
            { Suggested: { } suggested } => (suggested.Strength, suggested.Rule),
            _ => (0, null),
        };
        var urgent = opening.Domain == Domain.Conservation && strength > 0 && chance.NextDouble() < 0.15;
        return new() { Version = opening.Standing?.Version ?? 0, Strength = strength, Rule = rule, Urgency = urgent ? 4 : 0, UrgencyReason = urgent ? "示例：馆藏文物出现病害，急需检测" : null };
    }

    private static async Task OffersAsync(SampleWorld world, PartyCard leader, Random chance, CancellationToken ct)
    {
        var standing = await world.AskAsync((ExchangeDb db) => db.Listings.Where(l => l.PartyId == leader.Id && l.Side == Side.Offer)
            .Select(l => new { l.Id, l.Version, l.Domain, l.Resource, l.Strength, l.Title }).ToListAsync(ct));
        foreach (var offer in standing)
        {
            await world.ForAsync(leader.Id, leader.Name, Roles.Director, (SaveListing.Handler h) =>
                h.HandleAsync(new(offer.Id, Side.Offer, Form(offer.Domain, offer.Resource, offer.Strength, offer.Title, offer.Version), Publish: true), ct));
        }

        if (standing.Count == 0)
        {
            foreach (var domain in Enum.GetValues<Domain>().OrderBy(_ => chance.Next()).Take(5))
            {
                await world.ForAsync(leader.Id, leader.Name, Roles.Director, (SaveListing.Handler h) =>
                    h.HandleAsync(new(null, Side.Offer, Form(domain, (ResourceKind)((int)domain % 4), 3 + chance.Next(3), Titles[domain], 0), Publish: true), ct));
            }
        }
    }

    private static ListingForm Form(Domain domain, ResourceKind resource, int strength, string title, int version) => new()
    {
        Domain = domain,
        Resource = resource,
        Strength = strength,
        Title = title,
        Version = version,
        PublicBenefit = "示例：面向基层观众，免费开放",
    };

    private static readonly Dictionary<Domain, string> Titles = new()
    {
        [Domain.Exhibition] = "示例：成熟展览巡展与策展指导",
        [Domain.Conservation] = "示例：实验室检测与保护修复方案",
        [Domain.Products] = "示例：文创联合开发与寄售",
        [Domain.Education] = "示例：社教课程引入与试讲",
        [Domain.Research] = "示例：联合课题与图书资料开放",
        [Domain.Talent] = "示例：跟班学习名额",
        [Domain.Management] = "示例：总分馆制度与管理指导",
        [Domain.Digital] = "示例：藏品影像采集与导览制作",
    };
}
