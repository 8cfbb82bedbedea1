using System.Text.Json;
using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Divisions;

/// <summary>A division as a stored list has it. One that was abolished stays in the list, marked, so that it can be taken back.</summary>
internal sealed record StoredDivision(string Code, string Name, string? ShortName, string? Pinyin, double? Longitude, double? Latitude, bool Gone = false)
{
    public static StoredDivision Of(Division division) =>
        new(division.Code, division.Name, division.ShortName, division.Pinyin, division.Longitude, division.Latitude);

    public Division Read() => new(Code, Name, ShortName ?? "", Pinyin ?? "", Longitude, Latitude);
}

/// <summary>The latest list, read and written in the transaction of a bulk act; every act that changes it leaves a list of its own.</summary>
internal sealed class DivisionList(MembersDb db, TimeProvider clock)
{
    /// <summary>Abolished ones included.</summary>
    public async Task<SortedDictionary<string, StoredDivision>> NowAsync(CancellationToken ct)
    {
        var rows = await db.Database.SqlQuery<string>($"""
            select rows::text as "Value" from members.division_list order by number desc limit 1
            """).ToListAsync(ct);
        var stored = rows is [var text] ? JsonSerializer.Deserialize<List<StoredDivision>>(text, HistoryJson.Options)! : DivisionBook.Published.All.Select(StoredDivision.Of);
        return new(stored.ToDictionary(d => d.Code), StringComparer.Ordinal);
    }

    /// <summary>Changes the list under a lock; several batches of one act change one and the same list.</summary>
    public async Task ChangeAsync(Guid listId, string source, Action<SortedDictionary<string, StoredDivision>> change, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('members.division-list', 0))", ct);
        var list = await NowAsync(ct);
        change(list);
        // Through the context and not at once: the platform looks once more at what is stored before it saves.
        var stored = await db.DivisionLists.FindAsync([listId], ct) ?? db.DivisionLists.Add(new() { Id = listId, ImportedAt = clock.GetUtcNow(), Source = source, Rows = "" }).Entity;
        stored.Rows = JsonSerializer.Serialize(list.Values, HistoryJson.Options);
    }
}
