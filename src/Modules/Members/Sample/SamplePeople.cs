using Guanlian.Contracts.Members;
using Guanlian.Members.Accounts;
using Guanlian.Members.Data;
using Guanlian.Members.Mandates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Sample;

/// <summary>Accounts to try the platform with, one for each part; no invented person, the part is the name.</summary>
internal sealed class SamplePeople : ISampleStep
{
    public int Order => 110;

    public string Title => "members.sample.people";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var leader = await PartyAsync(world, p => p.Name == "山西博物院", ct);
        var county = await PartyAsync(world, p => p.Name == "安泽县博物馆", ct);
        (world.Ids["sample.leader"], world.Ids["sample.county"]) = (leader, county);
        var library = await SampleAlliance.AddAsync(world, "SX-SLTSG", PartyKind.Library, "示例图书馆", "Sample Library", ct);
        await AddAsync(world, "director", "牵头馆馆长", leader, Roles.Director, ct);
        await AddAsync(world, "coordinator", "牵头馆帮扶联络员", leader, Roles.Coordinator, ct);
        await AddAsync(world, "county", "县馆馆长", county, Roles.Director, ct);
        await AddAsync(world, "staff", "县馆馆员", county, Roles.Staff, ct);
        await AddAsync(world, "partner", "合作方联系人", library, Roles.Partner, ct);
    }

    /// <summary>Makes an account 示例·… with a mandate, and lists it for the operator.</summary>
    public static async Task AddAsync(SampleWorld world, string userName, string part, Guid partyId, string role, CancellationToken ct)
    {
        var (person, mandate) = await world.AskAsync((MakeAccount make) => make.RunAsync($"示例·{part}", userName, world.Password, partyId, role, ct));
        world.Knows(userName, person, mandate);
        world.SignIns.Add(new SampleSignIn($"members.sample.part.{userName}", userName, world.Password));
    }

    private static Task<Guid> PartyAsync(SampleWorld world, System.Linq.Expressions.Expression<Func<Party, bool>> which, CancellationToken ct) =>
        world.AskAsync((MembersDb db) => db.Parties.Where(which).Select(p => p.Id).SingleAsync(ct));

    /// <summary>The same as ./guanlian admin create, for any role.</summary>
    internal sealed class MakeAccount(MembersDb db, NewAccount accounts, TimeProvider clock)
    {
        public async Task<(Guid PersonId, Guid MandateId)> RunAsync(string name, string userName, string password, Guid partyId, string role, CancellationToken ct)
        {
            var account = accounts.Prepare(new(name, userName, null, password)).Value;
            var mandate = GrantMandate.Make(db, clock, account.PersonId, partyId, role, Dates.InChina(clock.GetUtcNow()), null, "示例", null, null);
            await db.SaveChangesAsync(ct);
            return (account.PersonId, mandate.Id);
        }
    }
}
