using System.Net;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Agreements;

public sealed class WhoSeesAgreements(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_partner_sees_its_agreement_and_nothing_else_the_alliance_reads_a_stranger_finds_nothing()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var library = world.Alliance.Parties.First(p => p.Kind == Guanlian.Contracts.Members.PartyKind.Library);
        var shared = await world.OutAsync("service-point", leader, library);
        var other = await world.OutAsync("pairing", leader, county);
        await SealedByAsync(world, shared, leader);
        var scan = await world.DbAsync(db => Task.FromResult(db.Scans.Single(s => s.AgreementId == shared).Id));

        using var partner = host.ClientFor(await host.PersonAsAsync(Roles.Partner, library.Id));
        Assert.Equal([shared], await ListedAsync(partner, shared, other));
        foreach (var (path, status) in Doors(shared, scan).Select(p => (p, HttpStatusCode.OK)).Concat(Doors(other, Guid.CreateVersion7()).Select(p => (p, HttpStatusCode.NotFound))))
        {
            using var answer = await partner.GetAsync(new Uri(path, UriKind.Relative));

            // Without the font the paper is refused with the remedy, not hidden.
            Assert.True(answer.StatusCode == status || (status == HttpStatusCode.OK && path.EndsWith(".pdf", StringComparison.Ordinal) && answer.StatusCode == HttpStatusCode.UnprocessableEntity), $"{path} {answer.StatusCode}");
        }

        using var secretariat = host.ClientFor(await host.PersonAsAsync(Roles.Secretariat, world.Alliance.Cluster));
        Assert.Equal([shared, other], (await ListedAsync(secretariat, shared, other)).OrderBy(i => i == other));
        using var stranger = host.ClientFor(await host.PersonAsAsync(Roles.Director, world.Alliance.Museum(2).Id));
        Assert.Empty(await ListedAsync(stranger, shared, other));
        foreach (var path in Doors(shared, scan))
        {
            using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static string[] Doors(Guid id, Guid scan) =>
        [$"agreements/{id}", $"agreements/{id}/texts", $"agreements/{id}/texts?text=1", $"agreements/{id}/history", $"agreements/{id}/texts/1.pdf", $"agreements/scans/{scan}"];

    private static async Task SealedByAsync(AgreementWorld world, Guid id, Guanlian.Members.Data.Party by) =>
        Guanlian.Hosting.Cooperation.CooperationWorld.Held(await world.SealAsync(id, by));

    private static async Task<Guid[]> ListedAsync(HttpClient client, params Guid[] ids)
    {
        var page = await client.GetStringAsync(new Uri("agreements", UriKind.Relative));
        return [.. ids.Where(i => page.Contains($"agreements/{i}", StringComparison.Ordinal))];
    }
}
