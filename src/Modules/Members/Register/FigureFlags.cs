using Guanlian.Contracts.Members;

namespace Guanlian.Members.Register;

/// <summary>
/// What looks wrong about published figures. A flag is shown beside the figure and in the directory's filter; the figure itself is
/// never altered, and rules that count must say what they do with flagged ones.
/// </summary>
internal static class FigureFlags
{
    /// <summary>A figure this many times larger or smaller than last time is more often a slip of the unit than a fact.</summary>
    public const int Jump = 30;

    public const string NoVisits = "no-visits";
    public const string NoObjects = "no-objects";
    public const string PreciousExceedObjects = "precious-exceed-objects";
    public const string VisitsJump = "visits-jump";
    public const string ObjectsJump = "objects-jump";
    public const string ActivitiesJump = "activities-jump";

    public static IReadOnlyList<string> All { get; } =
        [NoVisits, NoObjects, PreciousExceedObjects, VisitsJump, ObjectsJump, ActivitiesJump];

    /// <summary>The flags of one edition's figures beside those of the edition before, where there is one.</summary>
    public static List<string> Of(RegisterFigures now, RegisterFigures? before)
    {
        var flags = new List<string>();
        Add(now.VisitsTenThousand == 0, NoVisits);
        Add(now.Objects == 0, NoObjects);
        Add(now.PreciousObjects > now.Objects, PreciousExceedObjects);
        Add(Jumps(now.VisitsTenThousand, before?.VisitsTenThousand), VisitsJump);
        Add(Jumps(now.Objects, before?.Objects), ObjectsJump);
        Add(Jumps(now.Activities, before?.Activities), ActivitiesJump);
        return flags;

        void Add(bool holds, string flag)
        {
            if (holds)
            {
                flags.Add(flag);
            }
        }
    }

    private static bool Jumps(decimal? now, decimal? before) => now > 0 && before > 0 && (now >= before * Jump || before >= now * Jump);
}
