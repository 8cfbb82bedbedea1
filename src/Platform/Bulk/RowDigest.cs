using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guanlian.Platform.Bulk;

/// <summary>
/// A hash over rows of an act in their order, part by part with its length before it, so that no two sets of rows read alike.
/// </summary>
internal sealed class RowDigest : IDisposable
{
    /// <summary>The columns that a written row is sealed with, in this order for ever.</summary>
    public const string Written = "number, key, label, subject_id, state, fields::text, before::text";

    /// <summary>The columns that say what undoing had to leave.</summary>
    public const string Left = "number, outcome, kept::text";

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] bytes = new byte[4096];

    public void Add(DbDataReader row, int columns)
    {
        for (var i = 0; i < columns; i++)
        {
            Add(row.IsDBNull(i) ? null : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A part that is UTF-8 already.</summary>
    public void AddUtf8(ReadOnlySpan<byte> part)
    {
        Span<byte> head = stackalloc byte[12];
        part.Length.TryFormat(head, out var digits, provider: CultureInfo.InvariantCulture);
        hash.AppendData(head[..digits]);
        hash.AppendData(":"u8);
        hash.AppendData(part);
    }

    public override string ToString() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose() => hash.Dispose();

    public void Add(string? part)
    {
        if (part is null)
        {
            hash.AppendData("-;"u8);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(part.Length);
        if (bytes.Length < most)
        {
            bytes = new byte[most];
        }

        AddUtf8(bytes.AsSpan(0, Encoding.UTF8.GetBytes(part, bytes)));
    }
}
