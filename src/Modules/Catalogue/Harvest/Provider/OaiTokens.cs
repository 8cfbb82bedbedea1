using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>Where a list goes on.</summary>
/// <param name="Verb">Of the list.</param>
/// <param name="Prefix">metadataPrefix.</param>
/// <param name="Set">setSpec, or empty.</param>
/// <param name="From">As sent.</param>
/// <param name="Until">As sent.</param>
/// <param name="After">The place in the order of stamps up to which records were given.</param>
/// <param name="Given">How many records were given so far.</param>
/// <param name="Total">How many there were when the list was begun.</param>
internal sealed record OaiPosition(
    OaiVerb Verb, string Prefix, string Set, DateTimeOffset? From, DateTimeOffset? Until, long After, long Given, long Total);

/// <summary>
/// Resumption tokens carry the position themselves, signed with the installation's keys (which lie in the database): no list is kept
/// here, a token never runs out, and any copy of the program goes on where another, or an earlier run, stopped.
/// </summary>
internal sealed class OaiTokens(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Guanlian.Catalogue.Oai.Resumption.v1");

    public string Write(OaiPosition position) => protector.Protect(string.Join(
        '|', (int)position.Verb, position.Prefix, position.Set, Ticks(position.From), Ticks(position.Until), Number(position.After),
        Number(position.Given), Number(position.Total)));

    /// <summary>Null for anything that is not one of ours.</summary>
    public OaiPosition? Read(string token)
    {
        try
        {
            return protector.Unprotect(token).Split('|') is [var verb, var prefix, var set, var from, var until, var after, var given, var total]
                ? new(
                    (OaiVerb)int.Parse(verb, CultureInfo.InvariantCulture), prefix, set, Time(from), Time(until), Number(after), Number(given),
                    Number(total))
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Ticks(DateTimeOffset? at) => at is { } known ? Number(known.UtcTicks) : "";

    private static DateTimeOffset? Time(string text) => text.Length == 0 ? null : new DateTimeOffset(Number(text), TimeSpan.Zero);
}
