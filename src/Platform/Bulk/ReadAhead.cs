using System.Threading.Channels;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Bulk;

/// <summary>Reads rows in batches; where the kind allows it, on a thread of its own while the batches before are dealt with.</summary>
internal static class ReadAhead
{
    /// <summary>Batches that wait: enough that neither side waits for a single slow one.</summary>
    private const int Waiting = 2;

    /// <param name="ahead">Whether reading and dealing may go on at the same time.</param>
    /// <param name="size">Rows of a batch.</param>
    /// <param name="read">Gives row after row to its first argument.</param>
    /// <param name="deal">Deals with a batch; one after the other, in their order.</param>
    /// <param name="ct">Stops both.</param>
    public static async Task<Outcome<T>> RunAsync<T>(
        bool ahead, int size, Func<Func<ProposedRow, CancellationToken, ValueTask>, CancellationToken, Task<Outcome<T>>> read,
        Func<IReadOnlyList<ProposedRow>, CancellationToken, Task> deal, CancellationToken ct)
    {
        if (!ahead)
        {
            return await InBatchesAsync(size, read, async (batch, token) => await deal(batch, token), ct);
        }

        var waiting = Channel.CreateBounded<List<ProposedRow>>(new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = Task.Run(async () =>
        {
            try
            {
                return await InBatchesAsync(size, read, waiting.Writer.WriteAsync, stop.Token);
            }
            finally
            {
                waiting.Writer.Complete();
            }
        }, ct);
        try
        {
            await foreach (var batch in waiting.Reader.ReadAllAsync(ct))
            {
                await deal(batch, ct);
            }
        }
        catch
        {
            // Nobody closes the file while it is being read.
            await stop.CancelAsync();
            await Task.WhenAny(reading);
            throw;
        }

        return await reading;
    }

    private static async Task<Outcome<T>> InBatchesAsync<T>(
        int size, Func<Func<ProposedRow, CancellationToken, ValueTask>, CancellationToken, Task<Outcome<T>>> read,
        Func<List<ProposedRow>, CancellationToken, ValueTask> give, CancellationToken ct)
    {
        var batch = new List<ProposedRow>(size);
        var end = await read(async (row, token) =>
        {
            batch.Add(row);
            if (batch.Count == size)
            {
                await give(batch, token);
                batch = new(size);
            }
        }, ct);
        if (!end.Refused && batch.Count > 0)
        {
            await give(batch, ct);
        }

        return end;
    }
}
