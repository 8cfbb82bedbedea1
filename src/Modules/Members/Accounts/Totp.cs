using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Guanlian.Members.Accounts;

/// <summary>Codes of an authenticator app (RFC 6238): six digits, 30 seconds, SHA-1, as every app understands them.</summary>
internal static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Digits = 6;
    private const long Seconds = 30;

    /// <summary>A new shared secret of 160 bits.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(20);

    /// <summary>The step in which this code is right: now, or one beside it for clocks that differ; null for a wrong code or a used step.</summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="code">As typed; spaces do not matter.</param>
    /// <param name="now">The time here.</param>
    /// <param name="lastStep">The last step that was accepted; it and all before it are spent.</param>
    public static long? Check(ReadOnlySpan<byte> key, string? code, DateTimeOffset now, long lastStep)
    {
        var typed = string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (typed.Length != Digits || !typed.All(char.IsAsciiDigit))
        {
            return null;
        }

        var step = now.ToUnixTimeSeconds() / Seconds;
        long? found = null;
        for (var at = step - 1; at <= step + 1; at++)
        {
            // All three are looked at, so that the time taken tells nothing.
            var same = CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(typed), System.Text.Encoding.ASCII.GetBytes(Code(key, at)));
            found = same && at > lastStep && found is null ? at : found;
        }

        return found;
    }

    /// <summary>The code of a step.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "HMAC-SHA1 is what RFC 6238 apps compute, and not weak as a MAC.")]
    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
        HMACSHA1.HashData(key, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The secret as people type it into an app.</summary>
    public static string Print(ReadOnlySpan<byte> key)
    {
        var text = new System.Text.StringBuilder();
        for (int bit = 0; bit < key.Length * 8; bit += 5)
        {
            var pair = key[bit / 8] << 8 | (bit / 8 + 1 < key.Length ? key[bit / 8 + 1] : 0);
            text.Append(Alphabet[pair >> (11 - bit % 8) & 31]);
        }

        return text.ToString();
    }

    /// <summary>What the QR code says to the app.</summary>
    public static string Address(ReadOnlySpan<byte> key, string issuer, string userName) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(userName)}?secret={Print(key)}&issuer={Uri.EscapeDataString(issuer)}&digits={Digits}&period={Seconds}";
}
