namespace Guanlian.Members.Clusters;

/// <summary>Recommends a kind of cluster from four plain questions, with the answers that spoke for it (requirement G13, first step).</summary>
internal static class KindAdvice
{
    /// <param name="OneHead">One house leads the others for good, with shared staff and objects.</param>
    /// <param name="OneProject">It is about one project with an end.</param>
    /// <param name="SameRegion">The members share a region.</param>
    /// <param name="MostlyOnline">They work together mostly online.</param>
    internal sealed record Answers(bool OneHead, bool OneProject, bool SameRegion, bool MostlyOnline);

    /// <summary>The kind, and the keys of the reasons (<c>members.advice.…</c>).</summary>
    internal sealed record Advice(ClusterKind Kind, IReadOnlyList<string> Reasons);

    /// <summary>What binds most decides: a common head before a project's end, that before nearness, that before the way of working.</summary>
    public static Advice For(Answers a)
    {
        var kind = a.OneHead ? ClusterKind.HeadBranch : a.OneProject ? ClusterKind.Project : a.SameRegion ? ClusterKind.Regional : ClusterKind.Virtual;
        List<string> reasons = [];
        Add(a.OneHead, "one-head");
        Add(a.OneProject, kind == ClusterKind.Project ? "one-project" : "project-inside");
        Add(a.SameRegion, kind == ClusterKind.Regional ? "same-region" : "near-anyway");
        Add(a.MostlyOnline, kind == ClusterKind.Virtual ? "mostly-online" : "online-anyway");
        Add(reasons.Count == 0, "nothing-binds");
        return new(kind, reasons);

        void Add(bool holds, string reason)
        {
            if (holds)
            {
                reasons.Add(reason);
            }
        }
    }
}
