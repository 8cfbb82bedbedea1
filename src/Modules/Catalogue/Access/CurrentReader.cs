using Guanlian.Platform.Access;

namespace Guanlian.Catalogue.Access;

/// <summary>The reader that the present actor is.</summary>
internal sealed class CurrentReader(CurrentActor current)
{
    public Reader Value => Of(current.Value);

    public static Reader Of(Actor actor)
    {
        if (actor.Mandate is not { } mandate)
        {
            return Reader.Visitor;
        }

        return new Reader
        {
            PartyId = mandate.PartyId,
            Member = actor.May(CataloguePermissions.ReadAsMember),
            Over = actor.May(CataloguePermissions.Oversee) ? [.. mandate.StandsOver] : [],
            Own = [.. OwnOf(actor, mandate)],
        };
    }

    private static IEnumerable<Guid> OwnOf(Actor actor, MandateInUse mandate)
    {
        if (mandate.Permissions.Contains(CataloguePermissions.Keep))
        {
            yield return mandate.PartyId;
        }

        foreach (var lent in mandate.ActsFor.Keys.Where(party => actor.May(CataloguePermissions.Keep, party)))
        {
            yield return lent;
        }
    }
}
