using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;

namespace Guanlian.Catalogue.Objects;

/// <summary>A record as it shall be stored.</summary>
/// <param name="InstitutionId">The owner; never changes.</param>
/// <param name="Id">Of the record; a new one's is made by whoever writes it.</param>
/// <param name="Record">Its values.</param>
internal sealed record ObjectDraft(Guid InstitutionId, Guid Id, ObjectRecord Record)
{
    /// <summary>The version that it was read with; 0 for a new record.</summary>
    public int Version { get; init; }

    public ObjectState State { get; init; }

    public Level Level { get; init; }

    public Guid[] Named { get; init; } = [];

    public DateOnly? OpensOn { get; init; }

    public DateOnly? ClosesOn { get; init; }

    /// <summary>Levels of fields where they differ from the profile's.</summary>
    public IReadOnlyDictionary<string, Level> FieldLevels { get; init; } = new Dictionary<string, Level>();

    public bool Sample { get; init; }

    /// <summary>What is stored now, to be changed with <c>with</c>.</summary>
    public static ObjectDraft Of(CatalogueObject row, ObjectRecord record) => new(row.InstitutionId, row.Id, record)
    {
        Version = row.Version,
        State = row.State,
        Level = row.Level,
        Named = row.Named,
        OpensOn = row.OpensOn,
        ClosesOn = row.ClosesOn,
        FieldLevels = SeenObject.Levels(row.FieldLevels),
        Sample = row.Sample,
    };

    /// <summary>
    /// How far it is open on a day: what is not published, not yet opened or closed again is its own staff's.
    /// </summary>
    public Level OpenOn(DateOnly day) =>
        State == ObjectState.Published && !(OpensOn > day) && !(ClosesOn < day) ? Level : Level.Staff;
}

/// <summary>A record that was written.</summary>
/// <param name="Serial">Its number in the permanent address.</param>
/// <param name="Version">Its version now.</param>
internal sealed record WrittenObject(Guid InstitutionId, Guid Id, int Serial, int Version);
