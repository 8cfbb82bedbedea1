using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Data;

/// <summary>The module's tables.</summary>
internal sealed class ExchangeDb(DbContextOptions<ExchangeDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "exchange";

    public DbSet<Listing> Listings => Set<Listing>();

    protected override void Shape(ModelBuilder model)
    {
        model.Entity<Listing>(e =>
        {
            e.ToTable("listing").HasKey(l => l.Id);
            e.Property(l => l.Side).HasConversion<string>();
            e.Property(l => l.Domain).HasConversion<string>();
            e.Property(l => l.Resource).HasConversion<string>();
            e.Property(l => l.State).HasConversion<string>();
            e.Property(l => l.Version).IsConcurrencyToken();
        });
    }
}
