using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Guanlian.Platform.Data;

/// <summary>
/// Rows in the binary form of COPY, in one buffer: hundreds of thousands of rows cost neither an object nor a wait each. Values stand in the order of
/// the statement's columns, each of exactly its column's type.
/// </summary>
public sealed class CopyBlock : IBufferWriter<byte>
{
    private const int UuidType = 2950;
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ArrayBufferWriter<byte> bytes = new(1 << 14);

    private static ReadOnlySpan<byte> Head => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', 10, 255, 13, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Bytes so far: where the next row begins.</summary>
    public int Length => bytes.WrittenCount;

    /// <summary>What has been put in since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => bytes.WrittenMemory;

    /// <summary>What every COPY begins with.</summary>
    public void Begin() => bytes.Write(Head);

    /// <summary>What every COPY ends with.</summary>
    public void End() => Put16(-1);

    /// <summary>Empties the buffer, to be filled again.</summary>
    public void Clear() => bytes.ResetWrittenCount();

    /// <summary>The beginning of a row.</summary>
    public void Row(int columns) => Put16((short)columns);

    /// <summary>A value that is written piece by piece (this is a buffer writer) until <see cref="Close"/>.</summary>
    /// <returns>For <see cref="Close"/>.</returns>
    public int Open()
    {
        Put32(0);
        return bytes.WrittenCount;
    }

    /// <summary>The end of such a value.</summary>
    public void Close(int opened) => BinaryPrimitives.WriteInt32BigEndian(
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(bytes.WrittenMemory).Span[(opened - 4)..], bytes.WrittenCount - opened);

    /// <inheritdoc/>
    public void Advance(int count) => bytes.Advance(count);

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => bytes.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => bytes.GetSpan(sizeHint);

    /// <summary>NULL, of any type.</summary>
    public void Null() => Put32(-1);

    /// <summary>bytea, json, and what is sent as the bytes that it is.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Put32(value.Length);
        bytes.Write(value);
    }

    /// <summary>jsonb.</summary>
    public void Jsonb(string? json)
    {
        if (json is null)
        {
            Null();
        }
        else
        {
            var opened = OpenJsonb();
            Encoding.UTF8.GetBytes(json, bytes);
            Close(opened);
        }
    }

    /// <summary>A jsonb that is written piece by piece, until <see cref="Close"/>.</summary>
    public int OpenJsonb()
    {
        var opened = Open();
        bytes.Write("\u0001"u8);
        return opened;
    }

    /// <summary>text, json.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        var span = bytes.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        bytes.Advance(4 + length);
    }

    /// <summary>integer.</summary>
    public void Whole(int? value)
    {
        if (value is { } number)
        {
            Put32(4);
            Put32(number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>smallint.</summary>
    public void Small(short? value)
    {
        if (value is { } number)
        {
            Put32(2);
            Put16(number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>boolean.</summary>
    public void Bool(bool value) => Bytes([value ? (byte)1 : (byte)0]);

    /// <summary>uuid.</summary>
    public void Id(Guid? value)
    {
        if (value is not { } id)
        {
            Null();
            return;
        }

        Put32(16);
        _ = id.TryWriteBytes(bytes.GetSpan(16), bigEndian: true, out _);
        bytes.Advance(16);
    }

    /// <summary>uuid[].</summary>
    public void Ids(IReadOnlyCollection<Guid> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Put32(values.Count == 0 ? 12 : 20 + (20 * values.Count));
        Put32(values.Count == 0 ? 0 : 1);
        Put32(0);
        Put32(UuidType);
        if (values.Count > 0)
        {
            Put32(values.Count);
            Put32(1);
        }

        foreach (var value in values)
        {
            Id(value);
        }
    }

    /// <summary>timestamptz.</summary>
    public void Time(DateTimeOffset value)
    {
        Put32(8);
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(8), (value - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
        bytes.Advance(8);
    }

    /// <summary>date.</summary>
    public void Date(DateOnly? value) => Whole(value is { } date ? date.DayNumber - DateOnly.FromDateTime(Epoch.DateTime).DayNumber : null);

    /// <summary>A COPY of its own with what is in here, from <see cref="Begin"/> to <see cref="End"/>.</summary>
    public async Task SendAsync(NpgsqlConnection connection, string copy, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var stream = await connection.BeginRawBinaryCopyAsync(copy, ct);
        try
        {
            await stream.WriteAsync(Written, ct);
        }
        catch
        {
            await DropAsync(stream);
            throw;
        }
    }

    /// <summary>Ends a COPY that has not come to its end; nothing of it stays. What the server had against it is thrown, a broken connection is not.</summary>
    internal static async Task DropAsync(NpgsqlRawCopyStream stream)
    {
        try
        {
            await stream.CancelAsync();
        }
        catch (Exception e) when (e is (NpgsqlException or ObjectDisposedException or InvalidOperationException or IOException) and not PostgresException)
        {
            // Whoever broke it says so himself.
        }
    }

    private void Put16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(bytes.GetSpan(2), value);
        bytes.Advance(2);
    }

    private void Put32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }
}
