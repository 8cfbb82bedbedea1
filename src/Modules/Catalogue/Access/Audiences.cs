using Guanlian.Catalogue.Data;
using Npgsql;

namespace Guanlian.Catalogue.Access;

/// <summary>
/// Interns audiences, and says which of them are open to a reader. Works beside the caller's transaction: an audience that nothing uses
/// in the end does no harm, while one that is made at once can be known to all.
/// </summary>
internal sealed class Audiences(NpgsqlDataSource source, AudienceBook book)
{
    /// <summary>Numbers show in the order of their commits, not of their making; so many before the last are asked for again.</summary>
    private const int Unsettled = 16;

    /// <summary>Numbers of the audiences open to a reader, for <c>shown_to = any(…)</c>; in ascending order.</summary>
    public async Task<int[]> OpenToAsync(Reader reader, CancellationToken ct)
    {
        await CatchUpAsync(ct);
        return [.. book.All.Where(a => reader.IsIn(a.Level, a.InstitutionId, a.Parties)).Select(a => a.Id).Order()];
    }

    /// <summary>The number of an audience, made where it is new.</summary>
    /// <param name="level">How far open.</param>
    /// <param name="institution">The owner.</param>
    /// <param name="named">The parties named; looked at for <see cref="Level.Named"/> only.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<int> InternAsync(Level level, Guid institution, IReadOnlyCollection<Guid> named, CancellationToken ct)
    {
        Guid? owner = level is Level.Public or Level.Members ? null : institution;
        Guid[] parties = level == Level.Named ? [.. named.Distinct().Order()] : [];
        if (book.Find(level, owner, parties) is { } known)
        {
            return known.Id;
        }

        await using (var insert = source.CreateCommand(
            "insert into catalogue.audience (level, institution_id, parties) values ($1, $2, $3) on conflict do nothing"))
        {
            insert.Parameters.AddWithValue(level.ToString());
            insert.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = owner, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
            insert.Parameters.AddWithValue(parties);
            await insert.ExecuteNonQueryAsync(ct);
        }

        await CatchUpAsync(ct);
        return book.Find(level, owner, parties)!.Id;
    }

    /// <summary>Whether everybody is in it.</summary>
    public bool IsPublic(int audience) => book.Find(audience)?.Level == Level.Public;

    private async Task CatchUpAsync(CancellationToken ct)
    {
        await using var select = source.CreateCommand(
            "select id, level, institution_id, parties from catalogue.audience where id > $1 order by id");
        select.Parameters.AddWithValue(book.Last - Unsettled);
        await using var rows = await select.ExecuteReaderAsync(ct);
        var learnt = new List<Audience>();
        while (await rows.ReadAsync(ct))
        {
            learnt.Add(new Audience
            {
                Id = rows.GetInt32(0),
                Level = Enum.Parse<Level>(rows.GetString(1)),
                InstitutionId = await rows.IsDBNullAsync(2, ct) ? null : rows.GetGuid(2),
                Parties = rows.GetFieldValue<Guid[]>(3),
            });
        }

        book.Learn(learnt);
    }
}
