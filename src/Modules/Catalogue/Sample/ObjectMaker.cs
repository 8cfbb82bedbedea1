using System.Globalization;
using System.Text.Json;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Sample;

/// <summary>Joins words of the trade into records, always the same ones: period, feature, shape, and what a ledger says besides.</summary>
internal sealed class ObjectMaker(Profile profile, int seed)
{
    private static readonly Seeds Words = Read();

    private readonly Random chance = new(seed);

    /// <summary>A record of a museum; its place in the sequence makes its number.</summary>
    public ObjectDraft Make(Guid institution, int place, IReadOnlyList<Guid> others, DateOnly today, TimeProvider clock)
    {
        var kind = Kind();
        var look = Pick(kind.Looks);
        var (feature, shape, period) = (Pick(look.Features), Pick(look.Shapes), Pick(look.Periods));
        var state = State();
        var typed = new Dictionary<string, string>
        {
            ["number"] = $"示例{place:0000}",
            ["title"] = $"{period}{feature.Zh}{shape.Zh}",
            ["category"] = kind.Category,
            ["period"] = period + (Once(20) ? "？" : ""),
            ["material"] = kind.Material,
            ["pieces"] = "1",
            ["actual"] = kind.Category == "钱币" && Once(3) ? chance.Next(2, 400).ToString(CultureInfo.InvariantCulture) + "枚" : "1",
            ["height"] = Size(kind),
            ["storage"] = Pick(Words.Storage),
        };
        Add(typed, 3, "title-en", $"{shape.En}, {feature.En}");
        Add(typed, 2, "width", Size(kind));
        Add(typed, 2, "grade", Grade());
        Add(typed, 2, "source", Pick(Words.Sources));
        Add(typed, 2, "completeness", Once(3) ? "残缺" : "基本完整");
        Add(typed, 3, "condition", Pick(Words.Conditions));
        Add(typed, 3, "preservation", Once(4) ? "部分损腐，需要修复" : "状态稳定，不需修复");
        Add(typed, 2, "rights", Once(2) ? "公有领域" : "CC BY 署名");
        Add(typed, 3, "description", $"示例记录。{feature.Zh}，{shape.Zh}形规整，{Pick(Words.Conditions)}。");
        Add(typed, 4, "accessionDate", chance.Next(1952, 2024).ToString(CultureInfo.InvariantCulture));
        Add(typed, 5, "valuation", chance.Next(1, 90).ToString(CultureInfo.InvariantCulture) + "000");
        Add(typed, 6, "findSite", Pick(Words.Sites));
        if (state == ObjectState.Draft)
        {
            // A draft lacks something, or says it in words that no list knows.
            typed.Remove(Pick(["period", "material", "actual", "height"]));
            typed["category"] = Once(4) ? kind.Category + "类" : kind.Category;
        }

        var record = typed.Aggregate(ObjectRecord.Empty(profile), (r, t) => FieldBox.Of(r).First(b => b.Name == t.Key).Apply(r, t.Value).Record);
        var level = Once(5) ? (Level)chance.Next(1, 5) : Level.Public;
        return new(institution, Guid.CreateVersion7(clock.GetUtcNow()), state == ObjectState.Gone ? ObjectRecord.Empty(profile) : record)
        {
            State = state,
            Level = level == Level.Named && others.Count == 0 ? Level.Members : level,
            Named = level == Level.Named && others.Count > 0 ? [Pick(others)] : [],
            OpensOn = state == ObjectState.Published && Once(30) ? today.AddDays(chance.Next(10, 90)) : null,
            Sample = true,
        };
    }

    private SeedKind Kind()
    {
        var at = chance.Next(Words.Kinds.Sum(k => k.Share));
        return Words.Kinds.First(k => (at -= k.Share) < 0);
    }

    private ObjectState State() => chance.Next(100) switch
    {
        < 72 => ObjectState.Published,
        < 88 => ObjectState.Draft,
        < 95 => ObjectState.Review,
        < 98 => ObjectState.Binned,
        _ => ObjectState.Gone,
    };

    private string Grade() => chance.Next(100) switch { < 2 => "一级", < 8 => "二级", < 30 => "三级", < 70 => "一般", _ => "未定级" };

    private string Size(SeedKind kind) => (kind.Least + (chance.NextDouble() * (kind.Most - kind.Least))).ToString("0.0", CultureInfo.InvariantCulture);

    private void Add(Dictionary<string, string> typed, int oneIn, string box, string text)
    {
        // The number is drawn either way, so that one field more or less does not change all records after it.
        if (chance.Next(oneIn + 1) > 0)
        {
            typed[box] = text;
        }
    }

    private bool Once(int oneIn) => chance.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[chance.Next(from.Count)];

    private static Seeds Read()
    {
        using var stream = typeof(ObjectMaker).Assembly.GetManifestResourceStream("Guanlian.Catalogue.Sample.seeds.json")!;
        return JsonSerializer.Deserialize<Seeds>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Seeds(List<SeedKind> Kinds, List<string> Sites, List<string> Sources, List<string> Conditions, List<string> Storage);

    private sealed record SeedKind(string Category, string Material, List<SeedLook> Looks, int Least, int Most, int Share);

    private sealed record SeedLook(List<string> Periods, List<SeedWord> Features, List<SeedWord> Shapes);

    private sealed record SeedWord(string Zh, string En);
}
