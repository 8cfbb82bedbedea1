using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Divisions;

/// <summary>Somebody who knows says where an institution lies, its division or the point itself, and which level it belongs to.</summary>
internal static class PlaceInstitution
{
    /// <summary>A point further than this from its division's seat is more often a slip (or swapped figures) than a fact.</summary>
    private const int FarthestKilometres = 250;

    /// <param name="Code">The institution.</param>
    /// <param name="Version">As it was seen.</param>
    /// <param name="Longitude">As typed; both coordinates or neither.</param>
    /// <param name="Level">A level's word; empty leaves it.</param>
    internal sealed record Command(string Code, int Version, string DivisionCode, string? Longitude, string? Latitude, string? Level,
        string? Reason);

    internal sealed class Handler(MembersDb db, InstitutionAccess access, PartyFacts facts, DivisionBooks divisions)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var party = await db.Parties.SingleOrDefaultAsync(p => p.Code == cmd.Code, ct);
            if (party is null)
            {
                return new Refusal.Missing("members.party.missing");
            }

            if (!await access.MayKeepAsync(party, ct))
            {
                return new Refusal.Denied("members.party.not-yours");
            }

            if (party.Version != cmd.Version)
            {
                return new Refusal.Stale("members.place.stale");
            }

            var book = await divisions.NowAsync(ct);
            var read = Read(book, cmd);
            if (read.Refused)
            {
                return read.Refusal;
            }

            await facts.LoadAsync([party.Id], ct);
            PartyField[] fields = [PartyField.Division, PartyField.Point, PartyField.Level];
            var before = fields.ToDictionary(f => f.Name, f => f.Read(party));
            Write(book, party, read.Value, cmd.Level);
            db.Record(new Change("members.party.placed", "members.party", party.Id)
            {
                Reason = cmd.Reason!.Trim(),
                Before = before,
                After = fields.ToDictionary(f => f.Name, f => f.Read(party)),
            });
            try
            {
                await db.SaveChangesAsync(ct);
                return Done.It;
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("members.place.stale");
            }
        }

        private void Write(DivisionBook book, Party party, (Division Division, (double Longitude, double Latitude)? Point) place,
            string? level)
        {
            if (place.Point is { } point)
            {
                facts.Set(party, PartyField.Division, place.Division.Code, facts.Today, "placing");
                facts.Set(party, PartyField.Point, PartyField.PointOf(point.Longitude, point.Latitude, PointBasis.Given), facts.Today,
                    "placing");
            }
            else
            {
                Put(facts, book, party, place.Division.Code, facts.Today, "placing", evenGiven: true);
            }

            if (Codes.TryRead<PartyLevel>(level, out var known))
            {
                facts.Set(party, PartyField.Level, Codes.Word(known), facts.Today, "placing");
            }
        }

        private static Outcome<(Division, (double Longitude, double Latitude)?)> Read(DivisionBook book, Command cmd)
        {
            if (string.IsNullOrWhiteSpace(cmd.Reason))
            {
                return new Refusal.Invalid("members.place.fault.reason", "Reason");
            }

            if (book.Find(cmd.DivisionCode) is not { IsBracket: false } division)
            {
                return new Refusal.Invalid("members.place.fault.division", "Division");
            }

            var (east, north) = (PartyField.Tidy(cmd.Longitude), PartyField.Tidy(cmd.Latitude));
            if (east.Length == 0 && north.Length == 0)
            {
                return division.Longitude is null || division.Level == DivisionLevel.Province
                    ? new Refusal.Invalid("members.place.fault.no-point", "Division").With(("name", division.Name))
                    : (division, null);
            }

            if (!Degrees(east, 180, out var longitude) || !Degrees(north, 90, out var latitude))
            {
                return new Refusal.Invalid("members.place.fault.degrees", "Longitude");
            }

            var far = division is { Longitude: { } seatEast, Latitude: { } seatNorth } && division.Level != DivisionLevel.Province
                ? GreatCircle.Kilometres((longitude, latitude), (seatEast, seatNorth))
                : 0;
            return far > FarthestKilometres
                ? new Refusal.Invalid("members.place.fault.far", "Longitude").With(("name", division.Name), ("count", far))
                : (division, (longitude, latitude));
        }

        private static bool Degrees(string text, double most, out double degrees) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out degrees) && Math.Abs(degrees) <= most;
    }

    /// <summary>Puts an institution into a division; its point becomes the division's, unless one was given for the house itself.</summary>
    public static void Put(PartyFacts facts, DivisionBook book, Party party, string divisionCode, DateOnly day, string source,
        bool evenGiven = false)
    {
        facts.Set(party, PartyField.Division, divisionCode, day, source);
        if (party.PointBasis == PointBasis.Given && !evenGiven)
        {
            return;
        }

        // A province is no point on a map: a museum of which only that is known stays unplaced.
        var point = book.Find(divisionCode) is { Longitude: { } longitude, Latitude: { } latitude, Level: not DivisionLevel.Province }
            ? PartyField.PointOf(longitude, latitude, PointBasis.Division)
            : "";
        facts.Set(party, PartyField.Point, point, day, source);
    }
}
