using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Access;

/// <summary>Who may change what about an institution.</summary>
internal sealed class InstitutionAccess(MembersDb db, CurrentActor current)
{
    /// <summary>What an institution says about itself.</summary>
    public static IReadOnlyList<PartyField> Own { get; } =
    [
        PartyField.NameEn, PartyField.FinanceClass, PartyField.Address, PartyField.Capabilities, PartyField.Website, PartyField.Phone,
        PartyField.ContactName, PartyField.ContactPhone, PartyField.ContactEmail,
    ];

    /// <summary>What the register or the association says about it.</summary>
    public static IReadOnlyList<PartyField> Kept { get; } =
    [
        PartyField.FullName, PartyField.FormerNames, PartyField.Level, PartyField.Grade, PartyField.Ownership, PartyField.Parent,
        PartyField.ClosedOn,
    ];

    /// <summary>The fields that the actor may change of this party; none where it may change nothing.</summary>
    public async Task<IReadOnlyList<PartyField>> EditableAsync(Party party, CancellationToken ct) =>
        await MayKeepAsync(party, ct) ? [.. Kept, .. Own]
        : current.Value.May(MembersPermissions.EditInstitution, party.Id) ? Own
        : [];

    /// <summary>
    /// Administrators keep every institution; a secretariat those of its cluster, and those that no cluster has taken in yet, because
    /// a museum must be placed before it can join.
    /// </summary>
    public async Task<bool> MayKeepAsync(Party party, CancellationToken ct)
    {
        var actor = current.Value;
        return party.Kind is not (PartyKind.Cluster or PartyKind.Operator) && actor.May(MembersPermissions.KeepRegister)
            && (actor.Mandate!.Role == Roles.Administrator || actor.May(MembersPermissions.KeepRegister, party.Id)
                || !await db.Memberships
                    .AnyAsync(m => m.PartyId == party.Id && m.State != MembershipState.Left && m.State != MembershipState.Removed, ct));
    }

    /// <summary>Contacts are for people who act for a member, not for the public.</summary>
    public bool MaySeeContacts => current.Value.Mandate is not null;
}
