using Guanlian.Platform.Storage;
using Microsoft.Extensions.Hosting;

namespace Guanlian.Media.Masters;

/// <summary>
/// A store that cannot be asked is written into the log when the program starts, not when the first museum brings a file. The program starts
/// all the same: what visitors see does without masters.
/// </summary>
internal sealed class AskStoreAtStart(IMasterStore store, FileHome home) : BackgroundService
{
    private static readonly string Nobody = new('0', 64);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!home.Exists)
        {
            return;
        }

        try
        {
            await store.CheckAsync(Nobody, stoppingToken);
        }
        catch (Exception e) when (e is StoreAwayException || stoppingToken.IsCancellationRequested)
        {
            // The store itself has said why.
        }
    }
}
