using Guanlian.Hosting;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Talk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Platform;

public sealed class AnswersAreKept(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Whoever_asked_first_may_leave_and_those_who_wait_get_the_answer()
    {
        var kept = host.Services.GetRequiredService<KeptAnswers>();
        var going = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = new CancellationTokenSource();
        await using (var first = host.Services.CreateAsyncScope())
        {
            var asked = kept.OfAsync(first.ServiceProvider.GetRequiredService<HistoryNumber>(), "示例", async (PlatformDb db) =>
            {
                await going.Task;
                return await db.Set<Message>().CountAsync();
            }, leaving.Token);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        await using var second = host.Services.CreateAsyncScope();
        var answer = kept.OfAsync(second.ServiceProvider.GetRequiredService<HistoryNumber>(), "示例", Task<int> (PlatformDb _) => throw new InvalidOperationException("made twice"), default);
        going.SetResult();
        Assert.Equal(0, await answer);
    }
}
