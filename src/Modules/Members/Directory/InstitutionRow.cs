using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Directory;

/// <summary>One line of the directory: the view <c>members.institution</c>.</summary>
internal sealed class InstitutionRow
{
    public Guid Id { get; init; }

    public required string Code { get; init; }

    public PartyKind Kind { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    public PartyLevel Level { get; init; }

    public Grade Grade { get; init; }

    public Ownership Ownership { get; init; }

    public FinanceClass FinanceClass { get; init; }

    public string? DivisionCode { get; init; }

    public double? Longitude { get; init; }

    public double? Latitude { get; init; }

    public PointBasis? PointBasis { get; init; }

    public Guid? ParentId { get; init; }

    public DateOnly? ClosedOn { get; init; }

    public string SearchNames { get; init; } = "";

    public string SearchSounds { get; init; } = "";

    public int? Edition { get; init; }

    public bool? FreeOpening { get; init; }

    public int? Objects { get; init; }

    public int? PreciousObjects { get; init; }

    public int? Exhibitions { get; init; }

    public int? Activities { get; init; }

    public decimal? VisitsTenThousand { get; init; }

    public bool Flagged { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<InstitutionRow>(e =>
    {
        e.ToView("institution", "members").HasNoKey();
        e.Property(p => p.Kind).HasConversion<string>();
        e.Property(p => p.Level).HasConversion<string>();
        e.Property(p => p.Grade).HasConversion<string>();
        e.Property(p => p.Ownership).HasConversion<string>();
        e.Property(p => p.FinanceClass).HasConversion<string>();
        e.Property(p => p.PointBasis).HasConversion<string>();
    });
}
