using Guanlian.Catalogue.Codes;
using Guanlian.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Catalogue.Import;

/// <summary>What imports need of the container.</summary>
internal static class ImportRegistrations
{
    public static void AddImports(this IServiceCollection services)
    {
        services.TryAddSingleton(CodeBook.Standard);
        services.AddScoped<Mappings>();
        services.AddScoped<ObjectRows>();
        services.AddScoped<ChosenObjects>();
        services.AddScoped<PeopleFile.Handler>();
        services.AddScoped<ImportFiles>();
        services.AddScoped<ReceiveFile.Handler>();
        services.AddScoped<MapColumns.Handler>();
        services.AddScoped<ExportCensus.Handler>();
        services.AddBulkKind<ObjectImport>();
        services.AddBulkKind<BatchEdit>();
    }
}
