using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Fetching;

/// <summary>
/// The hosts that the operator lets the program call (setting <c>Harvest:AllowedHosts</c>, separated by commas); none unless he names
/// some. A name stands for public addresses only: one inside the house must be named by its number, so that no name can be bent to it.
/// </summary>
internal sealed class AllowedHosts(IConfiguration settings)
{
    public const string Setting = "Harvest:AllowedHosts";

    private readonly HashSet<string> hosts = (settings[Setting] ?? "")
        .Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public bool None => hosts.Count == 0;

    /// <summary>Whether this address may be called at all: http or https, no name and password in it, a host that is named.</summary>
    public bool Allows(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
        && (hosts.Contains(address.IdnHost) || hosts.Contains($"{address.IdnHost}:{address.Port}"));

    /// <summary>Whether a connection for that host may go to this number.</summary>
    public bool Allows(string host, IPAddress number) => hosts.Contains(number.ToString())
        || hosts.Any(h => h.StartsWith(number + ":", StringComparison.Ordinal)) || (!IPAddress.TryParse(host, out _) && IsPublic(number));

    /// <summary>Not this machine, not the house, not what the cloud tells its machines.</summary>
    public static bool IsPublic(IPAddress number)
    {
        if (number.IsIPv4MappedToIPv6)
        {
            number = number.MapToIPv4();
        }

        if (number.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !(IPAddress.IsLoopback(number) || number.IsIPv6LinkLocal || number.IsIPv6SiteLocal || number.IsIPv6UniqueLocal
                || number.IsIPv6Multicast || number.Equals(IPAddress.IPv6Any) || number.GetAddressBytes() is [0x20, 0x02, ..] or [0, 0x64, 0xff, 0x9b, ..]);
        }

        return number.GetAddressBytes() switch
        {
            [0 or 10 or 127, ..] => false,
            [100, >= 64 and <= 127, ..] => false,
            [169, 254, ..] => false,
            [172, >= 16 and <= 31, ..] => false,
            [192, 168, ..] or [192, 0, 0, _] => false,
            [198, 18 or 19, ..] => false,
            [>= 224, ..] => false,
            _ => true,
        };
    }
}
