using Guanlian.Contracts.Members;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Drafts;
using Guanlian.Governance.Rules;
using Guanlian.Platform.Samples;

namespace Guanlian.Governance.Sample;

/// <summary>The alliance's charter: the preset with the signatories listed as leaders.</summary>
internal sealed class SampleCharter : ISampleStep
{
    public int Order => 200;

    public string Title => "governance.sample.charter";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var cluster = world.Ids["cluster"];
        world.GoTo(new(world.Now.Year - 1, 3, 10, 1, 0, 0, TimeSpan.Zero));
        var signatories = await world.AskAsync((ISignatories s) => s.CodesAsync(cluster, ct));
        await NextAsync(world, cluster, new() { [RuleFields.LeadersListed] = string.Join('\n', signatories) }, "示例：联盟成立大会通过", ct);
    }

    /// <summary>A version is drafted by the secretariat and put in force by the council.</summary>
    public static async Task NextAsync(SampleWorld world, Guid cluster, Dictionary<string, string> changes, string reason, CancellationToken ct)
    {
        var draft = await world.AsAsync("secretariat", (StartDraft.Handler h) => h.HandleAsync(new(cluster), ct));
        var saved = await world.AsAsync("secretariat", (SaveDraft.Handler h) => h.HandleAsync(new(draft, 1, changes), ct));
        await world.AsAsync("council", (PutInForce.Handler h) => h.HandleAsync(new(draft, saved.Version, reason), ct));
    }
}

/// <summary>This year's second version, so that there is something to compare: a longer time for objections, more weight on what lasts.</summary>
internal sealed class SampleCharterRevised : ISampleStep
{
    public int Order => 400;

    public string Title => "governance.sample.revised";

    public Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        world.GoTo(world.Now.AddDays(-45));
        return SampleCharter.NextAsync(world, world.Ids["cluster"], new() { [RuleFields.ObjectionDays] = "20", [RuleFields.WeightContinuity] = "15" }, "示例：理事会年会通过", ct);
    }
}
