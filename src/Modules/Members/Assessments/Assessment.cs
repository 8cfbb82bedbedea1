using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Assessments;

/// <summary>A party's account of itself on a day (SWOT, requirement G12). Never changed: the next one is a new version.</summary>
internal sealed class Assessment
{
    public Guid Id { get; init; }

    public Guid PartyId { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public int Number { get; init; }

    /// <summary>优势</summary>
    public required string Strengths { get; init; }

    /// <summary>劣势</summary>
    public required string Weaknesses { get; init; }

    /// <summary>机会</summary>
    public required string Opportunities { get; init; }

    /// <summary>威胁</summary>
    public required string Threats { get; init; }

    /// <summary>What follows from it.</summary>
    public required string Conclusion { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    /// <summary>The four parts and the conclusion, by the name of their field.</summary>
    public string Part(string name) => name switch
    {
        nameof(Strengths) => Strengths,
        nameof(Weaknesses) => Weaknesses,
        nameof(Opportunities) => Opportunities,
        nameof(Threats) => Threats,
        _ => Conclusion,
    };

    /// <summary>The four, in the order in which they are asked.</summary>
    public static IReadOnlyList<string> Parts { get; } = [nameof(Strengths), nameof(Weaknesses), nameof(Opportunities), nameof(Threats)];

    public static void Map(ModelBuilder model) => model.Entity<Assessment>().ToTable("assessment").HasKey(a => a.Id);
}
