using Guanlian.Members.Clusters;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>The module's tables.</summary>
internal sealed class MembersDb(DbContextOptions<MembersDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "members";

    public DbSet<Party> Parties => Set<Party>();

    public DbSet<Cluster> Clusters => Set<Cluster>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<ActingFor> ActingMandates => Set<ActingFor>();

    protected override void Shape(ModelBuilder model)
    {
        model.Entity<Party>(e =>
        {
            e.ToTable("party").HasKey(p => p.Id);
            e.Property(p => p.Kind).HasConversion<string>();
            e.Property(p => p.Level).HasConversion<string>();
            e.Property(p => p.Grade).HasConversion<string>();
            e.Property(p => p.Ownership).HasConversion<string>();
            e.Property(p => p.Version).IsConcurrencyToken();
        });
        Cluster.Map(model);
        Membership.Map(model);
        ActingFor.Map(model);
    }
}
