using Guanlian.Members.Access;
using Guanlian.Members.Accounts;
using Guanlian.Members.Clusters;
using Guanlian.Members.Data;
using Guanlian.Members.Institutions;
using Guanlian.Members.Mandates;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members;

/// <summary>What the host knows of Members: see README.md beside this file.</summary>
public sealed class MembersModule : IModule
{
    /// <inheritdoc />
    public string Name => "members";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => [.. MembersPermissions.All, .. ClusterPermissions.All];

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<MembersDb>();
        AccountParts.Add(services);
        MandateParts.Add(services);
        InstitutionParts.Add(services);
        ClusterParts.Add(services);
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        AccountParts.Map(routes);
        InstitutionParts.Map(routes);
        ClusterParts.Map(routes);
    }

    /// <inheritdoc />
    public void AddCommands(CommandTree commands)
    {
        AccountCommands.Add(commands);
        InstitutionParts.AddCommands(commands);
    }
}
