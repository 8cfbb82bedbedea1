using System.Text.Json;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// A record as one reader sees it: fields that he may not see are not in it. Everything that leaves the module (page, API, format,
/// export, print for outsiders) is written from this. Whether the record shows at all is decided in the query (<c>shown_to</c>).
/// </summary>
internal sealed class SeenObject
{
    private readonly Dictionary<string, Level> own;

    private SeenObject(CatalogueObject row, ObjectRecord record, Level open, Dictionary<string, Level> own)
    {
        (Row, Record, Open, this.own) = (row, record, open, own);
    }

    /// <summary>The row, for its address, state and dates.</summary>
    public CatalogueObject Row { get; }

    /// <summary>What is left of the record.</summary>
    public ObjectRecord Record { get; }

    /// <summary>The narrowest level open to the reader in this record.</summary>
    public Level Open { get; }

    public static SeenObject Of(CatalogueObject row, Profile profile, Reader reader)
    {
        var open = reader.LevelFor(row.InstitutionId, row.Named);
        var own = Levels(row.FieldLevels);
        var record = ObjectRecord.Read(profile, row.Record);
        if (open < Level.Staff)
        {
            record = record with
            {
                Values = record.Values.Where(v => LevelOf(profile.Find(v.Key)!, own) <= open).ToDictionary(v => v.Key, v => v.Value),
                Extra = new Dictionary<string, string>(),
            };
        }

        return new(row, record, open, own);
    }

    /// <summary>The level of a field in this record.</summary>
    public Level LevelOf(ProfileField field) => LevelOf(field, own);

    public static Level LevelOf(ProfileField field, IReadOnlyDictionary<string, Level> own) => own.GetValueOrDefault(field.Key, field.Level);

    /// <summary>Reads <c>catalogue.object.field_levels</c>.</summary>
    public static Dictionary<string, Level> Levels(string? json) => json is null
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.ToDictionary(p => p.Key, p => Enum.Parse<Level>(p.Value));
}
