using Npgsql;

namespace Guanlian.Catalogue.Search.Indexing;

/// <summary>
/// The words of new records wait in a list of the index until they are sorted in, which PostgreSQL has the writer do, four megabytes at a time. While
/// an import writes, it is done beside it: both processors work, and the list, which every search reads as well, stays short.
/// </summary>
internal sealed class SortInWords(NpgsqlDataSource source)
{
    /// <summary>Records whose words are worth it: three megabytes or so.</summary>
    private const int Enough = 1_500;

    private readonly Lock one = new();
    private Task sorting = Task.CompletedTask;
    private int waiting;

    /// <summary>So many records were written.</summary>
    public void Added(int records)
    {
        lock (one)
        {
            waiting += records;
            if (waiting >= Enough && sorting.IsCompleted)
            {
                waiting = 0;
                sorting = SortAsync();
            }
        }
    }

    private async Task SortAsync()
    {
        try
        {
            await using var sort = source.CreateCommand("select gin_clean_pending_list('catalogue.find_terms')");
            await sort.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            // The writer does it then, and meets whatever is wrong itself.
        }
    }
}
