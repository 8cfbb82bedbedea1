using Guanlian.Members.Data;
using Guanlian.Members.Institutions;

namespace Guanlian.Members.Divisions;

/// <summary>Somebody who knows says where an institution lies: its division, or the point itself.</summary>
internal static class PlaceInstitution
{
    /// <summary>Puts an institution into a division; its point becomes the division's, unless one was given for the house itself.</summary>
    public static bool Put(PartyFacts facts, DivisionBook book, Party party, string divisionCode, DateOnly day, string source)
    {
        var changed = facts.Set(party, PartyField.Division, divisionCode, day, source);
        if (party.PointBasis == PointBasis.Given)
        {
            return changed;
        }

        // A province is no point on a map: a museum of which only that is known stays unplaced.
        var point = book.Find(divisionCode) is { Longitude: { } longitude, Latitude: { } latitude, Level: not DivisionLevel.Province }
            ? PartyField.PointOf(longitude, latitude, PointBasis.Division)
            : "";
        return facts.Set(party, PartyField.Point, point, day, source) | changed;
    }
}
