using Guanlian.Agreements.Data;
using Guanlian.Hosting.Cooperation;
using Guanlian.Members.Data;

namespace Guanlian.Hosting.Agreements;

/// <summary>An adopted pair of an alliance: its first museum leads, its second is helped.</summary>
internal static class PairWorld
{
    /// <summary>Writes the pair as the adoption of a round leaves it.</summary>
    public static async Task<(Party Leader, Party Museum)> AdoptPairAsync(this GuanlianHost host, CooperationWorld world, int museum = 1)
    {
        var (leader, helped) = (world.Museum(0), world.Museum(museum));
        await host.WithAsync<AgreementsDb, int>(db =>
        {
            db.Add(new PairRow
            {
                Id = Guid.CreateVersion7(),
                RoundCode = $"R-{helped.Code}",
                ClusterId = world.Cluster,
                LeaderId = leader.Id,
                MuseumId = helped.Id,
                AdoptedAt = host.Clock.GetUtcNow(),
            });
            return db.SaveChangesAsync();
        });
        return (leader, helped);
    }
}
