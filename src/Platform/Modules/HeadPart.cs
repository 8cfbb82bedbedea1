using Guanlian.Platform.Access;

namespace Guanlian.Platform.Modules;

/// <summary>
/// Something small that a module puts into the head of every page: <c>services.AddSingleton(new HeadPart(typeof(NumberJump), …))</c>.
/// The component takes no parameters and does not read the database.
/// </summary>
/// <param name="Component">A Razor component of the module.</param>
/// <param name="For">Which readers see it.</param>
public sealed record HeadPart(Type Component, Func<Actor, bool> For);
