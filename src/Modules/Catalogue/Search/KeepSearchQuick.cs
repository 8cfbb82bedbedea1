using Guanlian.Catalogue.Search.Finding;
using Guanlian.Platform.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guanlian.Catalogue.Search;

/// <summary>
/// The word index takes new words into a list first, which every search has to read through. After an import the list is put in order at once
/// instead of at the next vacuum.
/// </summary>
internal sealed class KeepSearchQuick(NpgsqlDataSource source) : IRegularWork
{
    public string Name => "catalogue.keep-search-quick";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select gin_clean_pending_list('catalogue.find_terms')");
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Reads the columns when the program starts, so that the first reader does not wait for three million records.</summary>
internal sealed partial class ReadColumnsAtStart(Mirror mirror, ILogger<ReadColumnsAtStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await mirror.CatchUpAsync(stoppingToken);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or ObjectDisposedException)
        {
            // The first search reads them then.
            NotRead(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalogue's columns were not read at the start: {Why}")]
    private partial void NotRead(string why);
}
