namespace Guanlian.Members.Clusters;

/// <summary>
/// Recommends a kind of cluster from plain questions, with the answers that spoke for it (requirement G13). The questions, what each
/// speaks for and how strongly are data: Presets/advice.json.
/// </summary>
internal static class KindAdvice
{
    /// <summary>One question that can be answered with yes.</summary>
    /// <param name="Answer">Its word key ends so.</param>
    /// <param name="Kind">What it speaks for.</param>
    /// <param name="Weight">How strongly.</param>
    internal sealed record Question(string Answer, ClusterKind Kind, int Weight);

    /// <param name="Kind">The kind recommended.</param>
    /// <param name="Reasons">Answers that spoke for it, the strongest first; empty where nothing binds the members.</param>
    /// <param name="Others">What spoke for other kinds.</param>
    /// <param name="Points">Every kind with its points, the most first.</param>
    internal sealed record Advice(
        ClusterKind Kind, IReadOnlyList<string> Reasons, IReadOnlyList<Question> Others, IReadOnlyList<(ClusterKind Kind, int Points)> Points);

    public static IReadOnlyList<Question> Questions { get; } = PresetFile.Read<List<Question>>("advice");

    /// <summary>The kind with the most points; of equals the one that binds its members most. Without any answer the loosest one.</summary>
    public static Advice For(IEnumerable<string> answers)
    {
        var said = answers.ToHashSet();
        var yes = Questions.Where(q => said.Contains(q.Answer)).ToList();
        var points = new[] { ClusterKind.HeadBranch, ClusterKind.Project, ClusterKind.Regional, ClusterKind.Virtual }
            .Select(k => (Kind: k, Points: yes.Where(q => q.Kind == k).Sum(q => q.Weight))).OrderByDescending(p => p.Points).ToList();
        var kind = yes.Count == 0 ? ClusterKind.Virtual : points[0].Kind;
        return new(
            kind, [.. yes.Where(q => q.Kind == kind).OrderByDescending(q => q.Weight).Select(q => q.Answer)], [.. yes.Where(q => q.Kind != kind)], points);
    }
}
