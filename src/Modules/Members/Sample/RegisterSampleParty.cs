using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Events;

namespace Guanlian.Members.Sample;

/// <summary>Registers an institution of the sample province that the register does not list.</summary>
internal sealed class RegisterSampleParty(MembersDb db, PartyFacts facts, TimeProvider clock)
{
    public async Task<Guid> RunAsync(string code, PartyKind kind, string name, string nameEn, CancellationToken ct)
    {
        var party = new Party { Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = code, Kind = kind, Name = name, RegisteredAt = clock.GetUtcNow() };
        db.Add(party);
        facts.IsNew(party);
        facts.Set(party, PartyField.FullName, name, facts.Today, "edit");
        facts.Set(party, PartyField.NameEn, nameEn, facts.Today, "edit");
        facts.Set(party, PartyField.Division, "140000", facts.Today, "edit");
        db.Record(new Change("members.party.registered", "members.party", party.Id) { After = new { party.Code, party.Name } });
        await db.SaveChangesAsync(ct);
        return party.Id;
    }
}
