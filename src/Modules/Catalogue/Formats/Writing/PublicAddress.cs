using System.Globalization;
using Guanlian.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>Addresses and ids of records under the name by which the installation is known outside.</summary>
/// <param name="Base">With a slash at the end.</param>
internal sealed record PublicAddress(Uri Base)
{
    public static PublicAddress Of(IConfiguration settings, HttpRequest request) => new(PublicBase.Of(settings, request));

    public string Of(string institution, int serial) =>
        string.Create(CultureInfo.InvariantCulture, $"{Base}objects/{Uri.EscapeDataString(institution)}/{serial}");

    public string OaiIdOf(string institution, int serial) =>
        string.Create(CultureInfo.InvariantCulture, $"{OaiPrefix}{institution}/{serial}");

    /// <summary>The institution's code and the serial; null for an id that is not one of ours.</summary>
    public (string Institution, int Serial)? ReadOaiId(string id)
    {
        if (!id.StartsWith(OaiPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = id[OaiPrefix.Length..];
        var slash = rest.LastIndexOf('/');
        return slash > 0 && int.TryParse(rest.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
            && rest[(slash + 1)..] == serial.ToString(CultureInfo.InvariantCulture)
            ? (rest[..slash], serial)
            : null;
    }

    private string OaiPrefix => $"oai:{Base.Host}:";
}
