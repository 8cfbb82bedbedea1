using Guanlian.Hosting.Shelf;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Integration.Platform.Bulk;

public sealed class BulkTests : IAsyncLifetime
{
    private const string First = "编号,名称,数量,备注\nA,鼎,3,\nB,尊,0,旧藏\nC,爵,多,\n";
    private readonly BulkProgram program = new();

    public Task InitializeAsync() => program.InitializeAsync();

    public Task DisposeAsync() => program.DisposeAsync();

    [Fact]
    public async Task A_dry_run_writes_nothing_but_the_comparison()
    {
        var act = await program.CompareAsync(First);
        Assert.Equal((BulkState.Ready, 2, 0, 0, 1, 1), (act.State, act.Added, act.Changed, act.Same, act.Problems, act.Flagged));
        Assert.Empty(await program.ShelfAsync());
        var rows = await program.RowsAsync(act.Id);
        Assert.Equal([true, true, false], rows.Select(r => r.Accepted));
        Assert.Contains("\"cell\": \"C4\"", rows[2].Findings!.RootElement.ToString()
            .Replace("\":\"", "\": \"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applying_writes_the_accepted_rows_with_actor_mandate_and_reason()
    {
        var act = await program.CompareAsync(First);
        await ChooseAsync(act, [1, 2, 3], [1]);
        act = await program.ActAsync(act.Id);
        Assert.False((await program.ApplyAsync(act)).Refused);
        await program.WorkAsync();

        Assert.Equal(["A 鼎 3 -"], await program.ShelfAsync());
        var history = await program.HistoryAsync();
        var row = history.Single(e => e.Action == "tests.thing.added-in-bulk");
        Assert.Equal(("李馆员", program.Keeper.Mandate!.Id, "年度更新", ShelfImport.Name),
            (row.ActorName, row.MandateId, row.Reason, row.ReasonCode));
        Assert.Equal("鼎", row.After!.RootElement.GetProperty("name").GetString());
        Assert.Single(history, e => e.Action == "platform.bulk-act.applied");
    }

    [Fact]
    public async Task The_same_file_again_shows_no_difference()
    {
        await program.ImportAsync(First);
        var again = await program.CompareAsync(First);
        Assert.Equal((0, 0, 2, 1), (again.Added, again.Changed, again.Same, again.Problems));
        Assert.Equal("platform.bulk.nothing-accepted", (await program.ApplyAsync(again)).Refusal?.Code);
    }

    [Fact]
    public async Task A_column_that_the_file_lacks_empties_nothing()
    {
        await program.ImportAsync(First);
        var act = await program.ImportAsync("编号,名称\nA,大鼎\n");
        Assert.Equal(1, act.Changed);
        Assert.Equal(["A 大鼎 3 -", "B 尊 0 旧藏"], await program.ShelfAsync());
    }

    [Fact]
    public async Task Two_rows_with_one_number_are_a_problem_that_names_the_first()
    {
        var act = await program.CompareAsync("编号,名称\nA,鼎\nB,尊\nA,爵\n");
        Assert.Equal((2, 1), (act.Added, act.Problems));
        Assert.Contains("key-twice", (await program.RowsAsync(act.Id))[2].Findings!.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_edited_since_the_comparison_is_not_overwritten_but_compared_anew()
    {
        await program.ImportAsync(First);
        var act = await program.CompareAsync("编号,名称,数量,备注\nA,鼎,4,\nB,尊,5,旧藏\n");
        await program.SqlAsync("update shelf.thing set count = '9', version = version + 1 where code = 'A'");
        Assert.False((await program.ApplyAsync(act)).Refused);
        await program.WorkAsync();

        Assert.Equal(["A 鼎 9 -", "B 尊 0 旧藏"], await program.ShelfAsync());
        act = await program.ActAsync(act.Id);
        Assert.Equal(BulkState.Ready, act.State);
        Assert.Equal("platform.bulk.edited-since", act.Refusal!.RootElement.GetProperty("code").GetString());
        Assert.Equal("9", (await program.RowsAsync(act.Id))[0].Before!.RootElement.GetProperty("count").GetString());
        Assert.False((await program.ApplyAsync(act)).Refused);
        await program.WorkAsync();
        Assert.Equal(["A 鼎 4 -", "B 尊 5 旧藏"], await program.ShelfAsync());
    }

    [Fact]
    public async Task An_edit_at_the_very_moment_of_writing_is_not_overwritten()
    {
        await program.ImportAsync(First);
        var act = await program.CompareAsync("编号,名称,数量,备注\nA,鼎,4,\n");
        program.Probe.Before = async (step, _, _) =>
        {
            if (step == "apply")
            {
                program.Probe.Before = (_, _, _) => Task.CompletedTask;
                await program.SqlAsync("update shelf.thing set count = '刚改', version = version + 1 where code = 'A'");
            }
        };
        await program.ApplyAsync(act);
        await program.WorkAsync();
        Assert.Equal("A 鼎 刚改 -", (await program.ShelfAsync())[0]);
        Assert.Equal(BulkState.Ready, (await program.ActAsync(act.Id)).State);
    }

    [Fact]
    public async Task One_row_that_cannot_be_written_keeps_all_of_them_out_and_is_shown()
    {
        var act = await program.CompareAsync("编号,名称\nA,鼎\nB,不许写\n");
        await program.ApplyAsync(act);
        await program.WorkAsync();
        Assert.Empty(await program.ShelfAsync());
        act = await program.ActAsync(act.Id);
        Assert.Equal((BulkState.Ready, 1, 1), (act.State, act.Added, act.Problems));
        Assert.False((await program.ApplyAsync(act)).Refused);
        await program.WorkAsync();
        Assert.Equal(["A 鼎 - -"], await program.ShelfAsync());
    }

    [Fact]
    public async Task A_violated_constraint_is_told_in_the_modules_words()
    {
        var act = await program.CompareAsync("编号,名称\nA,鼎\nB,鼎\n");
        await program.ApplyAsync(act);
        await program.WorkAsync();
        act = await program.ActAsync(act.Id);
        Assert.Equal((BulkState.Ready, "tests.name-taken"), (act.State, act.Refusal!.RootElement.GetProperty("code").GetString()));
        Assert.Empty(await program.ShelfAsync());
    }

    [Fact]
    public async Task Undoing_takes_back_what_nobody_edited_since_and_names_the_rest()
    {
        await program.ImportAsync(First);
        var act = await program.ImportAsync("编号,名称,数量,备注\nA,鼎,4,新\nB,尊,5,旧藏\nD,甗,1,\nE,簋,1,\n借出,盘,1,\n");
        await program.SqlAsync("update shelf.thing set note = '又改', version = version + 1 where code in ('A', 'E')");
        Assert.False((await program.UndoAsync(act)).Refused);
        await program.WorkAsync();

        Assert.Equal(["A 鼎 3 又改", "B 尊 0 旧藏", "E 簋 1 又改", "借出 盘 1 -"], await program.ShelfAsync());
        act = await program.ActAsync(act.Id);
        Assert.Equal((BulkState.Undone, 5, 3), (act.State, act.Written, act.Kept));
        var kept = (await program.RowsAsync(act.Id)).Where(r => r.Kept is not null)
            .ToDictionary(r => r.Key, r => (r.Outcome, r.Kept!.RootElement.ToString()));
        Assert.Equal(BulkRowEnd.PartlyUndone, kept["A"].Outcome);
        Assert.Contains("又改", kept["A"].Item2, StringComparison.Ordinal);
        Assert.Contains("tests.on-loan", kept["借出"].Item2, StringComparison.Ordinal);
        Assert.Contains("kept-of-added", kept["E"].Item2, StringComparison.Ordinal);
        Assert.Contains(await program.HistoryAsync(), e => e.Action == "tests.thing.bulk-undone" && e.Reason == "导错了");
    }

    [Fact]
    public async Task Thirty_days_later_nothing_is_undone()
    {
        var act = await program.ImportAsync(First);
        program.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        Assert.Equal("platform.bulk.undo-too-late", (await program.UndoAsync(act)).Refusal?.Code);
    }

    [Fact]
    public async Task Requests_that_come_twice_or_late_do_nothing_twice()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(id, (await program.SendAsync(First, id: id)).Value);
        Assert.Equal(id, (await program.SendAsync(First, id: id)).Value);
        Assert.Equal("platform.bulk.id-taken", (await program.SendAsync("编号,名称\nZ,别的\n", id: id)).Refusal?.Code);
        await program.WorkAsync();
        var seen = await program.ActAsync(id);

        await ChooseAsync(seen, [1, 2], [2]);
        Assert.False((await ChooseAsync(seen, [1, 2], [2])).Refused);
        Assert.IsType<Refusal.Stale>((await ChooseAsync(seen, [1, 2], [1])).Refusal);
        Assert.Equal("platform.bulk.stale", (await program.ApplyAsync(seen)).Refusal?.Code);

        var act = await program.ActAsync(id);
        Assert.Equal("platform.bulk.reason-missing", (await program.ApplyAsync(act, " ")).Refusal?.Code);
        Assert.False((await program.ApplyAsync(act)).Refused);
        Assert.False((await program.ApplyAsync(act)).Refused);
        await program.WorkAsync();
        Assert.False((await program.ApplyAsync(act)).Refused);
        Assert.Single(await program.HistoryAsync(), e => e.Action == "platform.bulk-act.applied");

        var applied = await program.ActAsync(id);
        await program.UndoAsync(applied);
        await program.WorkAsync();
        Assert.False((await program.UndoAsync(applied)).Refused);
        Assert.IsType<Refusal.Stale>((await program.ApplyAsync(applied)).Refusal);
    }

    [Fact]
    public async Task Two_people_at_once_apply_one_act_once()
    {
        var act = await program.CompareAsync(First);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => program.ApplyAsync(act)));
        Assert.All(answers, a => Assert.True(!a.Refused || a.Refusal is Refusal.Stale));
        await program.WorkAsync();
        Assert.Single(await program.HistoryAsync(), e => e.Action == "platform.bulk-act.applied");
        Assert.Equal(2, (await program.ShelfAsync()).Count);
    }

    [Fact]
    public async Task What_you_may_not_see_does_not_exist()
    {
        var act = await program.CompareAsync(First);
        var stranger = BulkProgram.Person("外人", Guid.CreateVersion7());
        Assert.IsType<Refusal.Missing>((await program.ApplyAsync(act, actor: stranger)).Refusal);
        Assert.IsType<Refusal.Missing>((await program.UndoAsync(act, actor: stranger)).Refusal);
        var reader = BulkProgram.Person("读者", program.Keeper.PartyId!.Value, "tests.other");
        Assert.IsType<Refusal.Missing>((await program.ApplyAsync(act, actor: reader)).Refusal);
        Assert.IsType<Refusal.Denied>((await program.SendAsync(First, reader)).Refusal);
    }

    [Fact]
    public async Task A_file_that_breaks_off_further_down_is_refused_and_leaves_no_rows()
    {
        var act = await program.CompareAsync("编号,名称\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i},物{i}\n")) + "X,\"没有完\n");
        Assert.Equal((BulkState.Refused, "platform.tables.rows.open-quote"),
            (act.State, act.Refusal!.RootElement.GetProperty("code").GetString()));
        Assert.Empty(await program.RowsAsync(act.Id));
        Assert.Equal("platform.tables.header.columns-missing", (await program.SendAsync("编号,数量\n1,2\n")).Refusal?.Code);
    }

    [Fact]
    public async Task A_batch_edit_goes_the_same_way_as_an_import()
    {
        await program.ImportAsync("编号,名称,备注\nA1,鼎,旧\nA2,尊,\nB1,爵,\n");
        Task<Outcome<Guid>> edit(string begins) => program.AsAsync<StartAct.Handler, Outcome<Guid>>(h => h.HandleAsync(
            new(Guid.CreateVersion7(), ShelfEdit.Name, null, null, new Dictionary<string, string> { ["begins"] = begins, ["note"] = "新" }),
                default));
        Assert.Equal("begins", Assert.IsType<Refusal.Invalid>((await edit(" ")).Refusal).Field);
        var id = (await edit("A")).Value;
        await program.WorkAsync();
        var act = await program.ActAsync(id);
        Assert.Equal((BulkState.Ready, 2), (act.State, act.Changed));
        await program.ApplyAsync(act);
        await program.WorkAsync();
        Assert.Equal(["A1 鼎 - 新", "A2 尊 - 新", "B1 爵 - -"], await program.ShelfAsync());
        await program.UndoAsync(await program.ActAsync(id));
        await program.WorkAsync();
        Assert.Equal(["A1 鼎 - 旧", "A2 尊 - -", "B1 爵 - -"], await program.ShelfAsync());
    }

    [Fact]
    public async Task A_command_takes_each_step_at_once_and_the_queued_jobs_find_it_taken()
    {
        var id = (await program.SendAsync(First, Actor.Program)).Value;
        Task<Refusal?> step() =>
            program.AsAsync<BulkSteps, Refusal?>(s => s.RunAsync(id, (_, _, _) => Task.CompletedTask, default), Actor.Program);
        Assert.Null(await step());
        Assert.False((await program.ApplyAsync(await program.ActAsync(id), actor: Actor.Program)).Refused);
        Assert.Null(await step());
        Assert.Equal(2, (await program.ShelfAsync()).Count);
        await program.WorkAsync();
        Assert.Single(await program.HistoryAsync(), e => e.Action == "platform.bulk-act.applied" && e.PersonId is null);
        Assert.IsType<Refusal.Missing>((await program.UndoAsync(await program.ActAsync(id))).Refusal);
    }

    private Task<Outcome<Done>> ChooseAsync(BulkAct act, int[] shown, int[] accepted) =>
        program.AsAsync<ChooseRows.Handler, Outcome<Done>>(h => h.HandleAsync(new(act.Id, act.Version, shown, accepted), default));
}
