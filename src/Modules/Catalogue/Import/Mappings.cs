using System.Text.Json;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>The layouts that ship, and those that institutions have made.</summary>
internal sealed class Mappings(CatalogueDb db)
{
    /// <summary>The layout that is known without being told.</summary>
    public const string Census = "census";

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Mapping> Shipped { get; } = Read();

    /// <summary>A shipped one by its name, or one of this institution by its id.</summary>
    public async Task<Mapping?> FindAsync(Guid institution, string name, CancellationToken ct) =>
        Shipped.GetValueOrDefault(name)
        ?? (Guid.TryParse(name, out var id)
            ? (await db.Set<SavedMapping>().AsNoTracking().SingleOrDefaultAsync(m => m.InstitutionId == institution && m.Id == id, ct))?.Read()
            : null);

    public async Task<IReadOnlyList<Mapping>> OfAsync(Guid institution, CancellationToken ct) =>
    [
        .. (await db.Set<SavedMapping>().AsNoTracking().Where(m => m.InstitutionId == institution).OrderBy(m => m.Title).ToListAsync(ct)).Select(m => m.Read()),
        .. Shipped.Values,
    ];

    /// <summary>The layout that a table is of: the one that knows most of its columns, if it knows enough of them.</summary>
    public static Mapping? Fitting(IReadOnlyList<Mapping> mappings, Stream file)
    {
        return mappings.Select(m => (Mapping: m, Known: Known(m))).Where(m => m.Known > 0).OrderByDescending(m => m.Known).Select(m => m.Mapping).FirstOrDefault();

        // A register of a few columns is no census workbook because a name stands in it.
        int Known(Mapping mapping)
        {
            file.Position = 0;
            var opened = TableReader.OpenAsync(file, mapping.Shape(), CancellationToken.None).GetAwaiter().GetResult();
            if (opened.Refused)
            {
                return 0;
            }

            using var table = opened.Value;
            var known = mapping.Columns.Count(c => table.Has(c.Column));
            var others = table.ExtraColumns.Count();
            return mapping.Name == Census ? known >= 4 && table.Has("总登记号") && known * 2 >= others ? known : 0
                : known >= 2 && known > others ? known : 0;
        }
    }

    /// <summary>People by their number in the source that a mapping names.</summary>
    public async Task<IReadOnlyDictionary<string, Person>> PeopleAsync(Guid institution, Mapping mapping, CancellationToken ct) => mapping.People is not { } source
        ? new Dictionary<string, Person>()
        : await db.Set<MappedPerson>().AsNoTracking().Where(p => p.InstitutionId == institution && p.Source == source)
            .ToDictionaryAsync(p => p.Id, p => ((PeopleValue)FieldJson.Read(FieldKind.People, $"[{p.Person}]")).People[0], ct);

    private static Dictionary<string, Mapping> Read()
    {
        var assembly = typeof(Mappings).Assembly;
        var shipped = new Dictionary<string, Mapping>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Mappings.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var mapping = JsonSerializer.Deserialize<Mapping>(stream, Mapping.Json)!;
            var profile = ProfileBook.Shipped[mapping.Profile];
            if (mapping.Columns.SelectMany(c => MapTarget.Parse(c.To)).FirstOrDefault(t => !t.Fits(profile)) is { Field: not null } stray)
            {
                throw new InvalidOperationException($"{name}: {mapping.Profile} has no {stray}");
            }

            shipped.Add(mapping.Name, mapping);
        }

        return shipped;
    }
}
