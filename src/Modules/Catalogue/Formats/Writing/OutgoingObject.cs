using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>A record on its way out, in any format: what one reader may see, whose it is, and where it is found.</summary>
/// <param name="Seen">The record without what the reader may not see.</param>
/// <param name="Owner">The institution.</param>
/// <param name="Places">Addresses and ids.</param>
internal sealed record OutgoingObject(SeenObject Seen, PartyCard Owner, PublicAddress Places)
{
    /// <summary>Its permanent address; also its id in linked data.</summary>
    public string Address => Places.Of(Owner.Code, Seen.Row.Serial);

    /// <summary>Its id in OAI-PMH.</summary>
    public string OaiId => Places.OaiIdOf(Owner.Code, Seen.Row.Serial);

    public ObjectRecord Record => Seen.Record;

    /// <summary>Filled fields in the profile's order.</summary>
    public IEnumerable<(ProfileField Field, FieldValue Value)> Filled =>
        Record.Profile.Fields.Where(f => Record[f.Key] is not null).Select(f => (f, Record[f.Key]!));

    /// <summary>A rights statement is needed by those who show records of others.</summary>
    public (string Uri, string? Word)? Rights => RightsUri.Of(Record.Of(FieldRoles.Rights));
}
