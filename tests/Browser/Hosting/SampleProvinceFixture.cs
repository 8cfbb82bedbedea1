namespace Guanlian.Browser.Hosting;

/// <summary>The program on the sample province, and a browser to look at it with.</summary>
public sealed class SampleProvinceFixture : IAsyncLifetime
{
    /// <summary>The browser.</summary>
    public BrowserFixture Browser { get; } = new() { Host = new() { Sample = true } };

    public Task InitializeAsync() => Browser.InitializeAsync();

    public Task DisposeAsync() => Browser.DisposeAsync();
}
