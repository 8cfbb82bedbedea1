using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sample;

/// <summary>
/// Two case consultations about objects of the sample: one closed half a year after it was asked, which others now find without names; one
/// whose opinion waits for its second signature.
/// </summary>
internal sealed class SampleCases : ISampleStep
{
    private const int ClosedDaysAgo = 200;
    private const int RunningDaysAgo = 30;
    private const int TasksBeforeOpinion = 4;
    private const string Template = "case-consultation";

    public int Order => 460;

    public string Title => "cooperation.sample.cases";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var pair = (await SamplePair.AllAsync(world, ct))[0];
        var lamp = new Case(
            "ceramic", ["flaking", "powdering"], "soon",
            $"示例：{pair.County.Name}“东汉绿釉陶灯”（登记号示例2002）灯盘口沿釉面起翘，局部粉化脱落，胎体未见裂隙",
            "示例：库房相对湿度冬季38%，夏季72%，无恒湿柜",
            "示例：釉面能否就地加固，搬运和展出要注意什么",
            "示例：釉层与胎体之间有可溶盐，随湿度起落反复结晶，把釉顶起",
            "示例：湿度起落过大；旧藏时曾浸水",
            "示例：先稳定湿度到50%上下，不急于加固\n示例：掉落釉片按位置编号装袋\n示例：三个月后再取样测盐");
        var bottle = new Case(
            "ceramic", ["crack", "stain"], "routine",
            $"示例：{pair.County.Name}“清乾隆青花缠枝莲纹瓶”（登记号示例2001）颈部旧粘接处发黄，一道冲线",
            "示例：展柜内温度22至26度",
            "示例：旧粘接要不要拆开重做",
            "示例：旧粘接用的是早年的动物胶，已老化但仍牢固，冲线没有发展",
            "示例：胶料老化；展柜灯光偏热",
            "示例：不拆旧粘接，表面清洁即可\n示例：换冷光源，每月拍照对比冲线");
        await ClosedAsync(pair, bottle);
        await RunningAsync(pair, lamp);
        world.GoTo(world.Now);
    }

    private static async Task ClosedAsync(SamplePair pair, Case said)
    {
        var id = await StartedAsync(pair, ClosedDaysAgo);
        await pair.WorkAsync(id, int.MaxValue, async task =>
        {
            switch (task.Code)
            {
                case "describe":
                    await SheetAsync(pair, id, said);
                    break;
                case "issue":
                    await OpinionAsync(pair, task.Id, said, signatures: 2);
                    break;
                case "follow":
                    await AdviceAsync(pair, id);
                    break;
                case "look-again":
                    await OutcomeAsync(pair, id);
                    break;
            }
        });
        await pair.CloseAsync(id, "示例：照意见处置，九十日后病害没有发展");
    }

    private static async Task RunningAsync(SamplePair pair, Case said)
    {
        var id = await StartedAsync(pair, RunningDaysAgo);
        await pair.WorkAsync(id, TasksBeforeOpinion, task => task.Code == "describe" ? SheetAsync(pair, id, said) : Task.CompletedTask);
        var issue = await pair.World.AskAsync((CooperationDb db) => db.Tasks.Where(t => t.CooperationId == id && t.Code == "issue").Select(t => t.Id).SingleAsync(pair.Ct));
        await OpinionAsync(pair, issue, said, signatures: 1);
    }

    private static async Task<Guid> StartedAsync(SamplePair pair, int daysAgo)
    {
        var template = TemplateBook.Shipped[Template];
        pair.World.GoTo(pair.World.Now.AddDays(-daysAgo));
        var id = await pair.BeginAsync(template, Dates.InChina(pair.World.Now.AddDays(-daysAgo)));
        await pair.AgreeAsync(id, template);
        await pair.MoveAsync(id, Move.Start);
        return id;
    }

    private static Task<Platform.Outcomes.Done> SheetAsync(SamplePair pair, Guid id, Case said) => pair.ByAsync(pair.County, (WriteCaseSheet.Handler h) =>
        h.HandleAsync(new(id, said.Material, said.Damages, said.Urgency, said.Description, said.Environment, said.Question, 0), pair.Ct));

    /// <summary>Two experts, who are their parts; each signs in turn.</summary>
    private static async Task OpinionAsync(SamplePair pair, Guid task, Case said, int signatures)
    {
        await pair.ByAsync(pair.Leader, (WriteOpinion.Handler h) => h.HandleAsync(
            new(task, said.Findings, said.Causes, said.Advice, new Dictionary<Guid, string?> { [pair.Leader.Id] = "示例专家甲　研究馆员\n示例专家乙　副研究馆员" }, 0), pair.Ct));
        await ActAsync(SignOpinion.Act.Send, null);
        foreach (var place in (await PlacesAsync()).Take(signatures))
        {
            await ActAsync(SignOpinion.Act.Sign, place);
        }

        Task<List<Guid>> PlacesAsync() => pair.World.AskAsync((CooperationDb db) => db.Set<OpinionSignature>()
            .Where(s => s.VoidAt == null && db.Set<OpinionRecord>().Any(o => o.Id == s.OpinionId && o.TaskId == task)).OrderBy(s => s.Sort).Select(s => s.Id).ToListAsync(pair.Ct));

        async Task ActAsync(SignOpinion.Act act, Guid? place)
        {
            var version = await pair.World.AskAsync((CooperationDb db) => db.Set<OpinionRecord>().Where(o => o.TaskId == task).Select(o => o.Version).SingleAsync(pair.Ct));
            await pair.ByAsync(pair.Leader, (SignOpinion.Handler h) => h.HandleAsync(new(task, act, version, place), pair.Ct));
        }
    }

    private static async Task AdviceAsync(SamplePair pair, Guid id)
    {
        var rows = await pair.World.AskAsync((CooperationDb db) => db.Set<AdviceRow>().Where(a => a.CooperationId == id).OrderBy(a => a.Sort).Select(a => a.Id).ToListAsync(pair.Ct));
        await pair.ByAsync(pair.County, (AnswerAdvice.Handler h) => h.HandleAsync(
            new(id, rows.Select((row, n) => (row, n)).ToDictionary(r => r.row, r => r.n == 0 ? new AnswerAdvice.Given("done", null) : new("partly", "示例：光源已换，照片对比从下月起"))), pair.Ct));
    }

    private static async Task OutcomeAsync(SamplePair pair, Guid id)
    {
        var today = await pair.World.AskAsync((TimeProvider clock) => Task.FromResult(Dates.InChina(clock.GetUtcNow())));
        await pair.ByAsync(pair.Leader, (SayOutcome.Handler h) => h.HandleAsync(new(id, "better", "示例：污渍已清，冲线没有发展，继续观察", today, 0), pair.Ct));
    }

    /// <summary>What both sides write about a case.</summary>
    private sealed record Case(
        string Material, IReadOnlyList<string> Damages, string Urgency, string Description, string Environment, string Question, string Findings, string Causes, string Advice);
}
