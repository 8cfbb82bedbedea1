using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>What spares typing: the values that a collection uses most in a field, and those of the record written last.</summary>
internal sealed class UsualValues(CatalogueDb db, ProfileBook profiles)
{
    private const int Recent = 1000;

    /// <summary>Field → most used texts among the records changed last.</summary>
    public async Task<ILookup<string, string>> MostUsedAsync(Guid institution, Profile profile, CancellationToken ct)
    {
        string[] keys = [.. profile.Fields.Where(f => f is { Kind: FieldKind.Text, Long: false, Role: not FieldRoles.Number } && f.Key != "censusNumber").Select(f => f.Key)];
        var rows = await db.Database.SqlQuery<Used>($"""
            select u."Field", u."Value" from (
                select k.key as "Field", o.record->>k.key as "Value", row_number() over (partition by k.key order by count(*) desc, o.record->>k.key) as n
                  from (select record from catalogue.object where institution_id = {institution} and state in ('Draft', 'Review', 'Published')
                         order by changed_at desc limit {Recent}) o
                  cross join unnest({keys}) as k (key)
                 where o.record ? k.key and length(o.record->>k.key) <= 100
                 group by 1, 2 having count(*) > 1) u
             where u.n <= 8
            """).ToListAsync(ct);
        return rows.ToLookup(r => r.Field, r => r.Value);
    }

    /// <summary>The record written last in this collection.</summary>
    public async Task<ObjectRecord?> LastAsync(Guid institution, string profile, int? except, CancellationToken ct) =>
        await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution && o.Profile == profile && o.Serial != except
            && (o.State == ObjectState.Draft || o.State == ObjectState.Review || o.State == ObjectState.Published))
            .OrderByDescending(o => o.ChangedAt).ThenByDescending(o => o.Serial).FirstOrDefaultAsync(ct) is { } row
            ? ObjectRecord.Read(profiles[row.Profile], row.Record)
            : null;

    private sealed record Used(string Field, string Value);
}
