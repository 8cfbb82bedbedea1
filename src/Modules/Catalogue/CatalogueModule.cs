using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Harvest;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Catalogue;

/// <summary>What the host knows of Catalogue: see README.md beside this file.</summary>
public sealed class CatalogueModule : IModule
{
    /// <inheritdoc />
    public string Name => "catalogue";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => CataloguePermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<CatalogueDb>();
        services.AddSingleton(ProfileBook.Shipped);
        services.AddSingleton<AudienceBook>();
        services.AddScoped<Audiences>();
        services.AddScoped<CurrentReader>();
        services.AddScoped<WriteObjects>();
        ObjectParts.Add(services);
        SearchParts.Add(services);
        services.AddRegularWork<TurnWindows>();
        HarvestParts.Add(services);
        services.AddImports();
    }

    /// <inheritdoc />
    public void AddCommands(Guanlian.Platform.Commands.CommandTree commands) => ImportCommands.Add(commands);

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        ExportCensus.Map(routes);
        ObjectParts.Map(routes);
        HarvestParts.Map(routes);
        SearchParts.Map(routes);
    }
}
