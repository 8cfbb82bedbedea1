using Guanlian.Platform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Hosting;

/// <summary>Handlers used as somebody who is signed in.</summary>
public static class Acting
{
    /// <summary>Runs something with the program's services, in a scope of its own, as this person.</summary>
    public static async Task<T> AsAsync<THandler, T>(this GuanlianHost host, SignedIn who, Func<THandler, Task<T>> use) where THandler : notnull
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(use);
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value =
            await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    /// <summary>Waits until a query has an answer; the program's loops work meanwhile.</summary>
    public static async Task UntilAsync(this GuanlianHost host, string sql)
    {
        for (var tries = 0; await host.ScalarAsync<int>(sql) == 0; tries++)
        {
            await Task.Delay(100);
            if (tries > 1200)
            {
                throw new TimeoutException(sql);
            }
        }
    }

    /// <summary>A party's code.</summary>
    public static async Task<string> CodeOfAsync(this GuanlianHost host, Guid party) =>
        (await host.ScalarAsync<string>($"select code from members.party where id = '{party}'"))!;
}
