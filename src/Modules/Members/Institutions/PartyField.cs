using System.Globalization;
using Guanlian.Members.Data;

namespace Guanlian.Members.Institutions;

/// <summary>One dated fact of a party: how it is written as text, and which column holds today's value.</summary>
/// <param name="Name">Stored in <c>members.party_period.field</c>; also the last part of the word key <c>members.field.…</c>.</param>
/// <param name="Read">Today's value as text; empty for none.</param>
/// <param name="Write">Puts a text into the column; the text has been checked with <paramref name="Fits"/>.</param>
/// <param name="Fits">Whether a text can be such a value; empty always means none.</param>
internal sealed record PartyField(string Name, Func<Party, string> Read, Action<Party, string> Write, Func<string, bool> Fits)
{
    public static readonly PartyField FullName =
        new("name", p => p.Name, (p, v) => p.Name = v, v => v.Length is > 0 and <= 200 && v == v.Trim());
    public static readonly PartyField FormerNames = new(
        "former-names", p => string.Join('\n', p.FormerNames), (p, v) => p.FormerNames = [.. Lines(v)],
        v => v.Length <= 2000 && Lines(v).All(l => l.Length <= 200));

    public static readonly PartyField NameEn = Text("name-en", 200, p => p.NameEn, (p, v) => p.NameEn = v);
    public static readonly PartyField Level = Code("level", p => p.Level, (p, v) => p.Level = v);
    public static readonly PartyField Grade = Code("grade", p => p.Grade, (p, v) => p.Grade = v);
    public static readonly PartyField Ownership = Code("ownership", p => p.Ownership, (p, v) => p.Ownership = v);
    public static readonly PartyField FinanceClass = Code("finance-class", p => p.FinanceClass, (p, v) => p.FinanceClass = v);
    public static readonly PartyField Division =
        Text("division", 6, p => p.DivisionCode, (p, v) => p.DivisionCode = v, Divisions.Division.IsCode);
    public static readonly PartyField Point = new("point", PointText, WritePoint, v => TryPoint(v, out _));
    public static readonly PartyField Address = Text("address", 200, p => p.Address, (p, v) => p.Address = v);

    public static readonly PartyField Parent = Text(
        "parent", 36, p => p.ParentId?.ToString(), (p, v) => p.ParentId = v is null ? null : Guid.Parse(v), v => Guid.TryParse(v, out _));

    public static readonly PartyField Capabilities = new(
        "capabilities", p => string.Join('\n', p.Capabilities), (p, v) => p.Capabilities = [.. Lines(v)],
        v => v.Length <= 2000 && Lines(v).All(l => l.Length <= 60));

    public static readonly PartyField Website = Text("website", 300, p => p.Website, (p, v) => p.Website = v, IsWebAddress);
    public static readonly PartyField Phone = Text("phone", 40, p => p.Phone, (p, v) => p.Phone = v, IsPhone);
    public static readonly PartyField ContactName = Text("contact-name", 60, p => p.ContactName, (p, v) => p.ContactName = v);
    public static readonly PartyField ContactPhone = Text("contact-phone", 40, p => p.ContactPhone, (p, v) => p.ContactPhone = v, IsPhone);

    public static readonly PartyField ContactEmail = Text(
        "contact-email", 200, p => p.ContactEmail, (p, v) => p.ContactEmail = v,
        v => v.IndexOf('@', StringComparison.Ordinal) > 0 && !v.Contains(' ', StringComparison.Ordinal));

    public static readonly PartyField ClosedOn = Text(
        "closed-on", 10, p => p.ClosedOn?.ToString("O", CultureInfo.InvariantCulture),
        (p, v) => p.ClosedOn = v is null ? null : DateOnly.ParseExact(v, "O", CultureInfo.InvariantCulture),
        v => DateOnly.TryParseExact(v, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    /// <summary>Every dated fact, in the order in which pages show them.</summary>
    public static IReadOnlyList<PartyField> All { get; } =
    [
        FullName, NameEn, FormerNames, Level, Grade, Ownership, FinanceClass, Division, Point, Address, Parent,
        Capabilities, Website, Phone, ContactName, ContactPhone, ContactEmail, ClosedOn,
    ];

    public static PartyField? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>Never public: shown to signed-in people only, in pages, history and exports alike.</summary>
    public bool IsPrivate => Name.StartsWith("contact-", StringComparison.Ordinal);

    /// <summary>A text as it is kept: no blanks around it, one kind of line break.</summary>
    public static string Tidy(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    public bool Accepts(string text) => text.Length == 0 ? this != FullName : Fits(text);

    public static string PointOf(double longitude, double latitude, PointBasis basis) =>
        string.Create(CultureInfo.InvariantCulture, $"{longitude:0.######},{latitude:0.######} {basis}");

    public static bool TryPoint(string text, out (double Longitude, double Latitude, PointBasis Basis) point)
    {
        point = default;
        var parts = text.Split(',', ' ');
        if (parts.Length != 3
            || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            || !Enum.TryParse<PointBasis>(parts[2], out var basis)
            || longitude is not (>= -180 and <= 180) || latitude is not (>= -90 and <= 90))
        {
            return false;
        }

        point = (longitude, latitude, basis);
        return true;
    }

    private static PartyField Text(
        string name, int most, Func<Party, string?> read, Action<Party, string?> write, Func<string, bool>? fits = null) =>
        new(name, p => read(p) ?? "", (p, v) => write(p, v.Length == 0 ? null : v), v => v.Length <= most && (fits?.Invoke(v) ?? true));

    private static PartyField Code<T>(string name, Func<Party, T> read, Action<Party, T> write) where T : struct, Enum =>
        new(name, p => Codes.Word(read(p)), (p, v) => write(p, Codes.TryRead<T>(v, out var code) ? code : default),
            v => Codes.TryRead<T>(v, out _));

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct();

    private static string PointText(Party party) => party is { Longitude: { } longitude, Latitude: { } latitude }
        ? PointOf(longitude, latitude, party.PointBasis ?? PointBasis.Given)
        : "";

    private static void WritePoint(Party party, string text) => (party.Longitude, party.Latitude, party.PointBasis) =
        TryPoint(text, out var point) ? (point.Longitude, point.Latitude, point.Basis) : ((double?)null, (double?)null, (PointBasis?)null);

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    private static bool IsPhone(string text) => text.Count(char.IsAsciiDigit) >= 3
        && text.All(c => char.IsAsciiDigit(c) || " +-()（）转,;/、".Contains(c, StringComparison.Ordinal));
}
