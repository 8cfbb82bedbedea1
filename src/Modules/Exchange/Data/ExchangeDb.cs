using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Data;

/// <summary>The module's tables.</summary>
internal sealed class ExchangeDb(DbContextOptions<ExchangeDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "exchange";

    public DbSet<Listing> Listings => Set<Listing>();

    public DbSet<CooperationRequest> Requests => Set<CooperationRequest>();

    public DbSet<RequestMessage> RequestMessages => Set<RequestMessage>();

    public DbSet<Round> Rounds => Set<Round>();

    public DbSet<RoundEntry> RoundEntries => Set<RoundEntry>();

    public DbSet<Computation> Computations => Set<Computation>();

    public DbSet<Adjustment> Adjustments => Set<Adjustment>();

    public DbSet<Objection> Objections => Set<Objection>();

    public DbSet<RoundOutcome> RoundOutcomes => Set<RoundOutcome>();

    protected override void Shape(ModelBuilder model)
    {
        RoundTables.Map(model);
        model.Entity<Listing>(e =>
        {
            e.ToTable("listing").HasKey(l => l.Id);
            e.Property(l => l.Side).HasConversion<string>();
            e.Property(l => l.Domain).HasConversion<string>();
            e.Property(l => l.Resource).HasConversion<string>();
            e.Property(l => l.State).HasConversion<string>();
            e.Property(l => l.Visibility).HasConversion<string>();
            e.Property(l => l.CommunityWord).HasConversion<string>();
            e.Property(l => l.Version).IsConcurrencyToken();
        });
        model.Entity<CooperationRequest>(e =>
        {
            e.ToTable("request").HasKey(r => r.Id);
            e.Property(r => r.State).HasConversion<string>();
            e.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<RequestMessage>().ToTable("request_message").HasKey(m => m.Id);
    }
}
