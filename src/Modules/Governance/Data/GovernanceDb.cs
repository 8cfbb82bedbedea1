using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Data;

/// <summary>The module's tables.</summary>
internal sealed class GovernanceDb(DbContextOptions<GovernanceDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "governance";

    protected override void Shape(ModelBuilder model)
    {
    }
}
