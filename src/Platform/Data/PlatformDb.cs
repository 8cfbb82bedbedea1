using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Data;

/// <summary>Platform's own context: history, outbox, jobs, bulk acts, keys.</summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    /// <inheritdoc />
    protected override string Schema => "platform";

    /// <inheritdoc />
    protected override void Shape(ModelBuilder model)
    {
        model.Entity<Storage.DataKey>().ToTable("data_key").HasKey(k => k.Name);
        model.Entity<Jobs.RegularTurn>().ToTable("regular").HasKey(r => r.Name);
        Bulk.BulkTables.Map(model);
        model.Entity<Talk.Message>().ToTable("message").HasKey(m => m.Id);
        model.Entity<Talk.InboxMark>().ToTable("inbox_mark").HasKey(m => new { m.PersonId, m.PartyId });
        model.Entity<Talk.Digest>().ToTable("digest").HasKey(d => d.PersonId);
    }
}
