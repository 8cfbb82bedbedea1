using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Data;

/// <summary>The module's tables.</summary>
internal sealed class CatalogueDb(DbContextOptions<CatalogueDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "catalogue";

    public DbSet<CatalogueObject> Objects => Set<CatalogueObject>();

    public DbSet<Audience> Audiences => Set<Audience>();

    public DbSet<Duty> Duties => Set<Duty>();

    public DbSet<RegisterLine> RegisterLines => Set<RegisterLine>();

    public DbSet<Delegation> Delegations => Set<Delegation>();

    public DbSet<DelegatedObject> DelegatedObjects => Set<DelegatedObject>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    protected override void Shape(ModelBuilder model)
    {
        CatalogueObject.Map(model);
        Audience.Map(model);
        Duty.Map(model);
        RegisterLine.Map(model);
        Harvest.Fetching.Harvester.Map(model);
        Delegation.Map(model);
        Import.SavedMapping.Map(model);
        Import.MappedPerson.Map(model);
        Import.ImportFilePart.Map(model);
    }
}
