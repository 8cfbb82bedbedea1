using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Sample;

/// <summary>A handful of cooperations between leaders and the county museums that they help, in every state, begun half a year ago.</summary>
internal sealed class SampleCooperations : ISampleStep
{
    private const int DaysAgo = 180;

    /// <summary>The kind, how many of its tasks are done, and the state that it is left in.</summary>
    private static readonly (string Template, int Tasks, CooperationState State)[] Plan =
    [
        ("short-guidance", int.MaxValue, CooperationState.Closed),
        ("joint-exhibition", 5, CooperationState.Running),
        ("course-adoption", 2, CooperationState.Paused),
        ("secondment", 0, CooperationState.Agreed),
        ("training-course", 0, CooperationState.Idea),
    ];

    public int Order => 450;

    public string Title => "cooperation.sample.title";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var pairs = await SamplePair.AllAsync(world, ct);
        for (var n = 0; n < Plan.Length; n++)
        {
            world.GoTo(world.Now.AddDays(-DaysAgo + (n * 7)));
            await OneAsync(pairs[n % pairs.Count], Plan[n].Template, Plan[n].Tasks, Plan[n].State);
        }

        world.GoTo(world.Now);
    }

    private static async Task OneAsync(SamplePair pair, string code, int tasks, CooperationState leftIn)
    {
        var template = TemplateBook.Shipped[code];
        var id = await pair.BeginAsync(template, Dates.InChina(pair.World.Now.AddDays(-DaysAgo)));
        if (leftIn == CooperationState.Idea)
        {
            return;
        }

        await pair.AgreeAsync(id, template);
        if (leftIn == CooperationState.Agreed)
        {
            return;
        }

        await pair.MoveAsync(id, Move.Start);
        await pair.WorkAsync(id, tasks);
        if (leftIn == CooperationState.Paused)
        {
            await pair.MoveAsync(id, Move.Pause, "venue");
        }
        else if (leftIn == CooperationState.Closed)
        {
            await pair.CloseAsync(id, "示例：问题逐条解决，小馆已能自己复查");
            pair.World.Ids["sample.closed"] = id;
        }
    }
}
