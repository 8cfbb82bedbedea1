using System.Collections.Concurrent;
using Guanlian.Hosting;
using Guanlian.Media.Masters;
using Guanlian.Platform.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Guanlian.Integration.Media.Buckets;

/// <summary>One of the two stores, and what lies behind it for whoever wants to spoil it.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FileHome home;

    private StoreUnderTest(BucketPeer? peer)
    {
        (Peer, home) = (peer, new(folder.Path, "none"));
        Store = peer is null ? new FolderStore(home, TimeProvider.System) : Bucket(peer.Settings);
    }

    public IMasterStore Store { get; private set; }

    /// <summary>Null where it is a folder.</summary>
    public BucketPeer? Peer { get; }

    /// <summary>What the store wrote into the log.</summary>
    public Heard Log { get; } = new();

    /// <summary>The folder of the program's files.</summary>
    public string Files => folder.Path;

    /// <summary>What lies on this machine on its way.</summary>
    public string[] Arriving => Directory.Exists(Path.Combine(Files, "masters", "arriving")) ? Directory.GetFiles(Path.Combine(Files, "masters", "arriving")) : [];

    /// <summary>Names under which something stands.</summary>
    public string[] Names => Peer is not null ? [.. Peer.Objects.Keys.Select(k => k.Split('/')[^1])]
        : Directory.Exists(Path.Combine(Files, "masters")) ? [.. Directory.GetFiles(Path.Combine(Files, "masters"), "*", SearchOption.AllDirectories).Except(Arriving).Select(f => Path.GetFileName(f))] : [];

    public static async Task<StoreUnderTest> NewAsync(string kind) => new(kind == "bucket" ? await BucketPeer.StartAsync() : null);

    /// <summary>The same program with other settings.</summary>
    public IMasterStore With(string key, string? value)
    {
        (Store as IDisposable)?.Dispose();
        return Store = Bucket(new(Peer!.Settings) { [key] = value });
    }

    public byte[] Lying(string sha256) => Peer is null ? File.ReadAllBytes(PlaceOf(sha256)) : Peer.Objects[BucketPeer.KeyOf(sha256)];

    public void Spoil(string sha256, byte[] content)
    {
        if (Peer is not null)
        {
            Peer.Objects[BucketPeer.KeyOf(sha256)] = content;
            return;
        }

        File.Delete(PlaceOf(sha256));
        File.WriteAllBytes(PlaceOf(sha256), content);
    }

    public void Lose(string sha256)
    {
        if (Peer is null)
        {
            File.Delete(PlaceOf(sha256));
        }
        else
        {
            Assert.True(Peer.Objects.TryRemove(BucketPeer.KeyOf(sha256), out _));
        }
    }

    public async ValueTask DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        if (Peer is not null)
        {
            await Peer.DisposeAsync();
        }

        folder.Dispose();
    }

    private BucketStore Bucket(Dictionary<string, string?> settings) =>
        new(BucketSettings.Of(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())!, home, TimeProvider.System, Log);

    private string PlaceOf(string sha256) => Path.Combine(Files, "masters", sha256[..2], sha256[2..4], sha256);

    /// <summary>Keeps what is written into it.</summary>
    internal sealed class Heard : ILogger<BucketStore>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
