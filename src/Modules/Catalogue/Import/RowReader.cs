using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Import;

/// <summary>Reads rows of a table as a mapping says: canonical texts by field, and what was found at each value.</summary>
internal sealed class RowReader
{
    private static readonly HashSet<string> Totals = ["合计", "总计", "小计", "本页合计", "total"];

    private readonly Mapping mapping;
    private readonly Profile profile;
    private readonly List<(ProfileField Field, List<(MappedColumn Column, string Part)> Sources)> plan = [];
    private readonly CellReader cells;
    private readonly PeopleReader people;

    public RowReader(Mapping mapping, Profile profile, CodeBook codes, IReadOnlyDictionary<string, Person> known)
    {
        (this.mapping, this.profile) = (mapping, profile);
        cells = new(codes, new RecordTexts(codes));
        people = new(known, mapping.People is not null);
        foreach (var column in mapping.Columns)
        {
            foreach (var target in MapTarget.Parse(column.To).Where(t => t.Fits(profile)))
            {
                var field = profile.Find(target.Field)!;
                if (plan.Find(p => p.Field == field).Sources is not { } sources)
                {
                    plan.Add((field, sources = []));
                }

                sources.Add((column, target.Part));
            }
        }
    }

    /// <summary>What a row says; null for a row that says nothing (a total, a remark).</summary>
    public ProposedRow? Read(TableRow row)
    {
        var found = new RowFindings(row);
        var fields = new Dictionary<string, string?>(plan.Count + 12);
        foreach (var (field, sources) in plan)
        {
            var here = sources.FindAll(s => row.Has(s.Column.Column));
            if (here.Count > 0)
            {
                Read(field, here, row, fields, found);
            }
        }

        foreach (var (heading, text) in row.Extra)
        {
            fields[RecordTexts.Name(ObjectRecord.ExtraKey, heading)] = RecordTexts.Text(text);
        }

        return Whole(row, fields, found);
    }

    private void Read(
        ProfileField field, List<(MappedColumn Column, string Part)> sources, TableRow row, Dictionary<string, string?> fields, RowFindings found)
    {
        switch (field.Kind)
        {
            case FieldKind.Text:
                var text = string.Join('；', sources.Select(s => Say(row, s.Column)).OfType<string>());
                fields[field.Key] = text.Length == 0 ? null : RecordTexts.Text(text);
                if (field.Key == "censusNumber" && text.Length > 0 && CensusNumber.Fault(text) is { } fault)
                {
                    found.Notice(fault, sources[0].Column.Column);
                }

                break;
            case FieldKind.Words:
                foreach (var (column, part) in sources)
                {
                    fields[RecordTexts.Name(field.Key, part.Length == 0 ? "zh" : part)] = Say(row, column) is { } words ? RecordTexts.Text(words) : null;
                }

                break;
            case FieldKind.Coded:
                fields[field.Key] = cells.Coded(field, Steps(row, sources), sources[0].Column.Column, found);
                break;
            case FieldKind.Amount:
                ReadAmount(field, sources, row, fields, found);
                break;
            case FieldKind.Identifiers:
                ReadNumbers(field, sources, row, fields, found);
                break;
            case FieldKind.Time:
                fields[field.Key] = cells.Time(
                    field, Steps(row, sources), Part(row, sources, "from"), Part(row, sources, "to"), sources[0].Column.Column, found);
                break;
            case FieldKind.People:
                fields[field.Key] = people.Read([.. sources.Select(s => (s.Part, Say(row, s.Column)))], found, sources[0].Column.Column);
                break;
            default:
                break;
        }
    }

    /// <summary>The wordings of a value, from the widest to the narrowest where a cascade stands over several columns.</summary>
    private static IReadOnlyList<string> Steps(TableRow row, List<(MappedColumn Column, string Part)> sources) =>
        sources is [{ Part: "" } only] ? Say(row, only.Column) is { } said && !CellReader.SaysNothing(said) ? [said] : []
        : [.. sources.Where(s => s.Part is "" or "step").SelectMany(s => s.Part == "step" ? row.All(s.Column.Column) : Say(row, s.Column) is { } one ? [one] : [])
            .Where(t => !CellReader.SaysNothing(t))];

    private static string? Part(TableRow row, List<(MappedColumn Column, string Part)> sources, string part) =>
        sources.Find(s => s.Part == part).Column is { } column ? Say(row, column) : null;

    private static string? Say(TableRow row, MappedColumn column) =>
        row[column.Column] is { } text && column.None?.Contains(text) != true && text != JsonNothing ? text : null;

    private const string JsonNothing = "␀";

    private void ReadAmount(
        ProfileField field, List<(MappedColumn Column, string Part)> sources, TableRow row, Dictionary<string, string?> fields, RowFindings found)
    {
        if (sources.Find(s => s.Part.Length == 0).Column is not { } column)
        {
            return;
        }

        var (amount, rest) = cells.Amount(field, Say(row, column), Part(row, sources, "unit"), column.Unit, column.Column, found);
        fields[field.Key] = amount;
        if (rest is not null)
        {
            fields[RecordTexts.Name(ObjectRecord.ExtraKey, column.Column)] = RecordTexts.Text(rest);
        }
    }

    private void ReadNumbers(
        ProfileField field, List<(MappedColumn Column, string Part)> sources, TableRow row, Dictionary<string, string?> fields, RowFindings found)
    {
        var type = Part(row, sources, "type");
        foreach (var (column, _) in sources.Where(s => s.Part.Length == 0))
        {
            var (part, text) = cells.Numbers(field, Say(row, column), column.Type, column.Type is null ? type : null, column.Column, found);
            fields[RecordTexts.Name(field.Key, part)] = text;
        }
    }

    private ProposedRow? Whole(TableRow row, Dictionary<string, string?> fields, RowFindings found)
    {
        var number = Of(FieldRoles.Number) is { } n ? fields.GetValueOrDefault(n.Key) : null;
        var titles = Of(FieldRoles.Title) is { } t ? fields.Where(f => RecordTexts.Split(f.Key).Field == t.Key).Select(f => f.Value).OfType<string>().ToList() : [];
        var label = titles.Count == 0 ? null : RecordTexts.Plain(titles[0]);
        var said = number is null ? null : RecordTexts.Plain(number);
        if ((label is null && said is null) || ((label is null || said is null) && Totals.Contains((label ?? said)!.Replace(" ", "", StringComparison.Ordinal))))
        {
            return null;
        }

        var key = RegisterNumber.Key(said);
        if (key is null)
        {
            found.Problem(ImportWords.NumberMissing, Column(FieldRoles.Number));
        }

        if (label is null && Of(FieldRoles.Title) is { Required: true } && row.Has(Column(FieldRoles.Title)) && mapping.Name == "census")
        {
            found.Problem(ImportWords.TitleMissing, Column(FieldRoles.Title));
        }

        var place = FormattableString.Invariant($"#{row.Number}");
        return new ProposedRow(key ?? (row.Sheet is null ? place : $"{row.Sheet} {place}"), label ?? said!, fields) { Findings = found.All };
    }

    private ProfileField? Of(string role) => profile.Of(role);

    private string Column(string role) => Of(role) is { } field
        ? plan.Find(p => p.Field == field) is { Sources: [var first, ..] } ? first.Column.Column : field.Zh
        : role;
}

/// <summary>What was found at the values of one row.</summary>
internal sealed class RowFindings(TableRow row)
{
    private List<TableProblem>? all;

    public IReadOnlyList<TableProblem> All => (IReadOnlyList<TableProblem>?)all ?? [];

    public void Notice(string code, string column, params (string Name, object? Value)[] holes) =>
        (all ??= []).Add(row.Problem(code, column, TableWeight.Notice, holes));

    public void Problem(string code, string column, params (string Name, object? Value)[] holes) =>
        (all ??= []).Add(row.Problem(code, column, TableWeight.Problem, holes));

    public void Add(CellFinding finding, string column) =>
        (all ??= []).Add(row.Problem(finding.Code, column, finding.Weight, finding.Holes));
}
