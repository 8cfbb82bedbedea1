using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Pages;

/// <summary>Finished parts of pages that all readers see alike, as they are sent; used by <see cref="KeptPart"/>.</summary>
public sealed class KeptParts : IDisposable
{
    private const int AllParts = 4 << 20;
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(2);
    private readonly MemoryCache parts = new(new MemoryCacheOptions { SizeLimit = AllParts, CompactionPercentage = 0.25 });

    /// <summary>Where nothing is registered (in most tests) every part is made for every reader.</summary>
    public static IServiceCollection Add(IServiceCollection services) => services.AddSingleton<KeptParts>();

    /// <summary>The part kept under this key.</summary>
    public string? Find(string key) => parts.Get<string>(key);

    /// <summary>Keeps a part until others need the room.</summary>
    public void Keep(string key, string markup) =>
        parts.Set(key, markup, new MemoryCacheEntryOptions { Size = (markup.Length + key.Length) * sizeof(char), SlidingExpiration = Unused });

    /// <inheritdoc />
    public void Dispose() => parts.Dispose();
}
