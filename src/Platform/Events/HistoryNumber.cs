using Npgsql;

namespace Guanlian.Platform.Events;

/// <summary>
/// How far the history had grown when this request first asked. Whatever was read at the same number looks the same, in every copy of
/// the program: each change is an event, and its number becomes visible together with it (docs/decisions/0003 and 0024).
/// </summary>
public sealed class HistoryNumber(NpgsqlDataSource database)
{
    private readonly Lock asking = new();
    private Task<long>? asked;
    private HistoryNumber? request;

    /// <summary>The number of the last event; 0 before the first.</summary>
    public Task<long> NowAsync(CancellationToken ct)
    {
        if (request is not null)
        {
            return request.NowAsync(ct);
        }

        // Parts of one page ask at the same time.
        lock (asking)
        {
            return asked ??= AskAsync(ct);
        }
    }

    /// <summary>For a scope within a request: its parts say what the request was told.</summary>
    internal void AsAskedBy(HistoryNumber other) => request = other;

    private async Task<long> AskAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select max(seq) from platform.event_seal");
        return await command.ExecuteScalarAsync(ct) is long last ? last : 0;
    }
}
