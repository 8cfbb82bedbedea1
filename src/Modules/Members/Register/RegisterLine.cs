using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Members.Divisions;
using Guanlian.Platform.Tables;

namespace Guanlian.Members.Register;

/// <summary>One line of the national register, as published.</summary>
internal sealed record RegisterLine(
    int Row, int Serial, string ProvinceCode, string Province, string Name, Ownership Ownership, Grade Grade, RegisterFigures Figures)
{
    private const string SerialColumn = "序号";
    private const string ProvinceColumn = "省份";
    private const string NameColumn = "博物馆名称";
    private const string OwnershipColumn = "性质";
    private const string GradeColumn = "质量等级";
    private const string FreeColumn = "是否免费开放";
    private const string ObjectsColumn = "藏品数（件/套）";
    private const string PreciousColumn = "珍贵文物（件/套）";
    private const string ExhibitionsColumn = "展览（个）";
    private const string ActivitiesColumn = "教育活动（次）";
    private const string VisitsColumn = "参观人数（万人次）";

    private static readonly Dictionary<string, Ownership> Ownerships = new()
    {
        ["文化文物系统国有博物馆"] = Ownership.StateCulture,
        ["其他行业国有博物馆"] = Ownership.StateOther,
        ["非国有博物馆"] = Ownership.NonState,
    };

    private static readonly Dictionary<string, Grade> Grades = new()
    {
        ["未定级"] = Grade.None,
        ["一级"] = Grade.First,
        ["二级"] = Grade.Second,
        ["三级"] = Grade.Third,
    };

    private static readonly Dictionary<string, bool> YesOrNo = new() { ["是"] = true, ["否"] = false };

    /// <summary>The columns under which the register is published.</summary>
    public static TableShape Shape { get; } = new(
        new TableColumn(SerialColumn, Required: true),
        new TableColumn(ProvinceColumn, Required: true) { OtherNames = ["省（区、市）", "省"] },
        new TableColumn(NameColumn, Required: true) { OtherNames = ["名称", "博物馆"] },
        new TableColumn(OwnershipColumn, Required: true) { OtherNames = ["博物馆性质"] },
        new TableColumn(GradeColumn, Required: true) { OtherNames = ["等级", "博物馆等级"] },
        new TableColumn(FreeColumn, Required: true) { OtherNames = ["免费开放"] },
        new TableColumn(ObjectsColumn, Required: true) { OtherNames = ["藏品数"] },
        new TableColumn(PreciousColumn, Required: true) { OtherNames = ["珍贵文物"] },
        new TableColumn(ExhibitionsColumn, Required: true) { OtherNames = ["展览"] },
        new TableColumn(ActivitiesColumn, Required: true) { OtherNames = ["教育活动"] },
        new TableColumn(VisitsColumn, Required: true) { OtherNames = ["参观人数"] })
    {
        // The whole country has about 7,000 museums; a file of another size is another file.
        Limits = new() { Rows = 20_000 },
    };

    /// <summary>Reads one row; null where something in it cannot be read, with every such cell among the findings.</summary>
    public static RegisterLine? Read(TableRow row, DivisionBook book, List<TableProblem> findings)
    {
        var before = findings.Count;
        findings.AddRange(row.Findings);
        var serial = Whole(row, SerialColumn, findings, needed: true);
        var province = row[ProvinceColumn] is { } said ? book.Provinces.FirstOrDefault(p => p.Name == said || p.ShortName == said) : null;
        if (province is null)
        {
            findings.Add(row.Problem("members.register.cell.province", ProvinceColumn));
        }

        var name = row[NameColumn]?.Replace('\n', ' ').Trim() ?? "";
        if (name.Length is 0 or > 200)
        {
            findings.Add(row.Problem(name.Length == 0
                ? "members.register.cell.name-missing" : "members.register.cell.name-long", NameColumn));
        }

        var ownership = OneOf(row, OwnershipColumn, Ownerships, findings);
        var grade = OneOf(row, GradeColumn, Grades, findings);
        var free = OneOf(row, FreeColumn, YesOrNo, findings, needed: false);
        var figures = new RegisterFigures(
            free,
            Whole(row, ObjectsColumn, findings),
            Whole(row, PreciousColumn, findings),
            Whole(row, ExhibitionsColumn, findings),
            Whole(row, ActivitiesColumn, findings),
            Visits(row, findings));
        return findings.Skip(before).Any(f => f.Weight == TableWeight.Problem)
            ? null
            : new(row.Number, serial!.Value, province!.Code, province.Name, name, ownership!.Value, grade!.Value, figures);
    }

    /// <summary>The name in a row that cannot be read as a whole.</summary>
    public static string NameIn(TableRow row) => row[NameColumn] ?? "";

    private static T? OneOf<T>(TableRow row, string column, Dictionary<string, T> words, List<TableProblem> findings, bool needed = true)
        where T : struct
    {
        if (row[column] is not { } text)
        {
            findings.Add(row.Problem("members.register.cell.empty", column, needed ? TableWeight.Problem : TableWeight.Notice));
            return null;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        findings.Add(row.Problem("members.register.cell.not-in-list", column, TableWeight.Problem,
            ("accepted", string.Join(" / ", words.Keys))));
        return null;
    }

    private static int? Whole(TableRow row, string column, List<TableProblem> findings, bool needed = false)
    {
        if (row[column] is not { } text)
        {
            findings.Add(row.Problem("members.register.cell.empty", column, needed ? TableWeight.Problem : TableWeight.Notice));
            return null;
        }

        if (int.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (!needed || number > 0))
        {
            return number;
        }

        findings.Add(row.Problem("members.register.cell.not-whole", column));
        return null;
    }

    private static decimal? Visits(TableRow row, List<TableProblem> findings)
    {
        if (row[VisitsColumn] is not { } text)
        {
            findings.Add(row.Problem("members.register.cell.empty", VisitsColumn, TableWeight.Notice));
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture,
            out var visits)
            && visits < 100_000_000m && decimal.Round(visits, 4) == visits)
        {
            return visits;
        }

        findings.Add(row.Problem("members.register.cell.visits", VisitsColumn));
        return null;
    }
}
