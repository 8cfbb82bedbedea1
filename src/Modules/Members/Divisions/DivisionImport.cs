using System.Globalization;
using System.Runtime.CompilerServices;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Divisions;

/// <summary>An operator brings in a newer list of administrative divisions; what it no longer names is abolished only where somebody says so.</summary>
internal sealed class DivisionImport(MembersDb db, DivisionList list, TimeProvider clock) : IBulkImport
{
    public const string KindName = "members.division-import";
    private const string Name = "name";
    private const string ShortName = "short-name";
    private const string Pinyin = "pinyin";
    private const string Point = "point";
    private const string Standing = "standing";
    private const string InForce = "in-force";
    private const string Gone = "gone";
    private Guid undoList;

    public string Kind => KindName;

    public string Permission => MembersPermissions.KeepDivisions;

    public string SubjectKind => "members.division";

    public ModuleDb Db => db;

    public TableShape Shape { get; } = new(
        new TableColumn("code", Required: true) { OtherNames = ["代码", "行政区划代码"] },
        new TableColumn(Name, Required: true) { OtherNames = ["名称", "单位名称"] },
        new TableColumn("short_name") { OtherNames = ["简称"] },
        new TableColumn(Pinyin) { OtherNames = ["拼音"] },
        new TableColumn("lng") { OtherNames = ["经度"] },
        new TableColumn("lat") { OtherNames = ["纬度"] })
    {
        Limits = new() { Rows = 10_000 },
    };

    public IReadOnlyList<BulkField> Fields { get; } = [.. new[] { Name, ShortName, Pinyin, Point, Standing }.Select(f => new BulkField(f, $"members.division.field.{f}"))];

    public ProposedRow? Propose(TableRow row, BulkContext context)
    {
        var (code, name) = (row["code"] ?? "", row[Name] ?? "");
        var place = (row["lng"], row["lat"]) is (null, null) ? "" : PointOf(row["lng"], row["lat"]);
        if (!Division.IsCode(code) || name.Length is 0 or > 60 || place is null)
        {
            return new(string.Create(CultureInfo.InvariantCulture, $"#{row.Number}"), name, new Dictionary<string, string?>())
            {
                Findings = [row.Problem("members.divisions.row", "code")],
            };
        }

        var fields = new Dictionary<string, string?> { [Name] = name, [Standing] = InForce };
        Add("short_name", ShortName, row["short_name"]);
        Add(Pinyin, Pinyin, row[Pinyin]);
        Add("lng", Point, place);
        return new(code, $"{code} {name}", fields);

        void Add(string column, string field, string? text)
        {
            if (row.Has(column))
            {
                fields[field] = text ?? "";
            }
        }
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        var now = await list.NowAsync(ct);
        return [.. rows.Select(r => now.TryGetValue(r.Key, out var stored) ? new BulkMatch(IdOf(r.Key), Texts(stored)) : BulkMatch.New)];
    }

    public async IAsyncEnumerable<ProposedRow> SilentAsync(BulkContext context, BulkNamed named, [EnumeratorCancellation] CancellationToken ct)
    {
        var placed = (await db.Parties.AsNoTracking().Where(p => p.DivisionCode != null).Select(p => new { p.Name, p.DivisionCode }).ToListAsync(ct))
            .ToLookup(p => p.DivisionCode!, p => p.Name);
        foreach (var gone in (await list.NowAsync(ct)).Values.Where(d => !d.Gone && !named.Subjects.Contains(IdOf(d.Code))))
        {
            var stranded = placed[gone.Code].ToList();
            yield return new(gone.Code, $"{gone.Code} {gone.Name}", new Dictionary<string, string?> { [Standing] = Gone })
            {
                Findings = [stranded.Count == 0
                    ? new TableProblem("members.division.not-named", TablePlace.WholeFile) { Weight = TableWeight.Notice }
                    : new TableProblem("members.division.stranded", TablePlace.WholeFile)
                    {
                        Weight = TableWeight.Notice,
                        Holes = [("count", stranded.Count), ("names", string.Join("、", stranded.Take(10)))],
                    }],
            };
        }
    }

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct)
    {
        // A county cannot stand without its prefecture: in the list already, or accepted in this act.
        var accepted = await db.Database.SqlQuery<string>($"""select key as "Value" from platform.bulk_row where act_id = {context.ActId} and accepted""").ToHashSetAsync(ct);
        var written = new List<Outcome<BulkWritten>>(rows.Count);
        await list.ChangeAsync(context.ActId, KindName, now =>
        {
            foreach (var row in rows)
            {
                var division = Changed(now.GetValueOrDefault(row.Row.Key) ?? new(row.Row.Key, "", null, null, null, null), row.Changed);
                if (division.Read().ParentCode is { } above && !division.Gone && !accepted.Contains(above) && (!now.TryGetValue(above, out var parent) || parent.Gone))
                {
                    written.Add(new Refusal.Invalid("members.divisions.orphan").With(("code", division.Code), ("name", division.Name)));
                    continue;
                }

                now[division.Code] = division;
                written.Add(new BulkWritten(IdOf(division.Code)));
            }
        }, ct);
        return written;
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct)
    {
        var now = await list.NowAsync(ct);
        return subjects.Where(s => now.ContainsKey(CodeOf(s))).ToDictionary(s => s, s => (IReadOnlyDictionary<string, string?>)Texts(now[CodeOf(s)]));
    }

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct)
    {
        undoList = undoList == Guid.Empty ? Guid.CreateVersion7(clock.GetUtcNow()) : undoList;
        var codes = rows.Where(r => r.Added).Select(r => CodeOf(r.SubjectId)).ToList();
        var used = await db.Parties.AsNoTracking().Where(p => codes.Contains(p.DivisionCode!)).Select(p => p.DivisionCode!).Distinct().ToListAsync(ct);
        var ends = new List<Refusal?>(rows.Count);
        await list.ChangeAsync(undoList, KindName, now =>
        {
            foreach (var row in rows)
            {
                var code = CodeOf(row.SubjectId);
                if (row.Added && used.Contains(code))
                {
                    ends.Add(new Refusal.Stale("members.division.in-use").With(("code", code)));
                    continue;
                }

                if (row.Added)
                {
                    now.Remove(code);
                }
                else
                {
                    now[code] = Changed(now[code], row.Back);
                }

                ends.Add(null);
            }
        }, ct);
        return ends;
    }

    public string Show(string field, string value, Wording words) => field == Standing ? words[$"members.division.standing.{value}"] : value;

    /// <summary>A division's identity is its code.</summary>
    public static Guid IdOf(string code) => Guid.Parse($"00000000-0000-7000-8001-000000{code}");

    private static string CodeOf(Guid id) => id.ToString()[^6..];

    private static Dictionary<string, string?> Texts(StoredDivision d) => new()
    {
        [Name] = d.Name,
        [ShortName] = d.ShortName,
        [Pinyin] = d.Pinyin,
        [Point] = d is { Longitude: { } longitude, Latitude: { } latitude } ? Said(longitude, latitude) : "",
        [Standing] = d.Gone ? Gone : InForce,
    };

    private static StoredDivision Changed(StoredDivision division, IReadOnlyDictionary<string, string?> texts)
    {
        var point = (texts.GetValueOrDefault(Point) ?? "").Split(',');
        return division with
        {
            Name = texts.GetValueOrDefault(Name, division.Name) ?? "",
            ShortName = texts.GetValueOrDefault(ShortName, division.ShortName),
            Pinyin = texts.GetValueOrDefault(Pinyin, division.Pinyin),
            Longitude = !texts.ContainsKey(Point) ? division.Longitude : point.Length == 2 ? double.Parse(point[0], CultureInfo.InvariantCulture) : null,
            Latitude = !texts.ContainsKey(Point) ? division.Latitude : point.Length == 2 ? double.Parse(point[1], CultureInfo.InvariantCulture) : null,
            Gone = texts.TryGetValue(Standing, out var standing) ? standing == Gone : division.Gone,
        };
    }

    private static string? PointOf(string? longitude, string? latitude) =>
        double.TryParse(longitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && x is >= 70 and <= 140
        && double.TryParse(latitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && y is >= 3 and <= 54
            ? Said(x, y) : null;

    private static string Said(double longitude, double latitude) => string.Create(CultureInfo.InvariantCulture, $"{longitude},{latitude}");
}
