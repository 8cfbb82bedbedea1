using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Objects.Delegated;
using Guanlian.Catalogue.Prints;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Sample;

/// <summary>A few hundred records in the collections of the signatories and of one county museum, in every state and at every level.</summary>
internal sealed class SampleObjects : ISampleStep
{
    private const int PerMuseum = 24;
    private const int AtTheLeader = 60;
    private const string County = "安泽县博物馆";

    private static readonly Dictionary<string, string>[] Pictured =
    [
        new()
        {
            ["number"] = "示例3001",
            ["title"] = "布莱克《天堂与地狱的婚姻》版画三页（示例）",
            ["title-en"] = "Three plates of The Marriage of Heaven and Hell by William Blake (sample)",
            ["category"] = "书法、绘画",
            ["material"] = "纸",
            ["pieces"] = "1",
            ["actual"] = "3",
            ["rights"] = "公有领域",
            ["description"] = "威廉·布莱克约1794年刻印并手工上色，原件藏美国国会图书馆罗森沃德收藏；此处作影像示例。",
        },
        new()
        {
            ["number"] = "示例3002",
            ["title"] = "美国国会图书馆大厅照片（示例）",
            ["title-en"] = "Great Hall of the Library of Congress, photograph (sample)",
            ["category"] = "音像制品",
            ["pieces"] = "1",
            ["actual"] = "1",
            ["rights"] = "公有领域",
            ["description"] = "卡罗尔·海史密斯摄，已捐入公有领域；此处作放大细看示例。",
        },
    ];

    public int Order => 400;

    public string Title => "catalogue.sample.objects";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        world.GoTo(world.Now.AddDays(-40));
        var codes = await world.AskAsync((ISignatories signatories) => signatories.CodesAsync(world.Ids["cluster"], ct));
        var museums = await world.AskAsync((CatalogueDb db) => db.Database.SqlQuery<Holder>($"""
            select id as "Id", code as "Code", name as "Name", name_en as "NameEn" from members.pub_party
             where code = any({codes.ToArray()}) or name = {County} order by code
            """).ToListAsync(ct));
        for (var i = 0; i < museums.Count; i++)
        {
            var (museum, count) = (museums[i], museums[i].Name == "山西博物院" ? AtTheLeader : PerMuseum);
            Guid[] others = [.. museums.Where(m => m != museum).Select(m => m.Id)];
            world.GoTo(world.Now.AddDays(-40).AddMinutes(i * 30));
            await world.AskAsync((Writing writing) => writing.WriteAsync(museum, i, count, others, ct));
        }

        var county = museums.Single(m => m.Name == County);
        await KeepAsync(world, county, ct);
        await world.AskAsync((Writing writing) => writing.WritePicturedAsync(county, ct));
        world.Ids["sample.pictured"] = county.Id;
        world.GoTo(world.Now);
    }

    /// <summary>A keeper's week at the county museum, done by hand.</summary>
    private static async Task KeepAsync(SampleWorld world, Holder county, CancellationToken ct)
    {
        world.GoTo(world.Now.AddDays(-6));
        var bottle = await SaveAsync(world, county, null, [], new() { ["number"] = "示例2001", ["title"] = "清乾隆青花缠枝莲纹瓶", ["category"] = "瓷器", ["period"] = "清" }, ct);
        var lamp = await SaveAsync(world, county, null, [], new()
        {
            ["number"] = "示例2002",
            ["title"] = "东汉绿釉陶灯",
            ["category"] = "陶器",
            ["period"] = "东汉",
            ["material"] = "陶",
            ["pieces"] = "1",
            ["actual"] = "2",
            ["height"] = "31.5",
        }, ct);
        world.GoTo(world.Now.AddDays(-3));
        await SaveAsync(world, county, bottle, new() { ["period"] = "清" }, new() { ["period"] = "清乾隆", ["material"] = "瓷", ["height"] = "约32", ["actual"] = "1" }, ct);
        await StepAsync(world, "staff", county, bottle, ObjectState.Review, null, ct);
        await StepAsync(world, "staff", county, lamp, ObjectState.Review, null, ct);
        world.GoTo(world.Now.AddDays(-1));
        await StepAsync(world, "county", county, lamp, ObjectState.Draft, "实际数量请再核对（示例）", ct);
        await RegisterAsync(world, county, ct);
        await HelpAsync(world, county, lamp, ct);
    }

    /// <summary>The leading museum helps: one proposal accepted, one waiting.</summary>
    private static async Task HelpAsync(SampleWorld world, Holder county, int lamp, CancellationToken ct)
    {
        var leader = await world.AskAsync((CatalogueDb db) =>
            db.Database.SqlQuery<string>($"""select code as "Value" from members.pub_party where name = '山西博物院'""").SingleAsync(ct));
        var today = Dates.InChina(world.Now);
        await world.AsAsync("county", (HandObjects.Handler h) => h.HandleAsync(new HandObjects.Command(
            county.Code, leader, "示例2002\n示例0003\n示例0004\n示例0005", null, today.AddDays(-2), today.AddMonths(3), ["description", "period", "grade", "inscription"],
            "请帮助断代和描述（示例）"), ct));
        await world.AsAsync("coordinator", (ProposeFields.Handler h) => h.HandleAsync(
            new(county.Code, lamp, new Dictionary<string, string> { ["description"] = "泥质红陶，通体施绿釉，灯盘、灯柱、灯座三部分。（示例）" }, "看过原件照片（示例）"), ct));
        var first = await world.AskAsync((CatalogueDb db) => db.Proposals.Where(p => p.InstitutionId == county.Id).Select(p => p.Id).SingleAsync(ct));
        await world.AsAsync("county", (DecideProposal.Handler h) => h.HandleAsync(new(county.Code, first, true, null), ct));
        await world.AsAsync("coordinator", (ProposeFields.Handler h) => h.HandleAsync(
            new(county.Code, lamp, new Dictionary<string, string> { ["grade"] = "三级" }, "比照同类器物（示例）"), ct));
    }

    /// <summary>The register: entered, one line corrected, one that still waits.</summary>
    private static async Task RegisterAsync(SampleWorld world, Holder county, CancellationToken ct)
    {
        var people = await world.AskAsync((GiveDuty.Handler h) => h.PeopleAsync(county.Id, ct));
        var keeper = people.Single(p => p.Name.EndsWith("县馆馆员", StringComparison.Ordinal)).PersonId;
        await world.AsAsync("county", (GiveDuty.Handler h) => h.HandleAsync(new(county.Code, keeper, DutyKind.Register), ct));
        await world.AsAsync("staff", (KeepRegister.Handler h) => h.HandleAsync(new KeepRegister.Enter(county.Code, null), ct));
        var shown = await world.AskAsync((ReadRegister read) => read.PageAsync(county.Id, 1, 2, ct));
        foreach (var (entry, i) in shown.Entries.Select((e, i) => (e, i)))
        {
            var serial = await world.AskAsync((CatalogueDb db) => db.Objects.Where(o => o.InstitutionId == county.Id && o.Id == entry.First.ObjectId).Select(o => o.Serial).SingleAsync(ct));
            await SaveAsync(world, county, serial, [], new() { ["volumes"] = "", ["dimensions"] = $"通高{20 + i}.5、口径{8 + i}.2 cm" }, ct);
            if (i == 0)
            {
                await world.AsAsync("staff", (KeepRegister.Handler h) => h.HandleAsync(new KeepRegister.Correct(county.Code, serial, "复核尺寸（示例）"), ct));
            }
        }
    }

    private static async Task<int> SaveAsync(
        SampleWorld world, Holder county, int? serial, Dictionary<string, string> seen, Dictionary<string, string> given, CancellationToken ct) =>
        (await world.AsAsync("staff", (SaveObject.Handler h) => h.HandleAsync(new(county.Code, serial, "census", seen, given, null), ct))).Serial;

    private static async Task StepAsync(SampleWorld world, string who, Holder county, int serial, ObjectState to, string? reason, CancellationToken ct)
    {
        var version = await world.AskAsync((CatalogueDb db) =>
            db.Objects.Where(o => o.InstitutionId == county.Id && o.Serial == serial).Select(o => o.Version).SingleAsync(ct));
        await world.AsAsync(who, (ChangeState.Handler h) => h.HandleAsync(new(county.Code, serial, version, to, reason), ct));
    }

    /// <summary>One museum's records in one transaction, through the write path, each with its line of history.</summary>
    internal sealed class Writing(CatalogueDb db, WriteObjects write, ProfileBook profiles, TimeProvider clock)
    {
        public async Task<int> WriteAsync(Holder museum, int seed, int count, IReadOnlyList<Guid> others, CancellationToken ct)
        {
            var maker = new ObjectMaker(profiles["census"], 20_000 + seed);
            var today = Dates.InChina(clock.GetUtcNow());
            List<ObjectDraft> drafts = [.. Enumerable.Range(1, count).Select(n => maker.Make(museum.Id, n, others, today, clock))];
            Pair(drafts);
            return await WriteAsync(museum, drafts, ct);
        }

        private async Task<int> WriteAsync(Holder museum, List<ObjectDraft> drafts, CancellationToken ct)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await write.WriteAsync(drafts, ct);
            foreach (var draft in drafts)
            {
                db.Record(new("catalogue.object.added", ObjectHistory.SubjectKind, draft.Id)
                {
                    OwnerId = museum.Id,
                    After = ObjectHistory.Difference(ObjectRecord.Empty(draft.Record.Profile), draft.Record).After,
                });
            }

            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return drafts.Count;
        }

        /// <summary>The objects of which the program brings photographs along (Media, sample pictures).</summary>
        public async Task<int> WritePicturedAsync(Holder museum, CancellationToken ct)
        {
            var profile = profiles["census"];
            List<ObjectDraft> drafts = [.. Pictured.Select(typed => new ObjectDraft(
                museum.Id, Guid.CreateVersion7(clock.GetUtcNow()),
                typed.Aggregate(ObjectRecord.Empty(profile), (r, t) => FieldBox.Of(r).First(b => b.Name == t.Key).Apply(r, t.Value).Record))
            {
                State = ObjectState.Published,
                Sample = true,
            })];
            return await WriteAsync(museum, drafts, ct);
        }

        // Two of each collection were found together.
        private static void Pair(List<ObjectDraft> drafts)
        {
            var shown = drafts.Where(d => d.State == ObjectState.Published && d.Record.Of(FieldRoles.Title) is not null).Take(2).ToList();
            if (shown.Count == 2 && drafts.IndexOf(shown[0]) is var at)
            {
                drafts[at] = shown[0] with { Record = shown[0].Record.With("relations", new RelationsValue([new("tomb", shown[1].Id, null)])) };
            }
        }
    }
}
