using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Register;

/// <summary>Which museum each line of an edition speaks of, and what is stored about it so far.</summary>
internal sealed class RegisterSubjects(MembersDb db, TimeProvider clock)
{
    private Whole? whole;

    /// <summary>The day from which an edition's facts hold.</summary>
    public static DateOnly DayOf(int edition) => new(edition, 1, 1);

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, Guid actId, int edition, CancellationToken ct)
    {
        var file = whole is { } known && known.ActId == actId ? known : whole = await MatchWholeFileAsync(actId, edition, ct);
        var absent = await AbsentAsync(rows, ct);
        var ids = rows.Select(r => file.Matches.GetValueOrDefault(KeyOf(r))?.Museum?.Id).OfType<Guid>().Concat(absent.Values).ToList();
        var now = await NowAsync(ids, edition, ct);
        return [.. rows.Select(row => absent.TryGetValue(row.Key, out var id) ? new BulkMatch(id, now[id].Texts) : Answer(row, file, now, edition))];
    }

    /// <summary>The provinces that the file speaks of.</summary>
    public async Task<IReadOnlyList<string>> ProvincesAsync(Guid actId, int edition, CancellationToken ct)
    {
        var file = whole is { } known && known.ActId == actId ? known : whole = await MatchWholeFileAsync(actId, edition, ct);
        return [.. file.Matches.Values.Select(m => m.Line.Province).Distinct()];
    }

    /// <summary>Rows about museums that the file does not name, with the museum.</summary>
    private async Task<Dictionary<string, Guid>> AbsentAsync(IReadOnlyList<ProposedRow> rows, CancellationToken ct)
    {
        var keys = rows.Where(r => r.Key.StartsWith(RegisterText.Absent, StringComparison.Ordinal)).ToDictionary(r => r.Key[RegisterText.Absent.Length..], r => r.Key);
        return keys.Count == 0 ? [] : await db.Parties.AsNoTracking().Where(p => keys.Keys.Contains(p.Code)).ToDictionaryAsync(p => keys[p.Code], p => p.Id, ct);
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string,
        string?>>> CurrentAsync(IReadOnlyList<Guid> ids, int edition, CancellationToken ct) =>
        (await NowAsync(ids, edition, ct)).ToDictionary(p => p.Key, p => (IReadOnlyDictionary<string, string?>)p.Value.Texts);

    private static BulkMatch Answer(ProposedRow row, Whole file, Dictionary<Guid, Stored> now, int edition)
    {
        if (!file.Matches.TryGetValue(KeyOf(row), out var match))
        {
            return BulkMatch.New;
        }

        var findings = new List<TableProblem>();
        void Find(string code, TableWeight weight, params (string Name, object? Value)[] holes) =>
            findings.Add(new(code, row.Place) { Weight = weight, Holes = holes });
        if (file.Twice.Contains(KeyOf(row)))
        {
            Find("members.register.double", TableWeight.Problem, ("name", row.Label));
        }

        if (file.Taken.TryGetValue(KeyOf(row), out var holder))
        {
            Find("members.register.serial-taken", TableWeight.Problem, ("was", holder));
        }

        var stored = match.Museum is { } museum ? now.GetValueOrDefault(museum.Id) : null;
        var sameEdition = stored?.Figure?.Edition == edition;
        foreach (var flag in FigureFlags.Of(match.Line.Figures, sameEdition ? stored?.Before?.ToContract() : stored?.Figure?.ToContract()))
        {
            Find($"members.figure.flag.{flag}", TableWeight.Notice);
        }

        switch (match.By)
        {
            case MatchedBy.FormerName:
                Find("members.register.by-former-name", TableWeight.Notice, ("was", match.Museum!.Name));
                break;
            case MatchedBy.Serial:
                Find("members.register.renamed", TableWeight.Notice, ("was", match.Museum!.Name));
                break;
            case MatchedBy.SerialOnly:
                Find("members.register.serial-was", TableWeight.Notice, ("was", match.Museum!.Name));
                return BulkMatch.New with { Findings = findings };
            case MatchedBy.Name when sameEdition && stored!.Figure!.Serial != match.Line.Serial:
                Find("members.register.other-serial", TableWeight.Notice,
                    ("was", stored.Figure.Serial.ToString(CultureInfo.InvariantCulture)));
                break;
            default:
                break;
        }

        return stored is null ? BulkMatch.New with { Findings = findings } : new(match.Museum!.Id, stored.Texts) { Findings = findings };
    }

    /// <summary>Serials are given anew each year, so a line can only be judged beside all others of its file.</summary>
    private async Task<Whole> MatchWholeFileAsync(Guid actId, int edition, CancellationToken ct)
    {
        var (lines, known) = (await LinesAsync(actId, ct), await KnownAsync(ct));
        var matches = RegisterMatch.Of(lines, known, edition);
        var twice = RegisterMatch.Twice(lines);
        // A serial of this very edition that a museum outside the file holds cannot be given to another.
        var moved = matches.Where(m => m.By != MatchedBy.SerialOnly).Select(m => m.Museum?.Id).OfType<Guid>().ToHashSet();
        var holders = known.Where(m => m.Serials.ContainsKey(edition) && !moved.Contains(m.Id))
            .ToDictionary(m => m.Serials[edition], m => m.Name);
        return new(
            actId,
            matches.GroupBy(m => KeyOf(m.Line)).ToDictionary(g => g.Key, g => g.First()),
            lines.Where(l => twice.Contains(l.Row)).Select(KeyOf).ToHashSet(),
            lines.Where(l => holders.ContainsKey(l.Serial)).DistinctBy(KeyOf).ToDictionary(KeyOf, l => holders[l.Serial]));
    }

    private async Task<List<RegisterLine>> LinesAsync(Guid actId, CancellationToken ct)
    {
        using var file = new MemoryStream();
        foreach (var part in await db.Database.SqlQuery<byte[]>($"""select bytes as "Value" from platform.bulk_file where act_id = {actId} order by part""").ToListAsync(ct))
        {
            file.Write(part);
        }

        var lines = new List<RegisterLine>();
        var opened = await TableReader.OpenAsync(file, RegisterLine.Shape, ct);
        if (opened.Refused)
        {
            return lines;
        }

        using var table = opened.Value;
        await table.ReadRowsAsync((row, _) =>
        {
            if (RegisterLine.Read(row, DivisionBook.Published, []) is { } line)
            {
                lines.Add(line with { Row = lines.Count + 1 });
            }

            return ValueTask.CompletedTask;
        }, ct);
        return lines;
    }

    private async Task<List<KnownMuseum>> KnownAsync(CancellationToken ct)
    {
        var museums = await db.Parties.AsNoTracking().Where(p => p.Kind == PartyKind.Museum)
            .Select(p => new { p.Id, p.Name, p.FormerNames, p.DivisionCode }).ToListAsync(ct);
        var names = (await db.Periods.AsNoTracking().Where(p => p.Field == PartyField.FullName.Name)
            .Select(p => new { p.PartyId, p.Value }).ToListAsync(ct))
            .ToLookup(p => p.PartyId, p => p.Value);
        var serials = (await db.Figures.AsNoTracking().Select(f => new { f.PartyId, f.Edition, f.Serial, f.Province }).ToListAsync(ct))
            .ToLookup(f => f.PartyId);
        return [.. museums.Select(m => new KnownMuseum(
            m.Id,
            serials[m.Id].Select(f => DivisionBook.Published.Provinces.FirstOrDefault(p => p.Name == f.Province)?.Code).FirstOrDefault()
                ?? (m.DivisionCode is { } code ? code[..2] + "0000" : ""),
            m.Name,
            [.. names[m.Id].Concat(m.FormerNames).Where(n => n != m.Name).Distinct()],
            serials[m.Id].ToDictionary(f => f.Edition, f => f.Serial)))];
    }

    private async Task<Dictionary<Guid, Stored>> NowAsync(IReadOnlyList<Guid> ids, int edition, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        var figures = (await db.Figures.AsNoTracking().Where(f => wanted.Contains(f.PartyId) && f.Edition <= edition).ToListAsync(ct))
            .OrderByDescending(f => f.Edition).ToLookup(f => f.PartyId);
        // Asked of the database and not of what is being written beside this.
        var periods = (await db.Periods.AsNoTracking().Where(p => wanted.Contains(p.PartyId)).ToListAsync(ct))
            .ToLookup(p => (p.PartyId, p.Field));
        var parties = await db.Parties.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToListAsync(ct);
        return parties.ToDictionary(p => p.Id, p => new Stored(
            figures[p.Id].FirstOrDefault(), figures[p.Id].Skip(1).FirstOrDefault(),
            RegisterText.Of(figures[p.Id].FirstOrDefault(), field => On(p, field, periods[(p.Id, field.Name)], DayOf(edition)))));
    }

    private string On(Party party, PartyField field, IEnumerable<PartyPeriod> periods, DateOnly day) =>
        periods.FirstOrDefault(p => (p.ValidFrom is null || p.ValidFrom <= day) && (p.ValidTo is null || day < p.ValidTo))?.Value
            ?? (day >= Dates.InChina(clock.GetUtcNow()) ? field.Read(party) : "");

    private static string KeyOf(ProposedRow row) => $"{row.Key}\n{row.Label}";

    private static string KeyOf(RegisterLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Serial}\n{line.Name}");

    /// <summary>The file's lines beside everything known.</summary>
    private sealed record Whole(
        Guid ActId, Dictionary<string, RegisterMatch.Match> Matches, HashSet<string> Twice, Dictionary<string, string> Taken);

    private sealed record Stored(RegisterFigure? Figure, RegisterFigure? Before, Dictionary<string, string?> Texts);
}
