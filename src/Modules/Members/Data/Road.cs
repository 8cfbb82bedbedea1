using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>Minutes by road between two divisions.</summary>
internal sealed class Road
{
    public required string FromDivision { get; init; }

    public required string ToDivision { get; init; }

    public int Minutes { get; set; }

    public required string Source { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Road>().ToTable("road").HasKey(r => new { r.FromDivision, r.ToDivision });
}
