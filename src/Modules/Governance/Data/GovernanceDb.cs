using Guanlian.Governance.Charters;
using Guanlian.Governance.Consents;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Data;

/// <summary>The module's tables.</summary>
internal sealed class GovernanceDb(DbContextOptions<GovernanceDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "governance";

    public DbSet<CharterVersion> CharterVersions => Set<CharterVersion>();

    public DbSet<Consent> Consents => Set<Consent>();

    protected override void Shape(ModelBuilder model)
    {
        CharterVersion.Map(model);
        Consent.Map(model);
    }
}
