using System.Collections.Concurrent;
using System.Diagnostics;
using Guanlian.Media.Access;
using Guanlian.Media.Iiif.Viewers;
using Guanlian.Platform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media.Iiif;

/// <summary>
/// What visitors without an account see, and what whoever holds a ticket sees, remembered for a second: a viewer asks for a hundred tiles
/// of one image in that time (docs/decisions/0162). Whoever is signed in is asked about where not everybody sees an image.
/// </summary>
internal sealed class OpenImages(IServiceScopeFactory scopes)
{
    private const int MostRemembered = 20_000;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<ImageName, Answer> answers = new();

    /// <param name="name">At which address.</param>
    /// <param name="pass">Who reads, where the address itself says so; else everybody.</param>
    public ValueTask<SeenImage?> FindAsync(ImageName name, ViewerPass? pass)
    {
        if (Remembered(name) is { } known)
        {
            return new(known);
        }

        if (answers.Count > MostRemembered)
        {
            answers.Clear();
        }

        var asked = new Answer(Stopwatch.GetTimestamp(), AskAsync(name, pass));
        answers[name] = asked;
        return new(asked.Seen);
    }

    /// <summary>What was answered within the last second, or is being asked right now.</summary>
    public Task<SeenImage?>? Remembered(ImageName name) => answers.TryGetValue(name, out var known)
        && (known.Seen.IsCompletedSuccessfully ? Stopwatch.GetElapsedTime(known.At) < Age : !known.Seen.IsCompleted) ? known.Seen : null;

    private async Task<SeenImage?> AskAsync(ImageName name, ViewerPass? pass)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (pass is null)
        {
            return await scope.ServiceProvider.GetRequiredService<ImageAccess>().SeenAsync(name.Id, CancellationToken.None);
        }

        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value =
            await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(pass.Principal(), CancellationToken.None);
        var seen = await scope.ServiceProvider.GetRequiredService<ImageAccess>().SeenAsync(name.Id, null, CancellationToken.None);

        // A ticket is worth nothing to whoever is given no more than everybody, or is signed in no longer.
        return seen is null or { Face: Face.Open } ? null : seen with { Name = name.ToString(), Public = false };
    }

    private sealed record Answer(long At, Task<SeenImage?> Seen);
}
