using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Integration.Platform.Bulk;

public sealed class CleaningUp : IAsyncLifetime
{
    private const string First = "编号,名称,数量,备注\nA,鼎,3,\nB,尊,5,旧藏\n";
    private readonly BulkProgram program = new();

    public Task InitializeAsync() => program.InitializeAsync();

    public Task DisposeAsync() => program.DisposeAsync();

    [Fact]
    public async Task Uploaded_files_go_thirty_days_after_the_last_step_and_what_was_left_undecided_is_given_up()
    {
        var applied = await program.ImportAsync(First);
        program.Clock.Advance(TimeSpan.FromDays(20));
        var left = await program.CompareAsync("编号,名称\nC,爵\n");
        await CleanUpAsync();
        Assert.Equal(new[] { applied.Id, left.Id }.Order(), await WithFilesAsync());

        program.Clock.Advance(TimeSpan.FromDays(11)); // the first is 31 days old now, the second 11
        await CleanUpAsync();
        Assert.Equal([left.Id], await WithFilesAsync());
        Assert.Equal(BulkState.Applied, await StateAsync(applied.Id));

        program.Clock.Advance(TimeSpan.FromDays(20));
        var fresh = await program.CompareAsync("编号,名称\nD,簋\n");
        await CleanUpAsync();
        Assert.Equal([fresh.Id], await WithFilesAsync());
        Assert.Equal((BulkState.Discarded, BulkState.Ready), (await StateAsync(left.Id), await StateAsync(fresh.Id)));
        Assert.Equal([1], await program.AsAsync((PlatformDb db) => db.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from platform.event where subject_id = {left.Id} and action = 'platform.bulk-act.discarded'").ToListAsync()));
    }

    private async Task CleanUpAsync() => Assert.Contains("platform.clean-up-bulk-files", await program.AsAsync((RegularLoop l) => l.RunDueAsync(default)));

    private async Task<IEnumerable<Guid>> WithFilesAsync() =>
        (await program.AsAsync((PlatformDb db) => db.Database.SqlQuery<Guid>($"select distinct act_id as \"Value\" from platform.bulk_file").ToListAsync())).Order();

    private Task<BulkState> StateAsync(Guid act) =>
        program.AsAsync((PlatformDb db) => db.Set<BulkAct>().Where(a => a.Id == act).Select(a => a.State).SingleAsync());
}
