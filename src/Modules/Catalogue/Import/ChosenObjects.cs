using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search;
using Guanlian.Catalogue.Search.Finding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>
/// The objects of one institution that somebody chose to change together: those ticked in a list, all that a search of the union catalogue
/// finds of the institution's own, or all that the keeper's list shows. The choice is an address's query, kept with the act as it was asked.
/// </summary>
internal sealed class ChosenObjects(CatalogueDb db, ListObjects.Handler list, SearchObjects.Handler search, ObjectAccess access, ProfileBook profiles)
{
    /// <summary>Ticked objects: <c>pick=12&amp;pick=15</c>.</summary>
    public const string Pick = "pick";

    /// <summary>Where the choice was made: <see cref="Ticked"/> or <see cref="Searched"/>; absent for the keeper's list.</summary>
    public const string Which = "which";

    public const string Ticked = "ticked";
    public const string Searched = "catalogue";

    private const int MostTicked = 1000;

    /// <summary>How a choice was made.</summary>
    public static string HowOf(string? chosen) => QueryHelpers.ParseQuery(chosen).TryGetValue(Which, out var which) && which.LastOrDefault() is Ticked or Searched
        ? which.Last()!
        : "list";

    public async Task<int> CountAsync(Guid institution, string? chosen, CancellationToken ct) => HowOf(chosen) switch
    {
        Ticked => await Picked(institution, chosen).CountAsync(ct),
        Searched => (await search.CountAsync(await SearchAsync(institution, chosen, ct), ct)).Records,
        _ => (await list.HandleAsync(institution, Listed(chosen), 1, ct)).Total,
    };

    /// <summary>The objects, drafts included; what lies in the bin or is gone is none.</summary>
    public async IAsyncEnumerable<ListObjects.KeptRow> AllAsync(
        Guid institution, string? chosen, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        switch (HowOf(chosen))
        {
            case Ticked:
                foreach (var row in await Picked(institution, chosen).OrderBy(o => o.Serial).ToListAsync(ct))
                {
                    yield return new(row, ObjectRecord.Read(profiles[row.Profile], row.Record));
                }

                break;
            case Searched:
                await foreach (var found in search.AllAsync(await SearchAsync(institution, chosen, ct), ct))
                {
                    yield return new(found.Object.Row, found.Object.Record);
                }

                break;
            default:
                await foreach (var row in list.AllAsync(institution, Listed(chosen)).WithCancellation(ct))
                {
                    if (row.Row.State is ObjectState.Draft or ObjectState.Review or ObjectState.Published)
                    {
                        yield return row;
                    }
                }

                break;
        }
    }

    private static ListObjects.Query Listed(string? chosen)
    {
        var asked = QueryHelpers.ParseQuery(chosen);
        return ListObjects.Query.Read(name => asked.TryGetValue(name, out var values) ? values.LastOrDefault() : null);
    }

    private IQueryable<CatalogueObject> Picked(Guid institution, string? chosen)
    {
        int[] serials = [.. (QueryHelpers.ParseQuery(chosen).TryGetValue(Pick, out var picks) ? picks.ToArray() : [])
            .Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) ? serial : 0).Where(s => s > 0).Distinct().Take(MostTicked)];
        return db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution && serials.Contains(o.Serial)
            && (o.State == ObjectState.Draft || o.State == ObjectState.Review || o.State == ObjectState.Published));
    }

    // As the institution's own staff find them, and nobody else's objects.
    private async Task<SearchObjects.Query> SearchAsync(Guid institution, string? chosen, CancellationToken ct)
    {
        var asked = SearchAsk.Read(chosen);
        var code = (await access.HolderAsync(institution, ct)).Code;
        var others = asked.Choices.TryGetValue(Facet.Institution, out var museums) && !museums.Contains(code);
        return new(asked with
        {
            Page = 1,
            // Chosen were other museums alone: nothing of one's own is among it.
            Choices = asked.Choices.Where(c => c.Key != Facet.Institution).Append(new(Facet.Institution, [others ? FacetChoices.None : code])).ToDictionary(c => c.Key, c => c.Value),
        }, Reader.AsStaff(institution))
        {
            Facets = false,
        };
    }
}
