using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Register;

/// <summary>
/// Writes accepted lines: the edition's figures as published, dated facts, and for a new museum its place and level where certain.
/// </summary>
internal sealed class RegisterWriting(MembersDb db, PartyFacts facts, DivisionBooks divisions, TimeProvider clock)
{
    private readonly HashSet<string> newCodes = [];

    /// <summary>Reporting years after this one cannot have been published.</summary>
    public int ThisYear => facts.Today.Year;

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, int edition, CancellationToken ct)
    {
        var book = await divisions.NowAsync(ct);
        var (day, source) = (RegisterSubjects.DayOf(edition), Source(edition));
        var ids = rows.Select(r => r.SubjectId).OfType<Guid>().ToArray();
        var known = await db.Parties.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        await facts.LoadAfreshAsync(ids, ct);
        var figures = (await db.Figures.Where(f => ids.Contains(f.PartyId)).ToListAsync(ct)).GroupBy(f => f.PartyId)
            .ToDictionary(g => g.Key, g => g.ToList());
        await ReserveCodesAsync(rows, ct);
        var written = new List<Outcome<BulkWritten>>(rows.Count);
        foreach (var row in rows)
        {
            var party = row.SubjectId is { } id ? known.GetValueOrDefault(id) : NewMuseum(row.Row, edition);
            if (party is null)
            {
                written.Add(new Refusal.Missing("members.party.missing"));
                continue;
            }

            foreach (var field in RegisterText.Facts.Append(RegisterText.Closed).Where(f => row.Changed.ContainsKey(f.Name)))
            {
                facts.Set(party, field, row.Changed[field.Name] ?? "", day, source);
            }

            if (row.Row.Key.StartsWith(RegisterText.Absent, StringComparison.Ordinal))
            {
                written.Add(new BulkWritten(party.Id));
                continue;
            }

            Derive(book, party, row.Row.Fields[RegisterText.Province]!, day, source);
            WriteFigures(party, row.Row.Fields, edition, figures.GetValueOrDefault(party.Id) ?? []);
            written.Add(new BulkWritten(party.Id));
        }

        await JoinBranchesAsync(day, source, ct);
        return written;
    }

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, int edition, CancellationToken ct)
    {
        var ids = rows.Select(r => r.SubjectId).ToArray();
        var parties = await db.Parties.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        await facts.LoadAfreshAsync(ids, ct);
        var figures = (await db.Figures.Where(f => ids.Contains(f.PartyId)).ToListAsync(ct)).ToLookup(f => f.PartyId);
        var ends = new List<Refusal?>(rows.Count);
        foreach (var row in rows)
        {
            ends.Add(!parties.TryGetValue(row.SubjectId, out var party) ? new Refusal.Missing("members.party.missing")
                : row.Added ? await RemoveAsync(party, [.. figures[party.Id]], edition, ct)
                : PutBack(party, row.Back, [.. figures[party.Id]], edition));
        }

        return ends;
    }

    private static string Source(int edition) => string.Create(CultureInfo.InvariantCulture, $"register:{edition}");

    /// <summary>What the register does not state but its title says (place, level, head) is marked so.</summary>
    private static string Derived(string source) => $"{source}:title";

    private Party NewMuseum(ProposedRow row, int edition)
    {
        var serial = int.Parse(row.Fields[RegisterText.Serial]!, CultureInfo.InvariantCulture);
        var code = serial.ToString("D6", CultureInfo.InvariantCulture);
        var party = new Party
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Code = newCodes.Contains(code) ? code : string.Create(CultureInfo.InvariantCulture, $"{code}-{edition}"),
            Kind = PartyKind.Museum,
            Name = row.Fields[PartyField.FullName.Name]!,
            RegisteredAt = clock.GetUtcNow(),
        };
        db.Parties.Add(party);
        facts.IsNew(party);
        return party;
    }

    /// <summary>A new museum gets its serial as code, unless an earlier edition's museum has it.</summary>
    private async Task ReserveCodesAsync(IReadOnlyList<AcceptedRow> rows, CancellationToken ct)
    {
        var wanted = rows.Where(r => r.SubjectId is null)
            .Select(r => int.Parse(r.Row.Fields[RegisterText.Serial]!, CultureInfo.InvariantCulture).ToString("D6",
                CultureInfo.InvariantCulture)).ToArray();
        newCodes.UnionWith(wanted.Except(await db.Parties.Where(p => wanted.Contains(p.Code)).Select(p => p.Code).ToListAsync(ct)));
    }

    /// <summary>Place and level, where the title says them and nobody has set them.</summary>
    private void Derive(DivisionBook book, Party party, string provinceName, DateOnly day, string source)
    {
        var province = book.Provinces.First(p => p.Name == provinceName);
        if (party.DivisionCode is null || party.DivisionCode == province.Code)
        {
            var placed = Placement.Of(book, province, party.Name, party.Address);
            PlaceInstitution.Put(facts, book, party, placed.DivisionCode, day, Derived(source));
        }

        if (party.Level == PartyLevel.Unknown
            && LevelRules.Of(book, province, party.Name, party.Ownership) is var level and not PartyLevel.Unknown)
        {
            facts.Set(party, PartyField.Level, Codes.Word(level), day, Derived(source));
        }
    }

    private void WriteFigures(Party party, IReadOnlyDictionary<string, string?> texts, int edition, List<RegisterFigure> known)
    {
        var figure = known.Find(f => f.Edition == edition);
        if (figure is null)
        {
            figure = new() { PartyId = party.Id, Edition = edition, Province = "", Name = "" };
            db.Figures.Add(figure);
            known.Add(figure);
        }

        RegisterText.Write(figure, texts);
        Flag(known);
        party.Version++;
    }

    private static void Flag(IEnumerable<RegisterFigure> figures)
    {
        RegisterFigures? before = null;
        foreach (var figure in figures.OrderBy(f => f.Edition))
        {
            var now = figure.ToContract();
            figure.Flags = FigureFlags.Of(now, before);
            before = now;
        }
    }

    /// <summary>Titles such as 北朝博物馆（大同市博物馆分馆） name their head: the museum of exactly that name in the same province.</summary>
    private async Task JoinBranchesAsync(DateOnly day, string source, CancellationToken ct)
    {
        var local = db.Parties.Local.Where(p => p.Kind == PartyKind.Museum).ToList();
        var stored = await db.Parties.Where(p => p.Kind == PartyKind.Museum && p.ParentId == null && p.Name.Contains("分馆")).ToListAsync(ct);
        var branches = local.Union(stored).Where(p => p.ParentId is null && LevelRules.HeadOf(p.Name) is not null).ToList();
        var names = branches.Select(b => LevelRules.HeadOf(b.Name)!).Distinct().ToArray();
        if (names.Length == 0)
        {
            return;
        }

        var heads = (await db.Parties.Where(p => p.Kind == PartyKind.Museum && names.Contains(p.Name)).ToListAsync(ct))
            .Union(local.Where(p => names.Contains(p.Name))).ToLookup(p => (p.Name, p.DivisionCode?[..2]));
        await facts.LoadAsync(branches.Select(b => b.Id), ct);
        foreach (var branch in branches)
        {
            if (heads[(LevelRules.HeadOf(branch.Name)!, branch.DivisionCode?[..2])].ToList() is [var head] && head.Id != branch.Id)
            {
                facts.Set(branch, PartyField.Parent, head.Id.ToString(), day, Derived(source));
            }
        }
    }

    private async Task<Refusal?> RemoveAsync(Party party, IReadOnlyList<RegisterFigure> figures, int edition, CancellationToken ct)
    {
        var used = await db.Database.SqlQuery<bool>($"""select members.party_in_use({party.Id}) as "Value" """).SingleAsync(ct);
        if (used || figures.Any(f => f.Edition != edition))
        {
            return new Refusal.Stale("members.party.in-use").With(("name", party.Name));
        }

        var branches = await db.Parties.Where(p => p.ParentId == party.Id).ToListAsync(ct);
        await facts.LoadAsync(branches.Select(b => b.Id), ct);
        foreach (var branch in branches.Where(b => db.Entry(b).State != EntityState.Deleted))
        {
            facts.Set(branch, PartyField.Parent, "", RegisterSubjects.DayOf(edition), Source(edition));
        }

        db.Periods.RemoveRange(await db.Periods.Where(p => p.PartyId == party.Id).ToListAsync(ct));
        db.Figures.RemoveRange(figures);
        db.Parties.Remove(party);
        return null;
    }

    private Refusal? PutBack(Party party, IReadOnlyDictionary<string, string?> back, IReadOnlyList<RegisterFigure> figures, int edition)
    {
        foreach (var field in RegisterText.Facts.Append(RegisterText.Closed).Where(f => back.ContainsKey(f.Name)))
        {
            facts.Set(party, field, back[field.Name] ?? "", RegisterSubjects.DayOf(edition), Source(edition));
        }

        var left = figures.ToList();
        if (figures.FirstOrDefault(f => f.Edition == edition) is { } figure)
        {
            if (back.ContainsKey(RegisterText.Edition))
            {
                db.Figures.Remove(figure);
                left.Remove(figure);
            }
            else
            {
                RegisterText.Write(figure, back);
            }
        }

        Flag(left);
        party.Version++;
        return null;
    }
}
