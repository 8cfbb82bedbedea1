using System.Reflection;
using Guanlian.Agreements;
using Guanlian.Catalogue;
using Guanlian.Cooperation;
using Guanlian.Exchange;
using Guanlian.Funds;
using Guanlian.Governance;
using Guanlian.Media;
using Guanlian.Members;
using Guanlian.Platform;
using Guanlian.Platform.Modules;
using Guanlian.Resources;

namespace Guanlian.Web;

/// <summary>The one list of modules, in the order in which their migrations run.</summary>
public static class ModuleList
{
    /// <summary>Every module of the product.</summary>
    public static IReadOnlyList<IModule> All { get; } =
        [
            new PlatformModule(), new MembersModule(), new GovernanceModule(), new ExchangeModule(), new CatalogueModule(), new AgreementsModule(),
            new CooperationModule(), new ResourcesModule(), new MediaModule(), new FundsModule(),
        ];

    /// <summary>What the migration runner asks for.</summary>
    public static IReadOnlyList<(string Name, Assembly Assembly)> Migrated { get; } = [.. All.Select(m => (m.Name, m.Assembly))];
}
