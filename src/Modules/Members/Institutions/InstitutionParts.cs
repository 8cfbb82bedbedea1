using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Assessments;
using Guanlian.Members.Directory;
using Guanlian.Members.Divisions;
using Guanlian.Members.Imports;
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
        services.AddSingleton<IProvinceSketches, ProvinceSketches>();
        services.AddScoped<PartyFacts>();
        services.AddScoped<IPartyDirectory, PartyDirectory>();
        services.AddScoped<IPartyNames, PartyNames>();
        services.AddScoped<InstitutionAccess>();
        services.AddScoped<ReadInstitution.Handler>();
        services.AddScoped<EditInstitution.Handler>();
        services.AddScoped<RegisterInstitution.Handler>();
        services.AddScoped<PlaceInstitution.Handler>();
        services.AddScoped<IDueItems, PlacesDue>();
        services.AddScoped<SearchDirectory.Handler>();
        services.AddScoped<RegisterSubjects>();
        services.AddScoped<RegisterWriting>();
        services.AddScoped<AbsentMuseums>();
        services.AddScoped<MakeAssessment.Handler>();
        services.AddScoped<ReadAssessments.Handler>();
        services.AddScoped<RemarkOnFigures.Handler>();
        services.AddScoped<IDueItems, FiguresDue>();
        services.AddScoped<DivisionList>();
        services.AddBulkKind<RegisterImport>();
        services.AddBulkKind<DivisionImport>();
        services.AddBulkKind<RoadImport>();
        services.AddScoped<ImportFile.Handler>();
        services.AddSingleton(new MenuItem("members.menu.museums", "museums", 10));
        services.AddSingleton(new HomePart(typeof(MuseumsOnMap), 10, actor => !actor.SignedIn) { Opening = true });
    }

    public static void AddCommands(CommandTree commands)
    {
        ImportCommands.Add(commands);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        ExportDirectory.Map(routes);
    }
}
