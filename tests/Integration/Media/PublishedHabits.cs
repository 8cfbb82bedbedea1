using System.Text.Json;

namespace Guanlian.Integration.Media;

/// <summary>What the published validator looks at beside its schema: an answer lies where it says it does, and no two things in it have one id.</summary>
internal static class PublishedHabits
{
    // What refers to a thing instead of being it.
    private static readonly string[] Referring = ["target", "range", "structures", "first", "last", "start", "source", "body", "scope", "thumbnail"];

    public static IReadOnlyList<string> Faults(string address, JsonElement answer)
    {
        var ids = Ids(answer).ToList();
        var elsewhere = ids[0] == address ? [] : new[] { $"says that it lies at {ids[0]}" };
        return [.. elsewhere, .. ids.GroupBy(i => i).Where(g => g.Count() > 1).Select(g => $"{g.Count()} things are called {g.Key}")];
    }

    private static IEnumerable<string> Ids(JsonElement one)
    {
        if (one.TryGetProperty("id", out var id))
        {
            yield return id.GetString()!;
        }

        foreach (var inner in one.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array && !Referring.Contains(p.Name))
            .SelectMany(p => p.Value.EnumerateArray()).Where(i => i.ValueKind == JsonValueKind.Object).SelectMany(Ids))
        {
            yield return inner;
        }
    }
}
