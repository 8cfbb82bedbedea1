using Guanlian.Members.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>How mandates lie in the database (migration 0011).</summary>
internal static class MandateTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Mandate>(e =>
        {
            e.ToTable("mandate").HasKey(m => m.Id);
            e.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId);
            e.Property(m => m.Version).IsConcurrencyToken();
        });
        model.Entity<Invitation>(e =>
        {
            e.ToTable("invitation").HasKey(i => i.Id);
            e.HasOne<Person>().WithMany().HasForeignKey(i => i.UsedBy);
            e.Property(i => i.Kind).HasConversion<string>();
            e.Property(i => i.Version).IsConcurrencyToken();
        });
    }
}
