using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Tables;

/// <summary>Opens a file as a table: what the file is, is decided by its content and never by its name.</summary>
public static class TableReader
{
    /// <summary>Either the opened table or the reason why this file is none. The stream may be closed once the table is disposed.</summary>
    public static async Task<Outcome<TableFile>> OpenAsync(Stream file, TableShape shape, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(shape);
        Stream? spooled = null;
        IRawTable? raw = null;
        try
        {
            var stream = file.CanSeek ? file : spooled = await SpoolAsync(file, shape.Limits, ct);
            if (stream.Length > shape.Limits.Bytes)
            {
                throw TooLarge(shape.Limits);
            }
            raw = Open(stream, shape);
            return TableFile.Prepare(raw, spooled, shape);
        }
        catch (TableFault fault)
        {
            raw?.Dispose();
            if (spooled is not null)
            {
                await spooled.DisposeAsync();
            }
            return fault.Problem.AsRefusal();
        }
    }

    /// <summary>What a table holds, before anybody has said which columns are wanted: headings and first rows of each sheet.</summary>
    /// <param name="file">A stream that can be rewound.</param>
    /// <param name="rows">How many rows to look at.</param>
    /// <param name="limits">How much of a stranger's file is taken in.</param>
    public static Outcome<TableLook> Look(Stream file, int rows, TableLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limits);
        try
        {
            if (file.Length > limits.Bytes)
            {
                throw TooLarge(limits);
            }
            using var raw = Open(file, new TableShape([]) { Limits = limits });
            return TableLook.At(raw, rows, limits);
        }
        catch (TableFault fault)
        {
            return fault.Problem.AsRefusal();
        }
    }

    private static IRawTable Open(Stream stream, TableShape shape)
    {
        if (stream.Length == 0)
        {
            throw new TableFault(TableProblem.Of(TableWords.Empty));
        }
        var start = new byte[8];
        stream.Position = 0;
        var got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> head = start.AsSpan(0, got);
        if (head.StartsWith("PK"u8))
        {
            return new XlsxTable(stream, shape.Limits);
        }
        if (head.StartsWith<byte>([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
        {
            return new XlsTable(stream, shape.Limits);
        }
        if (JsonTable.Starts(stream))
        {
            return new JsonTable(stream, shape.Limits);
        }
        if (Picture(head) is { } kind)
        {
            throw new TableFault(TableProblem.Of(TableWords.OtherKind, ("kind", kind)));
        }
        return new DelimitedTable(stream, shape);
    }

    private static string? Picture(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) ? "PNG"
        : head.StartsWith<byte>([0xff, 0xd8, 0xff]) ? "JPEG"
        : head.StartsWith("%PDF"u8) ? "PDF"
        : head.StartsWith("Rar!"u8) ? "RAR"
        : head.StartsWith("7z"u8) && head.Length > 2 && head[2] == 0xbc ? "7Z"
        : head.StartsWith<byte>([0x1f, 0x8b]) ? "GZIP"
        : null;

    private static TableFault TooLarge(TableLimits limits) => new(TableProblem.Of(TableWords.TooLarge, ("limit", limits.Bytes >> 20)));

    /// <summary>A stream that cannot be rewound goes to a file that the system removes when it is closed.</summary>
    private static async Task<Stream> SpoolAsync(Stream file, TableLimits limits, CancellationToken ct)
    {
        var copy = TableSpool.Create();
        var block = new byte[1 << 16];
        for (int got; (got = await file.ReadAsync(block, ct)) > 0;)
        {
            await copy.WriteAsync(block.AsMemory(0, got), ct);
            if (copy.Length > limits.Bytes)
            {
                await copy.DisposeAsync();
                throw TooLarge(limits);
            }
        }
        return copy;
    }
}

internal static class TableSpool
{
    public static FileStream Create() => new(
        Path.Combine(Path.GetTempPath(), $"guanlian-{Guid.CreateVersion7():N}.tmp"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
}
