using Guanlian.Platform.Access;

namespace Guanlian.Platform.Modules;

/// <summary>
/// A section that a module contributes to the home page: <c>services.AddSingleton(new HomePart(typeof(LatestRound), 20, …))</c>.
/// The component takes no parameters, derives from <see cref="Pages.PartOfPage"/> and renders nothing where it has nothing to say.
/// </summary>
/// <param name="Component">A Razor component of the module, usually one PageSection.</param>
/// <param name="Order">Place on the page.</param>
/// <param name="For">Which readers see it.</param>
public sealed record HomePart(Type Component, int Order, Func<Actor, bool> For)
{
    /// <summary>Stands beside the title on a visitor's first page, in place of the ornament, instead of below it.</summary>
    public bool Opening { get; init; }
}
