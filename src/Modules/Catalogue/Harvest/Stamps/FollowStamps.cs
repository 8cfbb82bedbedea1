using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Stamps;

/// <summary>Reads stamps in their order, with the objects as they are now.</summary>
internal sealed class FollowStamps(CatalogueDb db, Audiences audiences)
{
    /// <summary>Which stamps are asked for.</summary>
    /// <param name="InstitutionId">One institution's; null for all.</param>
    /// <param name="From">Stamped at or after.</param>
    /// <param name="Until">Stamped at or before.</param>
    public sealed record Range(Guid? InstitutionId, DateTimeOffset? From, DateTimeOffset? Until);

    /// <summary>The next stamps after a place in the order.</summary>
    public async Task<List<Row>> NextAsync(Range range, long after, int most, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(Reader.Visitor, ct);
        var (first, last) = await BoundsAsync(range, ct);
        after = Math.Max(after, first - 1);
        return range.InstitutionId is { } institution
            ? await db.Database.SqlQuery<Row>($"""
                select s.seq as "Seq", s.first_at as "FirstAt", s.stamped_at as "At", s.deleted or o.shown_to <> all({open}) as "Deleted",
                       o.institution_id as "InstitutionId", o.id as "Id", o.serial as "Serial", o.profile as "Profile", o.named as "Named",
                       o.version as "Version", o.changed_at as "ChangedAt",
                       case when s.deleted or o.shown_to <> all({open}) then {"{}"} else o.record::text end as "Record",
                       o.field_levels::text as "FieldLevels"
                  from (select * from catalogue.stamp where institution_id = {institution} and seq > {after} and seq <= {last}
                         order by seq limit {most}) s
                  join catalogue.object o on o.institution_id = s.institution_id and o.id = s.object_id
                 order by s.seq
                """).ToListAsync(ct)
            : await db.Database.SqlQuery<Row>($"""
                select s.seq as "Seq", s.first_at as "FirstAt", s.stamped_at as "At", s.deleted or o.shown_to <> all({open}) as "Deleted",
                       o.institution_id as "InstitutionId", o.id as "Id", o.serial as "Serial", o.profile as "Profile", o.named as "Named",
                       o.version as "Version", o.changed_at as "ChangedAt",
                       case when s.deleted or o.shown_to <> all({open}) then {"{}"} else o.record::text end as "Record",
                       o.field_levels::text as "FieldLevels"
                  from (select * from catalogue.stamp where seq > {after} and seq <= {last} order by seq limit {most}) s
                  join catalogue.object o on o.institution_id = s.institution_id and o.id = s.object_id
                 order by s.seq
                """).ToListAsync(ct);
    }

    /// <summary>One object's stamp; null where visitors never saw it.</summary>
    public async Task<Row?> OneAsync(Guid institution, int serial, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(Reader.Visitor, ct);
        var found = await db.Database.SqlQuery<Row>($"""
            select s.seq as "Seq", s.first_at as "FirstAt", s.stamped_at as "At", s.deleted or o.shown_to <> all({open}) as "Deleted",
                   o.institution_id as "InstitutionId", o.id as "Id", o.serial as "Serial", o.profile as "Profile", o.named as "Named",
                   o.version as "Version", o.changed_at as "ChangedAt",
                   case when s.deleted or o.shown_to <> all({open}) then {"{}"} else o.record::text end as "Record",
                   o.field_levels::text as "FieldLevels"
              from catalogue.object o
              join catalogue.stamp s on o.institution_id = s.institution_id and o.id = s.object_id
             where o.institution_id = {institution} and o.serial = {serial}
            """).ToListAsync(ct);
        return found.FirstOrDefault();
    }

    /// <summary>How many there are in all; counted once for a list.</summary>
    public async Task<long> CountAsync(Range range, CancellationToken ct)
    {
        var (first, last) = await BoundsAsync(range, ct);
        return range.InstitutionId is { } institution
            ? await db.Database.SqlQuery<long>($"""
                select count(*) as "Value" from catalogue.stamp where institution_id = {institution} and seq between {first} and {last}
                """).SingleAsync(ct)
            : await db.Database.SqlQuery<long>($"""
                select count(*) as "Value" from catalogue.stamp where seq between {first} and {last}
                """).SingleAsync(ct);
    }

    /// <summary>Institutions that have any.</summary>
    public Task<List<Guid>> InstitutionsAsync(CancellationToken ct) => db.Database.SqlQuery<Guid>($"""
        with recursive found as (
            (select institution_id from catalogue.stamp order by institution_id limit 1)
            union all
            select (select institution_id from catalogue.stamp where institution_id > f.institution_id order by institution_id limit 1)
              from found f where f.institution_id is not null
        )
        select institution_id as "Value" from found where institution_id is not null
        """).ToListAsync(ct);

    /// <summary>The time of the first stamp; null while there is none.</summary>
    public async Task<DateTimeOffset?> EarliestAsync(CancellationToken ct)
    {
        var found = await db.Database.SqlQuery<DateTimeOffset>($"""
            select stamped_at as "Value" from catalogue.stamp order by stamped_at, seq limit 1
            """).ToListAsync(ct);
        return found is [var at] ? at : null;
    }

    /// <summary>The first and the last place in the order; null while there is none.</summary>
    public async Task<(long First, long Last)?> EndsAsync(CancellationToken ct)
    {
        var ends = await db.Database.SqlQuery<long>($"""
            (select seq as "Value" from catalogue.stamp order by seq limit 1) union all (select seq from catalogue.stamp order by seq desc limit 1)
            """).ToListAsync(ct);
        return ends is [var first, var last] ? (first, last) : null;
    }

    /// <summary>The nearest places before and behind a stretch.</summary>
    public async Task<(long? Before, long? After)> AroundAsync(long start, long end, CancellationToken ct)
    {
        var before = await db.Database.SqlQuery<long>($"""
            select seq as "Value" from catalogue.stamp where seq <= {start} order by seq desc limit 1
            """).ToListAsync(ct);
        var after = await db.Database.SqlQuery<long>($"""
            select seq as "Value" from catalogue.stamp where seq > {end} order by seq limit 1
            """).ToListAsync(ct);
        return (before is [var b] ? b : null, after is [var a] ? a : null);
    }

    /// <summary>Times as places in the order: both grow together.</summary>
    private async Task<(long First, long Last)> BoundsAsync(Range range, CancellationToken ct)
    {
        var (first, last) = (0L, long.MaxValue);
        if (range.From is { } from)
        {
            var found = await db.Database.SqlQuery<long>($"""
                select seq as "Value" from catalogue.stamp where stamped_at >= {from} order by stamped_at, seq limit 1
                """).ToListAsync(ct);
            first = found is [var seq] ? seq : long.MaxValue;
        }

        if (range.Until is { } until)
        {
            var found = await db.Database.SqlQuery<long>($"""
                select seq as "Value" from catalogue.stamp where stamped_at <= {until} order by stamped_at desc, seq desc limit 1
                """).ToListAsync(ct);
            last = found is [var seq] ? seq : 0;
        }

        return (first, last);
    }

    /// <summary>A stamp and its object.</summary>
    internal sealed record Row(
        long Seq, DateTimeOffset FirstAt, DateTimeOffset At, bool Deleted, Guid InstitutionId, Guid Id, int Serial, string Profile,
        Guid[] Named, int Version, DateTimeOffset ChangedAt, string Record, string? FieldLevels)
    {
        public CatalogueObject Object => new()
        {
            InstitutionId = InstitutionId,
            Id = Id,
            Serial = Serial,
            Profile = Profile,
            Named = Named,
            Version = Version,
            ChangedAt = ChangedAt,
            Record = Record,
            FieldLevels = FieldLevels,
            State = ObjectState.Published,
        };
    }
}
