using Guanlian.Platform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Talk;

/// <summary>Whom a word about a thing calls with an @: parties that it concerns by their whole names, and people of theirs by their own.</summary>
internal sealed class CalledByName(IPartyNames names, IPartyPeople people, IActorSource actors, IServiceScopeFactory scopes)
{
    /// <summary>Nobody is called who could not see the thing himself. Of people with one name all are meant.</summary>
    public async Task<(IReadOnlyCollection<Guid> Parties, IReadOnlyCollection<Guid> People)> FindAsync(
        string text, string kind, Guid subject, IReadOnlyCollection<Guid> concerned, CancellationToken ct)
    {
        if (!text.AsSpan().ContainsAny('@', '＠'))
        {
            return ([], []);
        }

        var parties = await names.OfAsync(concerned, ct);
        var seeing = new Dictionary<Guid, string>();
        foreach (var person in await people.CalledInAsync(text, concerned, ct))
        {
            if (!seeing.ContainsKey(person.PersonId) && await SeesAsync(person, kind, subject, ct))
            {
                seeing.Add(person.PersonId, person.Name);
            }
        }

        var (byParty, byPerson, longest) = (new HashSet<Guid>(), new HashSet<Guid>(), parties.Values.Concat(seeing.Values).Distinct().OrderByDescending(n => n.Length).ToList());
        for (var at = 0; at < text.Length; at++)
        {
            // Of two names of which one begins the other, the longer one that fits is meant.
            if (text[at] is '@' or '＠' && longest.Find(n => text.AsSpan(at + 1).StartsWith(n, StringComparison.Ordinal)) is { } name)
            {
                byParty.UnionWith(parties.Where(p => p.Value == name).Select(p => p.Key));
                byPerson.UnionWith(seeing.Where(p => p.Value == name).Select(p => p.Key));
            }
        }

        return (byParty, byPerson);
    }

    // Asked of the thing's own module, with that person in the writer's place.
    private async Task<bool> SeesAsync(PartyPerson person, string kind, Guid subject, CancellationToken ct)
    {
        var actor = await actors.ForAsync(person.PersonId, person.MandateId, ct);
        if (!actor.May(PlatformPermissions.Talk))
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return scope.ServiceProvider.GetServices<IThreadSubject>().FirstOrDefault(s => s.Kind == kind) is { } place && await place.FindAsync(subject, ct) is not null;
    }
}
