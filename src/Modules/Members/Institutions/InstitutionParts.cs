using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Directory;
using Guanlian.Members.Divisions;
using Guanlian.Members.Maps;
using Guanlian.Members.Register;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Institutions;

/// <summary>Institutions, register, divisions, directory and maps, as the module registers them.</summary>
internal static class InstitutionParts
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<DivisionBooks>();
        services.AddSingleton<IPlaceNames, PlaceNames>();
        services.AddSingleton<Outlines>();
        services.AddSingleton<IProvinceOutlines>(provider => provider.GetRequiredService<Outlines>());
        services.AddScoped<PartyFacts>();
        services.AddScoped<IPartyDirectory, PartyDirectory>();
        services.AddScoped<IPartyNames, PartyNames>();
        services.AddScoped<InstitutionAccess>();
        services.AddScoped<ReadInstitution.Handler>();
        services.AddScoped<EditInstitution.Handler>();
        services.AddScoped<RegisterInstitution.Handler>();
        services.AddScoped<PlaceInstitution.Handler>();
        services.AddScoped<ImportDivisions.Handler>();
        services.AddScoped<ImportRoads.Handler>();
        services.AddScoped<IDueItems, PlacesDue>();
        services.AddScoped<SearchDirectory.Handler>();
        services.AddScoped<RegisterSubjects>();
        services.AddScoped<RegisterWriting>();
        services.AddBulkKind<RegisterImport>();
        services.AddScoped<ImportRegister.Handler>();
        services.AddSingleton(new MenuItem("members.menu.museums", "museums", 10));
        services.AddSingleton(new HomePart(typeof(MuseumsOnMap), 10, actor => !actor.SignedIn) { Opening = true });
    }

    public static void AddCommands(CommandTree commands)
    {
        RegisterCommands.Add(commands);
        DivisionCommands.Add(commands);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        ExportDirectory.Map(routes);
    }
}
