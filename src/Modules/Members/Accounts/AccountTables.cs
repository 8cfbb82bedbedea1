using Guanlian.Members.Mandates;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>How accounts lie in the database (migration 0010).</summary>
internal static class AccountTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Person>(e =>
        {
            e.ToTable("person").HasKey(p => p.Id);
            e.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<Account>(e =>
        {
            e.ToTable("account").HasKey(a => a.PersonId);
            e.HasOne(a => a.Person).WithOne().HasForeignKey<Account>(a => a.PersonId);
            e.Property(a => a.Version).IsConcurrencyToken();
        });
        model.Entity<RecoveryCode>(e =>
        {
            e.ToTable("recovery_code").HasKey(c => new { c.PersonId, c.Hash });
            e.HasOne<Account>().WithMany().HasForeignKey(c => c.PersonId);
        });
        model.Entity<Passkey>(e =>
        {
            e.ToTable("passkey").HasKey(k => k.CredentialId);
            e.HasOne<Account>().WithMany().HasForeignKey(k => k.PersonId);
        });
        model.Entity<Session>(e =>
        {
            e.ToTable("session").HasKey(s => s.Id);
            e.HasOne<Account>().WithMany().HasForeignKey(s => s.PersonId);
            e.HasOne<Mandate>().WithMany().HasForeignKey(s => s.MandateId);
            e.Property(s => s.Method).HasConversion<string>();
        });
    }
}
