using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Data;

/// <summary>A line of a museum's total register. The database refuses to change one.</summary>
internal sealed class RegisterLine
{
    public Guid InstitutionId { get; init; }

    public int Line { get; init; }

    public Guid ObjectId { get; init; }

    public RegisterLineKind Kind { get; init; }

    /// <summary>总登记号 as it was when the line was written.</summary>
    public required string Number { get; init; }

    /// <summary>Column → text, as printed.</summary>
    public required string Facts { get; init; }

    /// <summary>The line that this one strikes out.</summary>
    public int? Corrects { get; init; }

    public string? Reason { get; init; }

    public Guid? SignedBy { get; init; }

    public required string SignedName { get; init; }

    public DateTimeOffset SignedAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<RegisterLine>(e =>
    {
        e.ToTable("register_line").HasKey(l => new { l.InstitutionId, l.Line });
        e.Property(l => l.Line).ValueGeneratedNever();
        e.Property(l => l.Kind).HasConversion<string>();
        e.Property(l => l.Facts).HasColumnType("jsonb");
    });
}

/// <summary>登账, 更正, 注销.</summary>
internal enum RegisterLineKind
{
    Entry,
    Correction,
    Deregistration,
}

/// <summary>A duty of a person in a museum.</summary>
internal sealed class Duty
{
    public Guid InstitutionId { get; init; }

    public Guid PersonId { get; init; }

    public required string PersonName { get; init; }

    public DutyKind Kind { get; set; }

    public DateOnly Since { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Duty>(e =>
    {
        e.ToTable("duty").HasKey(d => new { d.InstitutionId, d.PersonId });
        e.Property(d => d.Kind).HasColumnName("duty").HasConversion<string>();
    });
}

/// <summary>总账员, 库管员.</summary>
internal enum DutyKind
{
    Register,
    Store,
}
