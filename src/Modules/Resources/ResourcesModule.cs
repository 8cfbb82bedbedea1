using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Resources;

/// <summary>What the host knows of Resources: see README.md beside this file.</summary>
public sealed class ResourcesModule : IModule
{
    /// <inheritdoc />
    public string Name => "resources";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => ResourcePermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services) => services.AddModuleDb<ResourcesDb>();

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
    }
}
