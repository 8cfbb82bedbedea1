using System.Globalization;
using Guanlian.Platform.Words;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Events;

/// <summary>
/// Answers that cost a look at thousands of rows and that many readers ask for: made once and given to the next who asks the same, until
/// anything at all is written into the history (docs/decisions/0025). The key names whoever may see it; who reads is asked before.
/// </summary>
public sealed class KeptAnswers(TimeProvider clock, IServiceScopeFactory scopes) : IDisposable
{
    private const int Most = 400;
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(2);
    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = Most, CompactionPercentage = 0.25 });
    private readonly Lock finding = new();

    /// <summary>The answer, whether it was there or not; who asks while another makes it waits for that one.</summary>
    /// <param name="number">Of the request: what the history counts now.</param>
    /// <param name="key">All that the answer depends on besides the history, the day and the language.</param>
    /// <param name="make">Makes it, in a scope of its own and as nobody: whoever happened to ask first may leave, others wait for it.</param>
    /// <param name="ct">Stops the waiting.</param>
    public async Task<T> OfAsync<TMaker, T>(HistoryNumber number, string key, Func<TMaker, Task<T>> make, CancellationToken ct)
        where TMaker : notnull
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(make);
        var last = await number.NowAsync(ct);
        var whole = string.Create(CultureInfo.InvariantCulture, $"{last} {Dates.InChina(clock.GetUtcNow()):yyyyMMdd} {Wording.Language} {typeof(TMaker)} {typeof(T)} {key}");
        Task<T> answer;
        lock (finding)
        {
            if (answers.Get<Task<T>>(whole) is not { IsFaulted: false, IsCanceled: false } there)
            {
                there = MakeAsync(make);
                answers.Set(whole, there, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Unused });
            }

            answer = there;
        }

        return await answer.WaitAsync(ct);
    }

    private async Task<T> MakeAsync<TMaker, T>(Func<TMaker, Task<T>> make)
        where TMaker : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await make(scope.ServiceProvider.GetRequiredService<TMaker>());
    }

    /// <inheritdoc />
    public void Dispose() => answers.Dispose();
}
