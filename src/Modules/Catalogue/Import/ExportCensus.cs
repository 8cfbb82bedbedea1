using System.Globalization;
using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>
/// The census layout back out: the same columns, what the form calls things, and, since a day, every changed cell marked with its old value.
/// </summary>
internal static class ExportCensus
{
    private const int Batch = 500;
    private const string Step = "step";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/collections/{code}/census.xlsx", HandleAsync).RequireAuthorization(CataloguePermissions.Keep);

    private static async Task<IResult> HandleAsync(
        string code, string? since, string? act, ObjectAccess access, BulkAccess acts, Handler handler, Wording words, TimeProvider clock, CancellationToken ct)
    {
        var holder = await access.KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.ToHttp();
        }

        var from = string.IsNullOrEmpty(act) ? SinceDay(since) : await SinceActAsync(act, holder.Value, acts, words, ct);
        if (from.Refused)
        {
            return from.ToHttp();
        }

        var layout = Mappings.Shipped[Mappings.Census];
        var columns = await handler.ColumnsAsync(holder.Value.Id, layout, ct);
        return new TableDownload($"{holder.Value.Shown} {layout.Title(!Wording.InChinese)}", TableFormat.Xlsx,
            new TableSheet(layout.Title(false), [.. columns.Select(c => new TableHeading(c.Heading))], handler.RowsAsync(holder.Value.Id, columns, from.Value.From, words, ct))
            {
                Title = holder.Value.Name,
                Notes = [words[from.Value.From is null ? "catalogue.import.export.note" : "catalogue.import.export.note-since", ("at", clock.GetUtcNow()), ("since", from.Value.Said)]],
            });
    }

    /// <summary>From when on changes are marked, and how that was said; nothing is marked without.</summary>
    private sealed record Since(DateTimeOffset? From, string? Said);

    private static Outcome<Since> SinceDay(string? since) => string.IsNullOrEmpty(since)
        ? new Since(null, null)
        : DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Since(Dates.At(day, TimeOnly.MinValue), since)
            : new Refusal.Invalid(ImportWords.SinceUnreadable, nameof(since));

    /// <summary>What has changed since an import of this museum was written: what it wrote itself is not among it.</summary>
    private static async Task<Outcome<Since>> SinceActAsync(string act, Holder holder, BulkAccess acts, Wording words, CancellationToken ct)
    {
        var opened = Guid.TryParse(act, out var id) ? await acts.OpenAsync(id, ct) : new Refusal.Missing(ImportWords.ActMissing);
        return opened.Refused || opened.Value.Act.PartyId != holder.Id || opened.Value.Kind.SubjectKind != "catalogue.object" ? new Refusal.Missing(ImportWords.ActMissing)
            : opened.Value.Act.AppliedAt is not { } applied ? new Refusal.Invalid(ImportWords.ActNotApplied, nameof(act))
            : new Since(applied.AddTicks(TimeSpan.TicksPerMicrosecond), words["catalogue.import.export.since-act", ("file", opened.Value.Act.FileName), ("at", applied)]);
    }

    /// <summary>A column of the layout, and what it takes from a record.</summary>
    internal sealed record Column(string Heading, MappedColumn? Source, MapTarget Target, int Depth = 0);

    internal sealed class Handler(CatalogueDb db, ProfileBook profiles, CodeBook codes, ObjectHistory history)
    {
        private readonly Profile census = profiles["census"];

        /// <summary>The layout's columns, the period over two, and behind them whatever headings imports have kept.</summary>
        public async Task<IReadOnlyList<Column>> ColumnsAsync(Guid institution, Mapping layout, CancellationToken ct)
        {
            var extra = await db.Database.SqlQuery<string>($"""
                select distinct jsonb_object_keys(record -> 'extra') as "Value" from catalogue.object
                 where institution_id = {institution} and profile = 'census' and record ? 'extra' and state not in ('Binned', 'Gone') order by 1 limit 200
                """).ToListAsync(ct);
            return
            [
                .. layout.Columns.SelectMany(c => MapTarget.Parse(c.To)[0] is { Field: "period", Part: Step } period
                    ? new[] { new Column(c.Column, c, period, 0), new Column(c.Column + "二级", c, period, 1), new Column(c.Column + "三级", c, period, 2) }
                    : [new Column(c.Column, c, MapTarget.Parse(c.To)[0])]),
                .. extra.Except(layout.Columns.Select(c => c.Column)).Select(e => new Column(e, null, new MapTarget(ObjectRecord.ExtraKey, e))),
            ];
        }

        public async IAsyncEnumerable<IReadOnlyList<TableCell>> RowsAsync(
            Guid institution, IReadOnlyList<Column> columns, DateTimeOffset? since, Wording words, [EnumeratorCancellation] CancellationToken ct)
        {
            for (var last = 0; ;)
            {
                var rows = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution && o.Profile == "census" && o.Serial > last
                    && o.State != ObjectState.Binned && o.State != ObjectState.Gone).OrderBy(o => o.Serial).Take(Batch).ToListAsync(ct);
                if (rows.Count == 0)
                {
                    yield break;
                }

                foreach (var row in rows)
                {
                    var now = ObjectRecord.Read(census, row.Record);
                    var then = since is { } from && row.ChangedAt >= from ? await ThenAsync(row, now, from, ct) : null;
                    yield return [.. columns.Select(c => Cell(c, now, then, row.CreatedAt >= since, words))];
                }

                last = rows[^1].Serial;
            }
        }

        /// <summary>The record as it was: its history taken back, newest first.</summary>
        private async Task<ObjectRecord> ThenAsync(CatalogueObject row, ObjectRecord record, DateTimeOffset since, CancellationToken ct)
        {
            foreach (var change in (await history.OfAsync(row.Id, 500, ct)).Where(e => e.At >= since))
            {
                var (before, after) = (ObjectHistory.Texts(change.Before), ObjectHistory.Texts(change.After));
                foreach (var key in before.Keys.Union(after.Keys))
                {
                    if (census.Find(key) is { } field)
                    {
                        record = record.With(key, before.TryGetValue(key, out var text) ? FieldJson.Read(field.Kind, text) : null);
                    }
                }
            }

            return record;
        }

        private TableCell Cell(Column column, ObjectRecord now, ObjectRecord? then, bool added, Wording words)
        {
            var text = Say(column, now);
            if (then is null)
            {
                return text;
            }

            var was = added ? null : Say(column, then);
            return text == was || (text is null && added)
                ? text
                : TableCell.From(text) with
                {
                    Marked = true,
                    Note = added ? words["catalogue.import.export.added"] : words["catalogue.import.export.was", ("value", was ?? words["platform.bulk.empty"])],
                };
        }

        private string? Say(Column column, ObjectRecord record)
        {
            var (key, part) = (column.Target.Field, column.Target.Part);
            return key == ObjectRecord.ExtraKey ? record.Extra.GetValueOrDefault(part)
                : record[key] is { } value && census.Find(key) is { } field ? Say(column, field, value, part, record)
                : part.Length == 0 ? record.Extra.GetValueOrDefault(column.Heading) : null;
        }

        private string? Say(Column column, ProfileField field, FieldValue value, string part, ObjectRecord record) => value switch
        {
            WordsValue words => words.ByLanguage.GetValueOrDefault(part.Length == 0 ? "zh" : part),
            CodedValue coded => string.Join('、', coded.Words.Select(w => Form(field, w.Code, w.As) + (w.Unsure ? "？" : ""))),
            AmountValue amount when part == "unit" => amount.Unit,
            AmountValue amount => amount.As ?? amount.Number.ToString("0.############", CultureInfo.InvariantCulture)
                + (HasUnitColumn(column, field, amount, record) ? "" : amount.Unit),
            IdentifiersValue numbers => Numbers(column, numbers, part),
            TimeValue time when part == Step => Period(field, time, column.Depth),
            TimeValue time => time.As,
            PeopleValue people => string.Join('；', people.People.Select(p => p.Name.In("zh").Text)),
            TextValue text => text.Text,
            _ => null,
        };

        /// <summary>The form has one unit for three sizes: a size in another unit carries its own.</summary>
        private static bool HasUnitColumn(Column column, ProfileField field, AmountValue amount, ObjectRecord record) => field.Key switch
        {
            "width" or "height" => ((record["length"] as AmountValue)?.Unit ?? column.Source?.Unit) == amount.Unit,
            _ => field.Units.Count <= 1 || field.Key is "length" or "mass" or "actual" || amount.Unit == (column.Source?.Unit ?? field.Units[0]),
        };

        private string? Numbers(Column column, IdentifiersValue numbers, string part)
        {
            var own = column.Source?.Type;
            var mine = numbers.Numbers.Where(n => own is not null ? n.Type == own : !(codes.Find("number-type")?.Find(n.Type)?.Ours ?? false)).ToList();
            return mine.Count == 0 ? null
                : part == "type" ? string.Join('；', mine.Select(n => codes.Find("number-type")?.Find(n.Type)?.Zh).OfType<string>().Distinct()) is { Length: > 0 } types ? types : null
                : string.Join('；', mine.Select(n => n.Number));
        }

        /// <summary>Branch, period and reign as the form parts them; a wording without a code stands in the first column.</summary>
        private string? Period(ProfileField field, TimeValue time, int depth)
        {
            var path = codes.Find(field.List)?.Path(time.Code) ?? [];
            return path.Count == 0 ? depth == 0 ? time.As : null
                : depth >= path.Count ? null
                : depth == Math.Min(2, path.Count - 1) ? Form(field, path[^1].Code, time.As)
                : path[depth].Zh;
        }

        /// <summary>The keeper's own wording where it means the same, else the form's word.</summary>
        private string? Form(ProfileField field, string? code, string? said) =>
            said is not null && (code is null || codes.Find(field.List)?.Read(said).Entry?.Code == code) ? said
                : codes.Find(field.List)?.InStandard(code)?.Zh ?? said;
    }
}
