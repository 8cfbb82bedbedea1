using Guanlian.Contracts.Members;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>One party's line in one edition of the national register, as published.</summary>
internal sealed class RegisterFigure
{
    public Guid PartyId { get; init; }

    /// <summary>The reporting year.</summary>
    public int Edition { get; init; }

    /// <summary>序号, which is given anew in every edition.</summary>
    public int Serial { get; set; }

    public required string Province { get; set; }

    public required string Name { get; set; }

    public Ownership Ownership { get; set; }

    public Grade Grade { get; set; }

    public bool? FreeOpening { get; set; }

    public int? Objects { get; set; }

    public int? PreciousObjects { get; set; }

    public int? Exhibitions { get; set; }

    public int? Activities { get; set; }

    public decimal? VisitsTenThousand { get; set; }

    /// <summary>What looks wrong: codes of Register/FigureFlags.cs.</summary>
    public List<string> Flags { get; set; } = [];

    public RegisterFigures ToContract() => new(FreeOpening, Objects, PreciousObjects, Exhibitions, Activities, VisitsTenThousand);

    public static void Map(ModelBuilder model) => model.Entity<RegisterFigure>(e =>
    {
        e.ToTable("register_figure").HasKey(f => new { f.PartyId, f.Edition });
        e.HasOne<Party>().WithMany().HasForeignKey(f => f.PartyId).OnDelete(DeleteBehavior.Restrict);
        e.Property(f => f.Ownership).HasConversion<string>();
        e.Property(f => f.Grade).HasConversion<string>();
        e.Property(f => f.VisitsTenThousand).HasPrecision(12, 4);
    });
}
