using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Pages;

/// <summary>
/// Base of a component that reads the database beside others of the same page, such as a part of the home page: they load at the same
/// time, and a database context serves one at a time, so each takes its services from a scope of its own, under the same actor.
/// </summary>
public abstract class PartOfPage : DrawnWhenLoaded, IAsyncDisposable
{
    private AsyncServiceScope? scope;

    [Inject]
    private IServiceScopeFactory Scopes { get; set; } = null!;

    [Inject]
    private HistoryNumber Number { get; set; } = null!;

    [Inject]
    private CurrentActor Reader { get; set; } = null!;

    /// <summary>A service of this part's own scope.</summary>
    protected T Own<T>()
        where T : notnull
    {
        if (scope is null)
        {
            scope = Scopes.CreateAsyncScope();
            scope.Value.ServiceProvider.GetRequiredService<CurrentActor>().Value = Reader.Value;
            scope.Value.ServiceProvider.GetRequiredService<HistoryNumber>().AsAskedBy(Number);
        }

        return scope.Value.ServiceProvider.GetRequiredService<T>();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (scope is { } own)
        {
            await own.DisposeAsync();
        }
    }
}
