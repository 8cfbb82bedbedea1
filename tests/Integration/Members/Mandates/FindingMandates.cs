using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Members.Mandates;

public sealed class FindingMandates(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Theory]
    [InlineData("100%", true)]
    [InlineData("0%_", true)]
    [InlineData("1%_", false)]
    [InlineData("百_之", false)]
    public async Task Signs_that_mean_something_to_the_database_mean_themselves(string typed, bool found)
    {
        var party = new Party
        {
            Id = Guid.CreateVersion7(),
            Code = $"P{Guid.CreateVersion7():N}"[..12],
            Kind = PartyKind.Museum,
            Name = "试馆100%_百分之百",
            RegisteredAt = host.Clock.Now,
        };
        await host.WithAsync<MembersDb, int>(db =>
        {
            db.Add(party);
            return db.SaveChangesAsync();
        });
        await host.PersonAsAsync(Roles.Director, party.Id);
        using var administrator = await host.SignInAsAsync(Roles.Administrator);
        var page = System.Net.WebUtility.HtmlDecode(await administrator.GetStringAsync($"mandates?q={Uri.EscapeDataString(typed)}"));
        Assert.Equal(found, page.Contains(party.Name, StringComparison.Ordinal));
    }
}
