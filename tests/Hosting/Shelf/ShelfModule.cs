using System.Reflection;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Guanlian.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Hosting.Shelf;

/// <summary>
/// Puts the shelf into a program: its table, its kind of import, its words, and the permission for every institution's staff.
/// </summary>
public static class ShelfModule
{
    /// <summary>Registers it.</summary>
    public static void AddShelf(this IServiceCollection services)
    {
        services.AddSingleton(new ShelfProbe());
        services.AddSingleton(new Permission(ShelfImport.MayImport, [.. Roles.OfInstitutions]));
        services.AddModuleDb<ShelfDb>();
        services.AddBulkKind<ShelfImport>();
        services.Replace(ServiceDescriptor.Singleton(new Wording(
            ModuleList.All.Select(m => m.Assembly).Append(typeof(ModuleList).Assembly).Append(Assembly.GetExecutingAssembly()))));
    }
}
