using Guanlian.Governance.Charters;
using Guanlian.Platform.Events;

namespace Guanlian.Governance.Drafts;

/// <summary>
/// The history of a draft notes, with each save, the changed fields before and after: enough to know the draft as any editor opened it.
/// </summary>
internal static class DraftHistory
{
    private const string VersionName = "version";

    public static Change Saved(
        string action, CharterVersion draft, IEnumerable<string> changed, Dictionary<string, string> before, Dictionary<string, string> after)
    {
        var fields = changed.ToList();
        var now = fields.ToDictionary(f => f, f => (object?)after[f]);
        now[VersionName] = draft.Version;
        return new Change(action, "governance.charter", draft.Id)
        {
            OwnerId = draft.ClusterId,
            Before = fields.ToDictionary(f => f, f => before[f]),
            After = now,
        };
    }

    /// <param name="now">The fields as stored.</param>
    /// <param name="newestFirst">The draft's history.</param>
    /// <param name="version">The version wanted.</param>
    public static Dictionary<string, string> AsItWas(Dictionary<string, string> now, IEnumerable<HistoryEvent> newestFirst, int version)
    {
        var fields = new Dictionary<string, string>(now);
        var later = newestFirst.Select(e => (Event: e, Version: VersionOf(e))).Where(e => e.Version > version).OrderByDescending(e => e.Version);
        foreach (var (saved, _) in later)
        {
            foreach (var field in saved.Before!.RootElement.EnumerateObject())
            {
                fields[field.Name] = field.Value.GetString() ?? "";
            }
        }

        return fields;
    }

    private static int VersionOf(HistoryEvent saved) =>
        saved.Before is not null && saved.After?.RootElement.TryGetProperty(VersionName, out var version) == true ? version.GetInt32() : 0;
}
