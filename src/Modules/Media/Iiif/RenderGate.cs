namespace Guanlian.Media.Iiif;

/// <summary>
/// Lets in as many renderings as there are processors, large ones one at a time, and a short queue behind them: more than that are told
/// to come again, so that neither memory nor waiting grows without end.
/// </summary>
internal sealed class RenderGate : IDisposable
{
    /// <summary>Decoded pixels from which a rendering counts as large.</summary>
    public const long Large = 6_000_000;

    private const int MostWaiting = 64;

    private readonly SemaphoreSlim small = new(Math.Max(1, Environment.ProcessorCount));
    private readonly SemaphoreSlim large = new(1);
    private int waiting;

    /// <returns>Null where too many wait already.</returns>
    public async Task<byte[]?> RunAsync(long cost, Func<byte[]> render, CancellationToken ct)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }

        try
        {
            var gate = cost >= Large ? large : small;
            await gate.WaitAsync(ct);
            try
            {
                return await Task.Run(render, ct);
            }
            finally
            {
                gate.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose()
    {
        small.Dispose();
        large.Dispose();
    }
}
