using System.Globalization;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Periods;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Import;

/// <summary>Something found at a value, before its place is known.</summary>
internal sealed record CellFinding(string Code, TableWeight Weight, (string Name, object? Value)[] Holes);

/// <summary>
/// Reads what stands in cells. The same few words come back in thousands of rows, so what was read once is remembered.
/// </summary>
internal sealed partial class CellReader(CodeBook codes, RecordTexts texts)
{
    private const int MostRemembered = 20_000;
    private const int MostShown = 12;
    private static readonly HashSet<string> Nothings = ["/", "\\", "-", "--", "—", "——", "无", "不详", "空", "n/a", "na", "null", "none", "␀"];
    private static readonly char[] Separators = ['、', '；', ';', '，', ',', '|', '\n', '+'];
    private readonly Dictionary<(string Field, string Said), (string? Text, string? Leftover, CellFinding[] Findings)> read = [];

    /// <summary>Words that keepers put where there is nothing to say.</summary>
    public static bool SaysNothing(string text) => text.Length <= 4 && Nothings.Contains(text.Trim().ToLowerInvariant());

    public string? Coded(ProfileField field, IReadOnlyList<string> steps, string column, RowFindings found) => steps.Count == 0
        ? null
        : Remember(field.Key, string.Join('\u001f', steps), column, found, notes => (CodedText(field, steps, notes), null)).Text;

    public string? Time(ProfileField field, IReadOnlyList<string> steps, string? from, string? to, string column, RowFindings found) =>
        steps.Count == 0 && from is null && to is null
            ? null
            : Remember(field.Key, $"{string.Join('\u001f', steps)}\u001e{from}\u001e{to}", column, found, notes => (TimeText(field, steps, from, to, notes), null)).Text;

    /// <summary>The amount, and the wording where it is none.</summary>
    public (string? Text, string? Leftover) Amount(
        ProfileField field, string? said, string? unit, string? usual, string column, RowFindings found) =>
        said is null || SaysNothing(said)
            ? (null, null)
            : Remember(field.Key, $"{said}\u001e{unit}", column, found, notes => AmountText(field, said, unit, usual, notes));

    /// <summary>Numbers of one kind, and the field that they belong to.</summary>
    public (string Part, string? Text) Numbers(
        ProfileField field, string? said, string? code, string? typeSaid, string column, RowFindings found)
    {
        var type = code;
        if (typeSaid is not null && !SaysNothing(typeSaid))
        {
            var reading = codes.Find(field.List)?.Read(typeSaid) ?? CodeReading.Nothing;
            type = reading.Entry?.Code;
            if (said is not null && type is null && codes.Find(field.List) is { } list)
            {
                found.Add(Unknown(list, typeSaid, reading), column);
            }
        }

        var part = texts.HasOwnField(type) ? type! : "";
        var numbers = said?.Split(['；', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(n => !SaysNothing(n)).Select(n => new Identifier(type, n)).ToList() ?? [];
        return (part, numbers.Count == 0 ? null : FieldJson.Text(new IdentifiersValue(numbers)));
    }

    private (string? Text, string? Leftover) Remember(
        string field, string said, string column, RowFindings found, Func<List<CellFinding>, (string? Text, string? Leftover)> first)
    {
        if (!read.TryGetValue((field, said), out var known))
        {
            var notes = new List<CellFinding>();
            var (text, rest) = first(notes);
            known = (text, rest, [.. notes]);
            if (read.Count >= MostRemembered)
            {
                read.Clear();
            }

            read.Add((field, said), known);
        }

        foreach (var finding in known.Findings)
        {
            found.Add(finding, column);
        }

        return (known.Text, known.Leftover);
    }

    private string CodedText(ProfileField field, IReadOnlyList<string> steps, List<CellFinding> notes)
    {
        var list = codes.Find(field.List);
        if (steps.Count > 1 && list?.Read(string.Join('/', steps)) is { Entry: { } whole })
        {
            return FieldJson.Text(new CodedValue([Word(list, whole, steps[^1])]));
        }

        var words = new List<CodedWord>();
        foreach (var said in steps.Count > 1 && !field.Many ? [string.Join(' ', steps)] : steps)
        {
            words.AddRange(list is null ? [new CodedWord(null, null, said)] : Words(list, said, field.Many, notes));
        }

        // A cascade that is no path of the list still says the wider term before the narrower one.
        words.RemoveAll(w => w.Code is not null && words.Exists(o => o.Code != w.Code && list!.Ancestors(o.Code).Any(a => a.Code == w.Code)));
        return FieldJson.Text(new CodedValue([.. words.DistinctBy(w => (w.Code, w.As))]));
    }

    private static IEnumerable<CodedWord> Words(CodeList list, string said, bool many, List<CellFinding> notes)
    {
        var (text, unsure) = Unsure(said);
        var reading = list.Read(text);
        if (reading.Entry is { } entry)
        {
            return [Word(list, entry, text) with { Unsure = unsure }];
        }

        var parts = many ? text.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        if (parts.Length > 1)
        {
            return parts.SelectMany(p => Words(list, p, false, notes));
        }

        notes.Add(Unknown(list, text, reading));
        return [new CodedWord(null, $"{list.Name}/{list.Version}", text, unsure)];
    }

    private static CodedWord Word(CodeList list, CodeEntry entry, string said) =>
        new(entry.Code, $"{list.Name}/{list.Version}", said == entry.Zh || said == entry.En || said == entry.Code ? null : said);

    private static (string Text, bool Unsure) Unsure(string said)
    {
        var text = UnsureMark().Replace(said, "");
        return text.Length > 0 && text.Length < said.Length ? (text, true) : (said, false);
    }

    /// <summary>The value is kept in its own words; the keeper is told what the list has.</summary>
    private static CellFinding Unknown(CodeList list, string said, CodeReading reading)
    {
        if (reading.Others.Count > 1)
        {
            return new(ImportWords.Ambiguous, TableWeight.Notice,
                [("said", said), ("list", list.Zh), ("choices", string.Join("、", reading.Others.Take(MostShown).Select(e => e.Zh)))]);
        }

        var all = list.IsTree ? list.Roots : list.Entries;
        return new(reading.Nearest.Count > 0 ? ImportWords.NotInList : ImportWords.NotInListAtAll, TableWeight.Notice,
        [
            ("said", said), ("list", list.Zh), ("nearest", string.Join("、", reading.Nearest.Select(e => e.Zh))),
            ("accepted", string.Join("、", all.Take(MostShown).Select(e => e.Zh)) + (all.Count > MostShown ? "……" : "")),
        ]);
    }

    private string TimeText(ProfileField field, IReadOnlyList<string> steps, string? from, string? to, List<CellFinding> notes)
    {
        var said = string.Join(' ', steps);
        var (text, unsure) = Unsure(said);
        var list = codes.Find(field.List);
        var entry = list is null || steps.Count == 0 ? null
            : steps.Count > 1 ? list.Read(string.Join('/', steps)).Entry ?? list.Read(steps[^1]).Entry : list.Read(text).Entry;
        var (first, last) = (Year(from), Year(to));
        if (first is null && last is null)
        {
            (first, last) = entry is not null ? (entry.From, entry.To) : Years(text);
        }

        if (entry is null && first is null && last is null && list is not null && steps.Count > 0)
        {
            notes.Add(Unknown(list, text, list.Read(steps[^1])));
        }

        var wording = entry is not null && steps.Count > 1 ? steps[^1] : text;
        return FieldJson.Text(new TimeValue(wording.Length > 0 ? wording : Range(first, last), first, last, entry?.Code, unsure));
    }

    private static string Range(int? from, int? to) => string.Create(CultureInfo.InvariantCulture, $"{from}–{to}");

    /// <summary>1956, -206, 1855-01-01.</summary>
    private static int? Year(string? text) => text is not null && LeadingYear().Match(text.Trim()) is { Success: true } year
        && int.TryParse(year.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number != 0 ? number : null;

    /// <summary>The same reading as the search box gives the words.</summary>
    private static (int? From, int? To) Years(string text) => PeriodReader.Read(text)?.Whole is { } years ? (years.From, years.To) : (null, null);

    private static (string? Text, string? Leftover) AmountText(
        ProfileField field, string said, string? unitSaid, string? usual, List<CellFinding> notes)
    {
        var counts = field.Role is FieldRoles.Pieces or FieldRoles.Actual;
        var match = NumberAndUnit().Match(said.Normalize(System.Text.NormalizationForm.FormKC));
        if (!match.Success || !decimal.TryParse(
            match.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            notes.Add(new(counts ? ImportWords.NotACount : ImportWords.NotANumber, counts ? TableWeight.Problem : TableWeight.Notice, []));
            return (null, counts ? null : said);
        }

        if (counts && (number < 0 || number != decimal.Truncate(number)))
        {
            notes.Add(new(ImportWords.NotACount, TableWeight.Problem, []));
            return (null, null);
        }

        var unit = match.Groups["u"].Value is { Length: > 0 } own ? own : !string.IsNullOrWhiteSpace(unitSaid) && !SaysNothing(unitSaid) ? unitSaid.Trim() : usual ?? (field.Units.Count > 0 ? field.Units[0] : null);
        unit = unit is null ? null : Units.GetValueOrDefault(unit.ToLowerInvariant(), unit);
        if (unit is not null && field.Units.Count > 0 && !field.Units.Contains(unit) && !counts)
        {
            notes.Add(new(ImportWords.UnitUnknown, TableWeight.Notice, [("unit", unit), ("accepted", string.Join("、", field.Units))]));
        }

        var about = match.Groups["about"].Value.Length > 0 ? said : null;
        return (FieldJson.Text(new AmountValue(number, unit, about)), null);
    }

    private static readonly Dictionary<string, string> Units = new()
    {
        ["厘米"] = "cm",
        ["公分"] = "cm",
        ["毫米"] = "mm",
        ["米"] = "m",
        ["克"] = "g",
        ["千克"] = "kg",
        ["公斤"] = "kg",
        ["吨"] = "t",
        ["inch"] = "in",
        ["inches"] = "in",
        ["英寸"] = "in",
        ["cm"] = "cm",
        ["mm"] = "mm",
        ["m"] = "m",
        ["g"] = "g",
        ["kg"] = "kg",
        ["t"] = "t",
    };

    [GeneratedRegex(@"[（(]?[?？疑][)）]?$")]
    private static partial Regex UnsureMark();

    [GeneratedRegex(@"^-?\d{1,5}")]
    private static partial Regex LeadingYear();

    [GeneratedRegex(@"^\s*(?<about>约|大约|≈|c\.?|ca\.?)?\s*(?<n>-?[\d,]+(?:\.\d+)?)\s*(?<u>[a-zA-Z\u4e00-\u9fff/]{0,8})\s*$")]
    private static partial Regex NumberAndUnit();
}
