namespace Guanlian.Platform.Modules;

/// <summary>
/// A line of the main navigation, registered by the module that owns the page: <c>services.AddSingleton(new MenuItem(…))</c>.
/// </summary>
/// <param name="Key">Word key of the line: one noun.</param>
/// <param name="Href">Relative address, without leading slash.</param>
/// <param name="Order">Place in the line: Members 10–29, Governance 30–39, Exchange 40–59, administration 90–99.</param>
/// <param name="Permission">Shown only to those who have it; null shows it to everybody.</param>
public sealed record MenuItem(string Key, string Href, int Order, string? Permission = null);
