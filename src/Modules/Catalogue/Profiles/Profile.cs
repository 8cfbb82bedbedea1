using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Profiles;

/// <summary>The fields that a kind of collection has; data (<c>Profiles/*.json</c>), not code.</summary>
/// <param name="Name">As records name it; never changes.</param>
/// <param name="Zh">Title.</param>
/// <param name="En">Title.</param>
/// <param name="Source">Where the fields come from.</param>
/// <param name="Fields">In the order in which they are filled in.</param>
internal sealed record Profile(string Name, string Zh, string En, string Source, IReadOnlyList<ProfileField> Fields)
{
    private readonly Dictionary<string, ProfileField> byKey = Fields.ToDictionary(f => f.Key);

    private readonly Dictionary<string, ProfileField> byRole = Fields.Where(f => f.Role is not null).ToDictionary(f => f.Role!);

    /// <summary>A field by its key; null where the profile has none.</summary>
    public ProfileField? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>The field that plays a part the program knows of (<see cref="FieldRoles"/>); null where the profile has none.</summary>
    public ProfileField? Of(string role) => byRole.GetValueOrDefault(role);
}

/// <summary>One field.</summary>
/// <param name="Key">As records name it; never changes.</param>
/// <param name="Kind">What stands in it.</param>
/// <param name="Zh">Its word.</param>
/// <param name="En">Its word.</param>
/// <param name="Tab">basic, images, management, location, conservation, use, rights.</param>
internal sealed record ProfileField(string Key, FieldKind Kind, string Zh, string En, string Tab)
{
    /// <summary>The part that it plays for the program; null for a field that is only kept, shown and exchanged.</summary>
    public string? Role { get; init; }

    /// <summary>Who sees it unless the record says otherwise.</summary>
    public Level Level { get; init; }

    /// <summary>The code list, for <see cref="FieldKind.Coded"/> and the period of a <see cref="FieldKind.Time"/>.</summary>
    public string? List { get; init; }

    /// <summary>More than one term may stand in it.</summary>
    public bool Many { get; init; }

    /// <summary>Units to choose from, the usual one first.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Needed before a record may be published.</summary>
    public bool Required { get; init; }

    /// <summary>Text that may be long, written in several lines.</summary>
    public bool Long { get; init; }

    /// <summary>Whether words in it are found by the search box.</summary>
    public bool Searched { get; init; } = true;

    /// <summary>Headings under which tables carry it, besides its words.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>What it is in other formats: format → path there, e.g. <c>dc</c> → <c>creator</c>.</summary>
    public IReadOnlyDictionary<string, string> Maps { get; init; } = new Dictionary<string, string>();

    /// <summary>Its word in the language of the page.</summary>
    public string In(bool english) => english ? En : Zh;
}

/// <summary>The parts that fields play for the program.</summary>
internal static class FieldRoles
{
    public const string Number = "number";
    public const string Title = "title";
    public const string Category = "category";
    public const string Period = "period";
    public const string Material = "material";
    public const string Grade = "grade";
    public const string Rights = "rights";

    /// <summary>件/套 (传统数量).</summary>
    public const string Pieces = "pieces";

    /// <summary>实际数量.</summary>
    public const string Actual = "actual";
    public const string Maker = "maker";
    public const string Place = "place";
    public const string Relations = "relations";
    public const string Description = "description";

    public static IReadOnlyList<string> All { get; } =
        [Number, Title, Category, Period, Material, Grade, Rights, Pieces, Actual, Maker, Place, Relations, Description];
}
