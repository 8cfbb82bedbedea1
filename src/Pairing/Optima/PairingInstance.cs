namespace Guanlian.Pairing.Optima;

/// <summary>
/// A checked problem in the form the algorithms read: the arcs of each museum side by side, 4 bytes each; locked museums have none,
/// excluded arcs are gone. Leaders and museums are numbered in code order here, so that "first" always means first by code and no
/// choice depends on the order of the problem's rows.
/// </summary>
internal sealed class PairingInstance
{
    const int ScoreBits = 10;
    const int ScoreMask = (1 << ScoreBits) - 1;

    public required int Leaders { get; init; }
    public required int Museums { get; init; }

    /// <summary>Arcs of museum j: from First[j] to Last[j], exclusive.</summary>
    public required int[] First { get; init; }
    public required int[] Last { get; init; }

    /// <summary>Leader and score in one number.</summary>
    public required int[] Arcs { get; init; }
    public required int[] Tier { get; init; }
    public required int[] Lower { get; init; }
    public required int[] Upper { get; init; }

    /// <summary>Leader of a locked museum, else −1, and the lock's score.</summary>
    public required int[] LockedTo { get; init; }
    public required int[] LockScore { get; init; }

    /// <summary>Locks per leader.</summary>
    public required int[] Locks { get; init; }

    /// <summary>From numbers here to rows of the problem, and back.</summary>
    public required int[] LeaderRow { get; init; }
    public required int[] MuseumRow { get; init; }
    public required int[] LeaderNumber { get; init; }
    public required int[] MuseumNumber { get; init; }

    public static int Pack(int leader, int score) => leader << ScoreBits | score;

    public static int LeaderOf(int arc) => arc >> ScoreBits;

    public static int ScoreOf(int arc) => arc & ScoreMask;

    public ReadOnlySpan<int> ArcsOf(int museum) => Arcs.AsSpan(First[museum], Last[museum] - First[museum]);

    /// <summary>The score of a pair, −1 without arc.</summary>
    public int ScoreOf(int leader, int museum)
    {
        if (LockedTo[museum] == leader) return LockScore[museum];
        foreach (var arc in ArcsOf(museum))
        {
            if (LeaderOf(arc) == leader) return ScoreOf(arc);
        }
        return -1;
    }

    /// <summary>The same without arcs whose score is below <paramref name="bar"/>; locks stay.</summary>
    public PairingInstance Above(int bar)
    {
        if (bar <= 0) return this;
        var first = new int[Museums];
        var last = new int[Museums];
        var kept = new int[Arcs.Length];
        var count = 0;
        for (var j = 0; j < Museums; j++)
        {
            first[j] = count;
            foreach (var arc in ArcsOf(j))
            {
                if (ScoreOf(arc) >= bar) kept[count++] = arc;
            }
            last[j] = count;
        }
        return With(first, last, kept[..count], Upper);
    }

    /// <summary>The same with other numbers of places.</summary>
    public PairingInstance WithUpper(int[] upper) => With(First, Last, Arcs, upper);

    PairingInstance With(int[] first, int[] last, int[] arcs, int[] upper) => new()
    {
        Leaders = Leaders,
        Museums = Museums,
        First = first,
        Last = last,
        Arcs = arcs,
        Tier = Tier,
        Lower = Lower,
        Upper = upper,
        LockedTo = LockedTo,
        LockScore = LockScore,
        Locks = Locks,
        LeaderRow = LeaderRow,
        MuseumRow = MuseumRow,
        LeaderNumber = LeaderNumber,
        MuseumNumber = MuseumNumber,
    };
}
