using System.Security.Cryptography;
using System.Text;

namespace Guanlian.Members.Accounts;

/// <summary>Ten codes on paper, each good once. 80 bits each, so that a plain hash is enough to store them.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    // Without letters and digits that look alike on paper.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>New codes as printed: four groups of four.</summary>
    public static IReadOnlyList<string> New() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4))))];

    /// <summary>How a code is stored; spaces, dashes and case do not matter. Null for what cannot be one.</summary>
    public static string? HashOf(Guid personId, string? code)
    {
        var plain = string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-')).ToLowerInvariant();
        return plain.Length == 16 && plain.All(Alphabet.Contains)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{personId:N}{plain}")))
            : null;
    }
}
