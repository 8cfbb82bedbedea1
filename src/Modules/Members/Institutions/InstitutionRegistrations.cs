using Guanlian.Contracts.Members;
using Guanlian.Members.Divisions;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Institutions;

/// <summary>Services of institutions, register, divisions, directory and maps.</summary>
internal static class InstitutionRegistrations
{
    public static IServiceCollection AddInstitutions(this IServiceCollection services)
    {
        services.AddSingleton<DivisionBooks>();
        services.AddScoped<IPartyDirectory, PartyDirectory>();
        return services;
    }
}
