using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Requests;
using Guanlian.Platform.Access;
using Guanlian.Platform.Samples;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Sample;

/// <summary>
/// A few requests to cooperate (requirement W22) between the houses that the sample's sign-ins act for: one that waits for each side,
/// one accepted, one declined with a reason.
/// </summary>
internal static class SampleRequests
{
    public static async Task AskAsync(SampleWorld world, Guid cluster, CancellationToken ct)
    {
        var rules = (await world.AskAsync((ICharters c) => c.InForceAsync(cluster, ct)))!.Rules;
        var members = await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(cluster, ct));
        var (leader, county) = (members.Single(p => p.Name == "山西博物院"), members.Single(p => p.Name == "安泽县博物馆"));
        var (other, another) = (members.First(p => rules.MayLead(p) && p.Id != leader.Id), members.First(p => rules.MayBeHelped(p) && p.Id != county.Id));

        world.GoTo(world.Now.AddDays(-8));
        var offers = await ListingsAsync(world, leader, Side.Offer, ct);
        await world.AsAsync("county", (AskToCooperate.Handler h) => h.HandleAsync(new(offers[0], "示例：本馆只有五个人，想请贵馆派人来指导一周，食宿由我们安排。"), ct));
        var accepted = await world.AsAsync("partner", (AskToCooperate.Handler h) =>
            h.HandleAsync(new(offers[1], "示例：图书馆想与贵馆合办一期面向中学生的讲座，场地由我们提供。"), ct));
        var declined = await world.ForAsync(another.Id, another.Name, Roles.Director, async (AskToCooperate.Handler h) =>
            await h.HandleAsync(new((await ListingsAsync(world, other, Side.Offer, ct))[0], "示例：想借用贵馆的巡展，明年春节期间展出。"), ct));

        world.GoTo(world.Now.AddDays(-6));
        await world.AsAsync("director", (FollowRequest.Handler h) => h.HandleAsync(new(accepted, FollowRequest.Step.Accept, "示例：同意，社教部已安排专人对接。", null, 1), ct));
        await world.ForAsync(other.Id, other.Name, Roles.Director, (FollowRequest.Handler h) =>
            h.HandleAsync(new(declined, FollowRequest.Step.Decline, "示例：明年档期已满，后年可以再联系。", "not-now", 1), ct));
        if (await ListingsAsync(world, county, Side.Need, ct) is [var need, ..])
        {
            await world.AsAsync("director", (AskToCooperate.Handler h) => h.HandleAsync(new(need, "示例：看到贵馆的需求，我们正好有人可以帮忙，想先通个电话。"), ct));
        }
    }

    private static Task<List<Guid>> ListingsAsync(SampleWorld world, PartyCard party, Side side, CancellationToken ct) =>
        world.AskAsync((ExchangeDb db) => db.Listings.Where(l => l.PartyId == party.Id && l.Side == side && l.State == ListingState.Published)
            .OrderBy(l => l.Domain).ThenBy(l => l.Id).Select(l => l.Id).ToListAsync(ct));
}
