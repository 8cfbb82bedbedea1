using Guanlian.Hosting;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Members.Clusters;

public sealed class ManyAtOnce(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_province_is_admitted_after_a_dry_run_and_the_admission_is_undone()
    {
        var cluster = await host.NewClusterAsync();
        var secretariat = await host.PersonAsAsync("secretariat", cluster);
        var (member, applicant) = (await host.NewMuseumAsync("已是成员"), await host.NewMuseumAsync("正在申请"));
        for (var i = 0; i < 5; i++)
        {
            await host.NewMuseumAsync($"新馆{i}");
        }

        await host.ExecuteAsync("update members.party set division_code = '140100' where kind = 'Museum'");
        await host.NewMuseumAsync("外省的馆");
        await host.JoinAsync(cluster, member);
        var director = await host.PersonAsAsync("director", applicant);
        Assert.False((await AsAsync(director, (BeginMembership.Handler h) => h.HandleAsync(new BeginMembership.Apply(cluster, null), default))).Refused);

        var options = new Dictionary<string, string> { ["place"] = "14", ["kind"] = "Museum", ["role"] = "Member" };
        var act = await AsAsync(secretariat, (StartAct.Handler h) => h.HandleAsync(new(Guid.CreateVersion7(), AdmitParties.KindName, null, null, options), default));
        await UntilAsync(act.Value, "Ready");
        Assert.Equal(1L, await host.ScalarAsync<long>($"select count(*) from members.membership where cluster_id = '{cluster}' and state = 'Full'"));
        Assert.Equal("5/1/1", await host.ScalarAsync<string>($"""
            select concat_ws('/', count(*) filter (where state = 'Added'), count(*) filter (where state = 'Same'), count(*) filter (where state = 'Problem'))
              from platform.bulk_row where act_id = '{act.Value}'
            """));

        Assert.False((await AsAsync(secretariat, async (ApplyAct.Handler h) => await h.HandleAsync(new(act.Value, await VersionAsync(act.Value), "理事会同意"), default))).Refused);
        await UntilAsync(act.Value, "Applied");
        Assert.Equal(6L, await host.ScalarAsync<long>($"select count(*) from members.membership where cluster_id = '{cluster}' and state = 'Full'"));
        Assert.False((await AsAsync(secretariat, async (UndoAct.Handler h) => await h.HandleAsync(new(act.Value, await VersionAsync(act.Value), "范围有误"), default))).Refused);
        await UntilAsync(act.Value, "Undone");
        Assert.Equal(1L, await host.ScalarAsync<long>($"select count(*) from members.membership where cluster_id = '{cluster}' and state = 'Full'"));
    }

    private Task<int> VersionAsync(Guid act) => host.ScalarAsync<int>($"select version from platform.bulk_act where id = '{act}'");

    private async Task UntilAsync(Guid act, string state)
    {
        for (var tries = 0; await host.ScalarAsync<string>($"select state from platform.bulk_act where id = '{act}'") != state; tries++)
        {
            Assert.True(tries < 300, $"still {await host.ScalarAsync<string>($"select state || coalesce(refusal::text, '') from platform.bulk_act where id = '{act}'")}");
            await Task.Delay(100);
        }
    }

    private async Task<T> AsAsync<THandler, T>(SignedIn who, Func<THandler, Task<T>> use) where THandler : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }
}
