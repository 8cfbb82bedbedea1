using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation;

/// <summary>What the host knows of Cooperation: see README.md beside this file.</summary>
public sealed class CooperationModule : IModule
{
    /// <inheritdoc />
    public string Name => "cooperation";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => [];

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        // A broken template stops the program here, with file, line and reason.
        _ = TemplateBook.Shipped;
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
    }
}
