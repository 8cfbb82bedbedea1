using System.Collections.Concurrent;
using System.Diagnostics;
using Guanlian.Media.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media.Iiif;

/// <summary>
/// What visitors without an account see, remembered for a second: a viewer asks for a hundred tiles of one image in that time
/// (docs/decisions/0162). Whoever is signed in is answered afresh.
/// </summary>
internal sealed class OpenImages(IServiceScopeFactory scopes)
{
    private const int MostRemembered = 20_000;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, Answer> answers = new();

    public ValueTask<SeenImage?> FindAsync(Guid id)
    {
        if (answers.TryGetValue(id, out var known) && Stopwatch.GetElapsedTime(known.At) < Age && known.Seen.IsCompletedSuccessfully)
        {
            return new(known.Seen);
        }

        if (known is not null && !known.Seen.IsCompleted)
        {
            return new(known.Seen); // being asked right now
        }

        if (answers.Count > MostRemembered)
        {
            answers.Clear();
        }

        var asked = new Answer(Stopwatch.GetTimestamp(), AskAsync(id));
        answers[id] = asked;
        return new(asked.Seen);
    }

    private async Task<SeenImage?> AskAsync(Guid id)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ImageAccess>().SeenAsync(id, CancellationToken.None);
    }

    private sealed record Answer(long At, Task<SeenImage?> Seen);
}
