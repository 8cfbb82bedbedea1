using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Objects.Delegated;
using Guanlian.Catalogue.Prints;
using Guanlian.Catalogue.Sample;
using Guanlian.Contracts.Catalogue;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Catalogue.Objects;

/// <summary>The keeper's side of the catalogue, as the module registers it.</summary>
internal static class ObjectParts
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ObjectAccess>();
        services.AddScoped<IObjectBook, ObjectBook>();
        services.AddScoped<ObjectHistory>();
        services.AddScoped<StoreObject>();
        services.AddScoped<UsualValues>();
        services.AddScoped<ListObjects.Handler>();
        services.AddScoped<SaveObject.Handler>();
        services.AddScoped<ChangeState.Handler>();
        services.AddScoped<BinObject.Handler>();
        services.AddScoped<RestoreFields.Handler>();
        services.AddScoped<RelateObjects.Handler>();
        services.AddScoped<SetAudience.Handler>();
        services.AddScoped<JumpToNumber.Handler>();
        services.AddScoped<FiveThisWeek>();
        services.AddScoped<DelegatedAccess>();
        services.AddScoped<Credits>();
        services.AddScoped<HandObjects.Handler>();
        services.AddScoped<ProposeFields.Handler>();
        services.AddScoped<DecideProposal.Handler>();
        services.AddScoped<ReadRegister>();
        services.AddScoped<KeepRegister.Handler>();
        services.AddScoped<GiveDuty.Handler>();
        services.AddScoped<PrintLabels.Handler>();
        services.AddScoped<SampleObjects.Writing>();
        services.AddSingleton<ISampleStep, SampleObjects>();
        services.AddScoped<IDueItems, RecordsDue>();
        services.AddSingleton(new HomePart(typeof(CollectionAtHome), 15, actor => actor.May(CataloguePermissions.Keep)));
        services.AddSingleton(new MenuItem("catalogue.menu.collection", "collections", 12, CataloguePermissions.Keep));
        services.AddSingleton(new HeadPart(typeof(NumberJump), actor => actor.May(CataloguePermissions.Keep)));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        ExportObjects.Map(routes);
        ReadTerm.Map(routes);
        JumpToNumber.Map(routes);
        ExportRegister.Map(routes);
        PrintPdf.Map(routes);
        PrintLabels.Map(routes);
        ExportCard.Map(routes);
    }
}
