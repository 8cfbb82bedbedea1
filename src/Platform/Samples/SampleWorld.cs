using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Samples;

/// <summary>What the steps of the sample province share: a clock that they set, the people who act in it, and what earlier steps made.</summary>
/// <param name="services">The program's services, with the sample's clock.</param>
/// <param name="setClock">Sets what time it is.</param>
/// <param name="now">The real time.</param>
/// <param name="password">Of every sample account.</param>
public sealed class SampleWorld(IServiceProvider services, Action<DateTimeOffset> setClock, DateTimeOffset now, string password)
{
    private readonly Dictionary<string, (Guid PersonId, Guid? MandateId)> people = [];
    private readonly Dictionary<string, Guid> ids = [];

    /// <summary>The real time; the province's last step ends here.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The password of every sample account.</summary>
    public string Password => password;

    /// <summary>The accounts made, for the operator to read.</summary>
    public IList<SampleSignIn> SignIns { get; } = [];

    /// <summary>Whatever steps want to find again, by name.</summary>
    public IDictionary<string, Guid> Ids => ids;

    /// <summary>Moves the clock of everything that runs in this world.</summary>
    public void GoTo(DateTimeOffset time) => setClock(time);

    /// <summary>Somebody can act from now on.</summary>
    public void Knows(string who, Guid personId, Guid? mandateId) => people[who] = (personId, mandateId);

    /// <summary>Lets somebody use a handler; a refusal is a fault of the sample.</summary>
    public async Task<T> AsAsync<THandler, T>(string who, Func<THandler, Task<Outcome<T>>> act) where THandler : notnull
    {
        ArgumentNullException.ThrowIfNull(act);
        return await InAsync(await ActorAsync(who), act);
    }

    /// <summary>Lets the program write down what an institution would have written itself.</summary>
    public async Task<T> ForAsync<THandler, T>(Guid partyId, string name, string role, Func<THandler, Task<Outcome<T>>> act) where THandler : notnull
    {
        ArgumentNullException.ThrowIfNull(act);
        var permissions = services.GetRequiredService<PermissionTable>().Of(role);
        return await InAsync(new Actor(null, "guanlian", new(Guid.Empty, partyId, "", name, role, permissions, new HashSet<Guid>())) { Sample = true }, act);
    }

    /// <summary>Reads something, as the program itself.</summary>
    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> ask) where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(ask);
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program with { Sample = true };
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Runs what is queued, for the loops do not run yet.</summary>
    public async Task RunJobsAsync(CancellationToken ct)
    {
        while (await services.GetRequiredService<JobLoop>().RunNextAsync(ct))
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Tells the modules what was announced so far, at the time that it is in this world.</summary>
    public async Task DeliverAsync(CancellationToken ct)
    {
        while (await services.GetRequiredService<DeliveryLoop>().DeliverNextAsync(ct))
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task<Actor> ActorAsync(string who)
    {
        await using var scope = services.CreateAsyncScope();
        var (person, mandate) = people[who];
        return await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(person, mandate, CancellationToken.None) with { Sample = true };
    }

    private async Task<T> InAsync<THandler, T>(Actor actor, Func<THandler, Task<Outcome<T>>> act) where THandler : notnull
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        var outcome = await act(scope.ServiceProvider.GetRequiredService<THandler>());
        return outcome.Refused
            ? throw new InvalidOperationException($"the sample province was refused: {typeof(THandler).FullName}: {outcome.Refusal}")
            : outcome.Value;
    }
}
