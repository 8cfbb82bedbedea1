namespace Guanlian.Catalogue.Search.Listing;

/// <summary>Statements that reading and making the lists share.</summary>
internal static class ListingSql
{
    /// <summary>Edition and generation. Lists that came from a server with more transactions than this one say nothing about it.</summary>
    public const string State = """
        select case when exists (select from catalogue.word_chunk c where c.edition = l.edition and pg_snapshot_xmax(c.seen) > pg_snapshot_xmax(pg_current_snapshot()))
                    then 0 else l.edition end, l.generation
          from catalogue.word_listing l
        """;

    /// <summary>The generation as the first of the columns that a list has.</summary>
    public const string Generation = """
        select generation, null::text, null::smallint, null::int, null::bytea, null::bytea from catalogue.word_listing
        """;

    /// <summary>
    /// For the transaction that asks for <see cref="Changed"/>: the planner cannot know that next to nothing has changed, and would read all records.
    /// </summary>
    public const string ByIndex = "select set_config('enable_seqscan', 'off', true)";

    /// <summary>Records that have changed since the lists of their chunk were made; $1: the edition.</summary>
    public const string Changed = """
        select f.serial from catalogue.find f left join catalogue.word_chunk c on c.edition = $1 and c.chunk = f.serial >> 16
         where f.changed_in >= (select min(pg_snapshot_xmin(seen)) from catalogue.word_chunk where edition = $1)
           and (c.chunk is null or not pg_visible_in_snapshot(f.changed_in, c.seen))
        """;
}
