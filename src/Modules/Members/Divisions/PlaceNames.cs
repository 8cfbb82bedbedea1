using Guanlian.Contracts.Members;

namespace Guanlian.Members.Divisions;

/// <summary>Places as other modules show them.</summary>
internal sealed class PlaceNames(DivisionBooks books) : IPlaceNames
{
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var book = await books.NowAsync(ct);
        return codes.Distinct().Where(c => book.Find(c) is { IsBracket: false }).ToDictionary(c => c, c => book.Said(c));
    }
}
