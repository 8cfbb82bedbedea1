using Guanlian.Hosting;
using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>An object has one address for ever, under the name that the installation is known by, whatever way a reader came.</summary>
public sealed class PermanentAddress(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Every_door_gives_the_address_under_the_installations_own_name()
    {
        var world = new SearchWorld(host);
        var owner = await world.World.MuseumAsync();
        var serial = Assert.Single(await world.World.WriteAsync(SearchWorld.Draft(owner, "址-1", "蟠螭纹壶"))).Serial;
        var code = await host.WithAsync((MembersDb db) => db.Parties.Where(p => p.Id == owner).Select(p => p.Code).SingleAsync());
        host.Services.GetRequiredService<IConfiguration>()["PublicAddress"] = "https://ku.example.cn";
        var address = $"https://ku.example.cn/objects/{code}/{serial}";
        using var client = host.NewClient(followRedirects: true);
        var page = await client.GetStringAsync(new Uri($"/en/objects/{code}/{serial}", UriKind.Relative));
        Assert.Contains($"<link rel=\"canonical\" href=\"{address}\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"@id\":\"{address}", page.Replace("\\/", "/", StringComparison.Ordinal).Replace(": \"", ":\"", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var door in new[] { "/catalogue/objects.csv?q=蟠螭", "/catalogue/feed.atom?q=蟠螭", "/api/search?q=蟠螭", "/sitemaps/objects-0.xml", "/oai?verb=ListRecords&metadataPrefix=oai_dc" })
        {
            Assert.Contains(address, await client.GetStringAsync(new Uri(door, UriKind.Relative)), StringComparison.Ordinal);
        }
    }
}
