using System.Net;
using Guanlian.Catalogue.Harvest.Fetching;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Unit.Catalogue.Formats;

public sealed class WhichHostsMayBeCalled
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.20.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    public void A_name_leads_to_public_addresses_only(string number, bool open)
    {
        Assert.Equal(open, Allowing("named.example.org").Allows("named.example.org", IPAddress.Parse(number)));
        Assert.True(Allowing(number).Allows(number, IPAddress.Parse(number)));
        Assert.False(Allowing("").Allows(new Uri("http://named.example.org/")));
    }

    private static AllowedHosts Allowing(string hosts) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new(AllowedHosts.Setting, hosts)]).Build());
}
