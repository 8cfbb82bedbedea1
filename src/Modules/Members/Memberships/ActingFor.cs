using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>A branch lets its head act for it: in these matters, from then until then (requirement G08).</summary>
internal sealed class ActingFor
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    public Guid HeadId { get; init; }

    public Guid BranchId { get; init; }

    public List<ActingMatter> Matters { get; set; } = [];

    public DateOnly FromOn { get; init; }

    /// <summary>Last day; moved to an earlier one when the branch takes it back.</summary>
    public DateOnly ToOn { get; set; }

    public required string Reason { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>Ends it so that today it holds no more. What begins and ends on one day never held: the row goes, the history keeps both acts.</summary>
    public void End(DbContext db, DateOnly today)
    {
        if (FromOn >= today)
        {
            db.Remove(this);
            return;
        }

        ToOn = today.AddDays(-1);
        Version++;
    }

    public static void Map(ModelBuilder model) => model.Entity<ActingFor>(e =>
    {
        e.ToTable("acting_for").HasKey(a => a.Id);
        e.PrimitiveCollection(a => a.Matters).ElementType(m => m.HasConversion<string>());
        e.Property(a => a.Version).IsConcurrencyToken();
    });
}

/// <summary>What a head may do in a branch's name.</summary>
internal enum ActingMatter
{
    /// <summary>Publish needs and offers.</summary>
    Listings,

    /// <summary>Declare capacity, accept or decline a pair.</summary>
    Pairing,

    /// <summary>Conclude agreements.</summary>
    Agreements,

    /// <summary>Pool and lend objects.</summary>
    Objects,

    /// <summary>Exchange staff.</summary>
    Staff,

    /// <summary>Set common rules.</summary>
    Rules,
}
