using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Exchange;

/// <summary>What the host knows of Exchange: see README.md beside this file.</summary>
public sealed class ExchangeModule : IModule
{
    /// <inheritdoc />
    public string Name => "exchange";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => ExchangePermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<ExchangeDb>();
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
    }
}
