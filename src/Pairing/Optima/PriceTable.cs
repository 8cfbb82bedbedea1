using System.Runtime.CompilerServices;

namespace Guanlian.Pairing.Optima;

/// <summary>Prices of leaders, the values of museums that follow, the bound they prove, and the arcs that are tight.</summary>
internal sealed class PriceTable
{
    readonly PairingInstance instance;
    readonly LevelWeights weights;

    public PriceTable(PairingInstance instance, LevelWeights weights, long[] prices)
    {
        (this.instance, this.weights, Prices) = (instance, weights, prices);
        Values = new long[instance.Museums];
        FirstTight = new int[instance.Museums + 1];
        Tight = new int[instance.Museums * 2];
        Fill();
        Bound = Sum();
    }

    public long[] Prices { get; }

    /// <summary>v_j = max(0, max_i (c_ij − p_i)); 0 for locked museums.</summary>
    public long[] Values { get; }

    /// <summary>The bound of <see cref="PairingCertificate"/>.</summary>
    public long Bound { get; }

    /// <summary>Tight leaders of museum j, in order, from FirstTight[j]; the number of leaders stands for "unpaired", where that is
    /// tight.</summary>
    public int[] FirstTight { get; }
    public int[] Tight { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Fill()
    {
        var count = 0;
        ReadOnlySpan<long> prices = Prices;
        var scoreWeight = weights.Score;
        for (var j = 0; j < instance.Museums; j++)
        {
            FirstTight[j] = count;
            if (instance.LockedTo[j] >= 0) continue;
            var arcs = instance.ArcsOf(j);
            var tier = weights.Tier[instance.Tier[j]];
            var most = -tier;
            foreach (var arc in arcs)
            {
                most = Math.Max(most, scoreWeight * PairingInstance.ScoreOf(arc) - prices[PairingInstance.LeaderOf(arc)]);
            }
            Values[j] = most + tier;
            if (count + arcs.Length + 1 > Tight.Length)
            {
                var grown = Tight;
                Array.Resize(ref grown, Tight.Length * 2 + arcs.Length + 1);
                Tight = grown;
            }
            foreach (var arc in arcs)
            {
                var leader = PairingInstance.LeaderOf(arc);
                if (scoreWeight * PairingInstance.ScoreOf(arc) - prices[leader] == most) Tight[count++] = leader;
            }
            if (most == -tier) Tight[count++] = instance.Leaders;
            Tight.AsSpan(FirstTight[j]..count).Sort();
        }
        FirstTight[instance.Museums] = count;
    }

    long Sum()
    {
        var sum = Values.Sum();
        for (var j = 0; j < instance.Museums; j++)
        {
            if (instance.LockedTo[j] < 0) continue;
            sum += weights.Tier[instance.Tier[j]] + weights.Score * instance.LockScore[j] - Prices[instance.LockedTo[j]];
        }
        for (var i = 0; i < instance.Leaders; i++)
        {
            for (var k = 1; k <= instance.Upper[i]; k++) sum += Math.Max(0, weights.Place(instance.Lower[i], k) + Prices[i]);
        }
        return sum;
    }

    public PriceProof ToProof()
    {
        var prices = new long[Prices.Length];
        var values = new long[Values.Length];
        for (var i = 0; i < prices.Length; i++) prices[instance.LeaderRow[i]] = Prices[i];
        for (var j = 0; j < values.Length; j++) values[instance.MuseumRow[j]] = Values[j];
        return new([.. prices], [.. values], Bound);
    }
}
