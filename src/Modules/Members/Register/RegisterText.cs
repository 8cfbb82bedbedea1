using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Institutions;

namespace Guanlian.Members.Register;

/// <summary>A line of the register as texts by field, written in one way only, so that equal lines are equal texts.</summary>
internal static class RegisterText
{
    public const string Edition = "edition";
    public const string Serial = "serial";
    public const string Province = "province";
    public const string Free = "free-opening";
    public const string Objects = "objects";
    public const string Precious = "precious-objects";
    public const string Exhibitions = "exhibitions";
    public const string Activities = "activities";
    public const string Visits = "visits";

    /// <summary>The facts that a line states besides figures; they are dated.</summary>
    public static IReadOnlyList<PartyField> Facts { get; } = [PartyField.FullName, PartyField.Ownership, PartyField.Grade];

    /// <summary>Begins the key of a museum that the edition no longer names; its code follows.</summary>
    public const string Absent = "absent:";

    /// <summary>All that is said of a museum that the edition no longer names: since when it would be closed.</summary>
    public static PartyField Closed => PartyField.ClosedOn;

    public static IReadOnlyList<string> Fields { get; } =
        [Edition, Serial, Province, .. Facts.Select(f => f.Name), Free, Objects, Precious, Exhibitions, Activities, Visits, Closed.Name];

    public static Dictionary<string, string?> Of(RegisterLine line, int edition) => new()
    {
        [Edition] = Number(edition),
        [Serial] = Number(line.Serial),
        [Province] = line.Province,
        [PartyField.FullName.Name] = line.Name,
        [PartyField.Ownership.Name] = Codes.Word(line.Ownership),
        [PartyField.Grade.Name] = Codes.Word(line.Grade),
        [Free] = YesOrNo(line.Figures.FreeOpening),
        [Objects] = Number(line.Figures.Objects),
        [Precious] = Number(line.Figures.PreciousObjects),
        [Exhibitions] = Number(line.Figures.Exhibitions),
        [Activities] = Number(line.Figures.Activities),
        [Visits] = Number(line.Figures.VisitsTenThousand),
    };

    /// <summary>What is stored for an edition; figures are missing where no edition so far names the party.</summary>
    public static Dictionary<string, string?> Of(RegisterFigure? figure, Func<PartyField, string> fact)
    {
        var texts = new Dictionary<string, string?>
        {
            [Edition] = Number(figure?.Edition),
            [Serial] = Number(figure?.Serial),
            [Province] = figure?.Province,
            [Free] = YesOrNo(figure?.FreeOpening),
            [Objects] = Number(figure?.Objects),
            [Precious] = Number(figure?.PreciousObjects),
            [Exhibitions] = Number(figure?.Exhibitions),
            [Activities] = Number(figure?.Activities),
            [Visits] = Number(figure?.VisitsTenThousand),
        };
        foreach (var field in Facts.Append(Closed))
        {
            texts[field.Name] = fact(field) is { Length: > 0 } said ? said : null;
        }

        return texts;
    }

    /// <summary>Puts texts into a figure; fields that are not among them stay.</summary>
    public static void Write(RegisterFigure figure, IReadOnlyDictionary<string, string?> texts)
    {
        foreach (var (field, text) in texts)
        {
            switch (field)
            {
                case Serial: figure.Serial = Whole(text) ?? figure.Serial; break;
                case Province: figure.Province = text ?? figure.Province; break;
                case "name": figure.Name = text ?? figure.Name; break;
                case "ownership":
                    figure.Ownership = Codes.TryRead<Ownership>(text, out var ownership)
                    ? ownership : figure.Ownership; break;
                case "grade": figure.Grade = Codes.TryRead<Grade>(text, out var grade) ? grade : figure.Grade; break;
                case Free: figure.FreeOpening = text switch { "yes" => true, "no" => false, _ => null }; break;
                case Objects: figure.Objects = Whole(text); break;
                case Precious: figure.PreciousObjects = Whole(text); break;
                case Exhibitions: figure.Exhibitions = Whole(text); break;
                case Activities: figure.Activities = Whole(text); break;
                case Visits: figure.VisitsTenThousand = text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture); break;
                default: break;
            }
        }
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Number(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture);

    private static string? YesOrNo(bool? said) => said is { } known ? known ? "yes" : "no" : null;

    private static int? Whole(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
}
