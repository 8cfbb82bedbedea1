using System.Text;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Integration.Catalogue.Import;

public sealed class EditingManyObjects(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);

    private async Task<ImportDesk> DeskAsync(string role = Roles.Coordinator)
    {
        var desk = new ImportDesk(world, world.Actor(await world.MuseumAsync(), role));
        await desk.ImportAsync(Encoding.UTF8.GetBytes(
            "总登记号,藏品名称,类别,年代,材质,实际数量,备注\n1,青花碗,瓷器,清,瓷,1,甲\n2,青花瓶,瓷器,清,瓷,1,\n3,铜镜,铜器,唐,铜,1,13812345678\n4,铜爵,铜器,商,,1,\n"));
        return desk;
    }

    private static Task<Guid> StartAsync(ImportDesk desk, string field, string way, string value = "", string find = "", string chosen = "") =>
        desk.StartAsync(BatchEdit.KindName, null, new Dictionary<string, string>
        {
            [BatchEdit.Chosen] = chosen,
            [BatchEdit.Field] = field,
            [BatchEdit.Do] = way,
            [BatchEdit.Value] = value,
            [BatchEdit.Find] = find,
        });

    private static async Task<BulkAct> EditAsync(ImportDesk desk, string field, string way, string value = "", string find = "", string chosen = "") =>
        await desk.ApplyAsync(await desk.StepAsync(await StartAsync(desk, field, way, value, find, chosen)));

    private static async Task<Dictionary<string, ObjectRecord>> RecordsAsync(ImportDesk desk) =>
        (await desk.ObjectsAsync()).ToDictionary(o => o.Number!, o => ObjectRecord.Read(ProfileBook.Shipped["census"], o.Record));

    [Fact]
    public async Task A_field_is_set_added_to_replaced_in_or_emptied_in_the_chosen_list_and_taken_back()
    {
        var desk = await DeskAsync();
        var added = await EditAsync(desk, "notes", "append", "已核对", chosen: "?category=03");
        Assert.Equal((BulkState.Applied, 2), (added.State, added.Written));
        Assert.Equal("甲\n已核对", ((TextValue)(await RecordsAsync(desk))["1"]["notes"]!).Text);
        await EditAsync(desk, "title", "replace", "清花", find: "青花");
        Assert.Equal("清花瓶", (await RecordsAsync(desk))["2"].Title("zh"));
        await EditAsync(desk, "grade", "set", "三级", chosen: "?category=04");
        Assert.NotNull((await RecordsAsync(desk))["4"].Of(FieldRoles.Grade));
        var cleared = await EditAsync(desk, "notes", "clear");
        Assert.Equal(3, cleared.Written);

        Assert.Equal(BulkState.Undone, (await desk.UndoAsync(cleared)).State);
        Assert.Equal("已核对", ((TextValue)(await RecordsAsync(desk))["2"]["notes"]!).Text);
    }

    [Fact]
    public async Task Ticked_objects_and_no_others_are_changed_and_taken_back()
    {
        var (desk, other) = (await DeskAsync(), await DeskAsync());
        var mine = (await desk.ObjectsAsync()).ToDictionary(o => o.Number!, o => o.Serial);
        var theirs = (await other.ObjectsAsync())[0].Serial;
        var act = await EditAsync(desk, "notes", "set", "展柜三", chosen: $"?which=ticked&pick={mine["1"]}&pick={mine["4"]}&pick={theirs}&pick=-1&pick=x&pick=");
        Assert.Equal((BulkState.Applied, 2), (act.State, act.Written));
        Assert.Equal(["1", "4"], (await RecordsAsync(desk)).Where(r => r.Value["notes"] is TextValue { Text: "展柜三" }).Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain((await RecordsAsync(other)).Values, r => r["notes"] is TextValue { Text: "展柜三" });
        Assert.Equal(BulkState.Undone, (await desk.UndoAsync(act)).State);
        Assert.Equal("甲", ((TextValue)(await RecordsAsync(desk))["1"]["notes"]!).Text);

        // Nothing ticked is nothing, not everything.
        Assert.Equal(0, (await desk.StepAsync(await StartAsync(desk, "notes", "set", "误", chosen: "?which=ticked"))).Changed);
    }

    [Fact]
    public async Task All_that_a_search_of_the_union_catalogue_finds_of_ones_own_is_changed()
    {
        var (desk, other) = (await DeskAsync(), await DeskAsync());
        var act = await EditAsync(desk, "notes", "append", "青花展", chosen: "?which=catalogue&q=青花&category=03");
        Assert.Equal((BulkState.Applied, 2), (act.State, act.Written));
        Assert.Equal("甲\n青花展", ((TextValue)(await RecordsAsync(desk))["1"]["notes"]!).Text);
        Assert.DoesNotContain((await RecordsAsync(other)).Values, r => r["notes"] is TextValue { Text: "青花展" });

        // Of other museums' objects alone nothing is one's own.
        var code = await other.AsAsync<ObjectAccess, string>(async a => (await a.HolderAsync(other.Institution, default)).Code);
        Assert.Equal(0, (await desk.StepAsync(await StartAsync(desk, "notes", "set", "误", chosen: $"?which=catalogue&museum={code}"))).Changed);
        Assert.Equal(BulkState.Undone, (await desk.UndoAsync(act)).State);
        Assert.Equal("甲", ((TextValue)(await RecordsAsync(desk))["1"]["notes"]!).Text);
    }

    [Fact]
    public async Task Publishing_many_leaves_out_what_is_not_fit_and_levels_are_set_by_who_may_publish()
    {
        var desk = await DeskAsync();
        await EditAsync(desk, "notes", "set", "无");
        await EditAsync(desk, "condition", "set", "电话 13812345678", chosen: "?q=铜镜");
        var act = await desk.StepAsync(await StartAsync(desk, BatchEdit.State, "set", "Published"));
        Assert.Equal((2, 2), (act.Changed, act.Problems));
        act = await desk.ApplyAsync(act);
        Assert.Equal(2, (await desk.ObjectsAsync()).Count(o => o.State == ObjectState.Published));

        // Nor does anything get into what is published that would have kept it from being so.
        var spoilt = await desk.StepAsync(await StartAsync(desk, "condition", "set", "电话 13812345678", chosen: "?state=published"));
        Assert.Equal((0, 2), (spoilt.Changed, spoilt.Problems));
        var again = await desk.CompareAsync(Encoding.UTF8.GetBytes("总登记号,藏品名称,完残情况\n1,青花碗,请联系 13812345678\n2,青花瓶,完好\n"));
        Assert.Equal((1, 1), (again.Changed, again.Problems));
        await EditAsync(desk, BatchEdit.LevelField, "set", "Members", chosen: "?state=published");
        Assert.Equal(2, (await desk.ObjectsAsync()).Count(o => o.Level == Guanlian.Catalogue.Access.Level.Members));
        await desk.UndoAsync(act);
        Assert.All(await desk.ObjectsAsync(), o => Assert.Equal(ObjectState.Draft, o.State));
    }

    [Fact]
    public async Task A_keeper_who_may_not_publish_changes_fields_only_and_no_number_is_set_for_many()
    {
        var desk = await DeskAsync(Roles.Staff);
        Assert.Equal(ImportWords.MayNotPublish, (await RefusedAsync(BatchEdit.State, "set", "Published")).Code);
        Assert.Equal("catalogue.batch.field-unknown", (await RefusedAsync("number", "set", "9")).Code);
        Assert.Equal("catalogue.batch.text-only", (await RefusedAsync("category", "append", "铜器")).Code);
        Assert.Equal("catalogue.batch.value-unknown", (await RefusedAsync(BatchEdit.LevelField, "set", "everybody")).Code);

        Task<Refusal> RefusedAsync(string field, string way, string value) => desk.AsAsync<StartAct.Handler, Refusal>(async start =>
            (await start.HandleAsync(new(Guid.CreateVersion7(), BatchEdit.KindName, null, null, new Dictionary<string, string>
            {
                [BatchEdit.Field] = field,
                [BatchEdit.Do] = way,
                [BatchEdit.Value] = value,
            }), default)).Refusal!);
    }
}
