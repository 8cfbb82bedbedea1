using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guanlian.Catalogue.Profiles;

/// <summary>All profiles that ship.</summary>
internal sealed class ProfileBook(IReadOnlyList<Profile> profiles)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly Dictionary<string, Profile> byName = profiles.ToDictionary(p => p.Name);

    public static ProfileBook Shipped { get; } = Read();

    public IReadOnlyList<Profile> All => profiles;

    /// <summary>By name; null for an unknown one.</summary>
    public Profile? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>By the name that a record carries: there is one, or the program is older than its data.</summary>
    public Profile this[string name] => byName[name];

    private static ProfileBook Read()
    {
        var assembly = typeof(ProfileBook).Assembly;
        var profiles = new List<Profile>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Profiles.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var profile = JsonSerializer.Deserialize<Profile>(stream, Options)!;
            var roles = profile.Fields.Where(f => f.Role is not null).Select(f => f.Role!).ToList();
            if (roles.Except(FieldRoles.All).FirstOrDefault() is { } unknown)
            {
                throw new InvalidOperationException($"{name}: no part is called {unknown}");
            }

            profiles.Add(profile);
        }

        return new(profiles);
    }
}
