using System.Globalization;
using System.Text.RegularExpressions;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Media;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Showcase;

/// <summary>
/// Objects that a result is about, named by their permanent addresses. Nothing of them is copied: what their museum has published stands
/// beside the result for as long as it is published, the picture too.
/// </summary>
internal sealed partial class ShowcaseObjects(CooperationDb db, IObjectBook book, IObjectPictures pictures)
{
    public const int Most = 12;

    internal sealed record Shown(ObjectInBook Object, ObjectPicture? Picture)
    {
        public string Address => $"{Object.InstitutionCode}/{Object.Serial}";

        public string Href => $"objects/{Address}";
    }

    /// <summary>One address on a line, alone or as a whole link.</summary>
    public async Task<Outcome<IReadOnlyList<ObjectKey>>> ReadAsync(string? typed, CancellationToken ct)
    {
        var lines = (typed ?? "").Split(['\n', ';', '；', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (lines.Count > Most)
        {
            return new Refusal.Invalid("cooperation.showcase.objects-many", "Objects").With(("most", Most));
        }

        var keys = new List<ObjectKey>();
        foreach (var line in lines)
        {
            var at = Address().Match(line);
            if (!at.Success || !int.TryParse(at.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
                || await book.SeenAsync(at.Groups[1].Value, serial, ct) is not { Public: true } found)
            {
                return new Refusal.Invalid("cooperation.showcase.object-unknown", "Objects").With(("line", line.Length > 60 ? line[..60] + "…" : line));
            }

            if (!keys.Contains(found.Key))
            {
                keys.Add(found.Key);
            }
        }

        return keys;
    }

    /// <summary>By showcase, in their order: those that everybody sees.</summary>
    public async Task<ILookup<Guid, Shown>> OfAsync(IReadOnlyCollection<Guid> showcases, CancellationToken ct)
    {
        var rows = await db.ShowcaseObjects.AsNoTracking().Where(o => showcases.Contains(o.ShowcaseId)).OrderBy(o => o.Sort).ToListAsync(ct);
        var seen = new Dictionary<ObjectKey, Shown>();
        if (rows.Count > 0)
        {
            var found = (await book.SeenAsync([.. rows.Select(KeyOf).Distinct()], ct)).Values.Where(o => o.Public).ToList();
            var main = await pictures.MainOfAsync([.. found.Select(o => o.Key)], ct);
            seen = found.ToDictionary(o => o.Key, o => new Shown(o, main.GetValueOrDefault(o.Key)));
        }

        return rows.Where(r => seen.ContainsKey(KeyOf(r))).ToLookup(r => r.ShowcaseId, r => seen[KeyOf(r)]);
    }

    private static ObjectKey KeyOf(ShowcaseObject row) => new(row.InstitutionId, row.ObjectId);

    [GeneratedRegex(@"(?:^|/|:)([A-Za-z0-9-]{1,32})/([1-9][0-9]{0,9})/?$")]
    private static partial Regex Address();
}
