using System.Buffers.Binary;
using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.CatalogueSearch;

/// <summary>
/// A province's museums and records, made from a seed: the same number always gives the same record, and the first million of three is a
/// fair sample of all. Sizes of collections follow a Zipf law, one category holds most.
/// </summary>
internal sealed class MadeProvince
{
    public const int Seed = 20261120;
    private const int Museums = 500;
    private static readonly DateOnly FarOff = new(2035, 1, 1);
    private static readonly string[] Sources = ["01", "02", "04", "05", "06", "06", "06", "07", "07", "08", "09", "10"];
    private static readonly string[] Rights =
    [
        "http://creativecommons.org/publicdomain/mark/1.0/", "http://creativecommons.org/publicdomain/mark/1.0/", "http://creativecommons.org/publicdomain/mark/1.0/",
        "http://creativecommons.org/publicdomain/zero/1.0/", "http://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by-nc/4.0/",
        "http://rightsstatements.org/vocab/InC/1.0/", "http://rightsstatements.org/vocab/CNE/1.0/", "http://rightsstatements.org/vocab/UND/1.0/",
    ];

    private readonly double[] sizes = new double[Museums];
    private readonly MadeNames names;
    private readonly Profile census = ProfileBook.Shipped["census"];
    private readonly Profile art = ProfileBook.Shipped["art"];

    public MadeProvince(double coins)
    {
        names = new(coins, CodeBook.Standard);
        var sum = 0.0;
        for (var i = 0; i < Museums; i++)
        {
            sizes[i] = sum += 1 / Math.Pow(i + 4, 0.95);
        }

        for (var i = 0; i < Museums; i++)
        {
            sizes[i] /= sum;
        }
    }

    public static IReadOnlyList<(Guid Id, string Code, string Name, string Division)> Owners { get; } =
        [.. Enumerable.Range(0, Museums).Select(i => (Id(new Random(Seed - 1 - i), i), $"B{i + 1:D4}", $"示例第{i + 1}博物馆", $"41{(i % 18) + 1:D2}{(i / 18 % 27) + 1:D2}"))];

    /// <summary>The record of a number.</summary>
    public ObjectDraft Draft(int number)
    {
        var random = new Random(unchecked((Seed * 31) + number));
        _ = random.Next();
        var at = Array.BinarySearch(sizes, random.NextDouble());
        var owner = Math.Min(at < 0 ? ~at : at, Museums - 1);
        var made = names.Make(random);
        var values = made.Category == "10" && random.Next(3) == 0 ? Picture(random, made, number, owner) : Object(random, made, number, owner);
        var (state, level) = random.Next(1000) switch
        {
            < 700 => (ObjectState.Published, Level.Public),
            < 850 => (ObjectState.Published, Level.Members),
            < 900 => (ObjectState.Published, Level.Staff),
            < 940 => (ObjectState.Draft, Level.Public),
            < 950 => (ObjectState.Review, Level.Members),
            < 975 => (ObjectState.Published, Level.Named),
            _ => (ObjectState.Published, Level.Association),
        };
        return new(Owners[owner].Id, Id(random, number), values)
        {
            State = state,
            Level = level,
            Named = level == Level.Named ? [Owners[(owner + 1) % Museums].Id, Owners[(owner + 7) % Museums].Id] : [],
            OpensOn = random.Next(1000) == 0 ? FarOff : null,
            FieldLevels = random.Next(33) == 0
                ? new Dictionary<string, Level> { ["grade"] = Level.Staff, ["findPlace"] = Level.Staff, ["actual"] = Level.Members }
                : new Dictionary<string, Level>(),
        };
    }

    private ObjectRecord Object(Random random, MadeName made, int number, int owner)
    {
        var values = new Dictionary<string, FieldValue>
        {
            ["number"] = new TextValue(Number(number, owner)),
            ["title"] = random.Next(20) == 0
                ? new WordsValue(new(StringComparer.Ordinal) { ["zh"] = made.Title, ["en"] = made.English })
                : WordsValue.Zh(made.Title),
            ["category"] = new CodedValue([new(made.Category, "category/2013")]),
            ["period"] = new TimeValue(made.Period, Code: made.PeriodCode),
            ["material"] = new CodedValue(made.Materials.Select(m => new CodedWord(m, "material")).ToList()),
            ["grade"] = Coded("grade", random.Next(1000) switch { < 2 => "1", < 8 => "2", < 60 => "3", < 500 => "4", _ => "5" }),
            ["pieces"] = new AmountValue(1, "件/套"),
            ["actual"] = new AmountValue(made.Category == "14" && random.Next(4) == 0 ? random.Next(2, 300) : random.Next(12) == 0 ? random.Next(2, 12) : 1, "件"),
            ["dimensions"] = new TextValue($"长{random.Next(10, 900) / 10m}厘米 高{random.Next(10, 900) / 10m}厘米"),
            ["massRange"] = Coded("mass-range", "1"),
            ["mass"] = new AmountValue(random.Next(10, 30_000) / 10m, "g"),
            ["completeness"] = Coded("completeness", random.Next(10) switch { < 3 => "1", < 8 => "2", 8 => "3", _ => "4" }),
            ["source"] = Coded("source", Sources[random.Next(Sources.Length)]),
            ["storage"] = new TextValue($"{random.Next(1, 9)}号库{random.Next(1, 60)}柜{random.Next(1, 12)}层"),
        };
        Sometimes(60, "censusNumber", () => new TextValue($"410{owner:D3}21800001{number:D8}"));
        Sometimes(40, "otherNumbers", () => new IdentifiersValue([new("o1", $"{(char)('A' + random.Next(20))}{random.Next(1, 900)}"), new("o2", $"原{random.Next(1, 90_000)}")]));
        Sometimes(50, "condition", () => new TextValue(Of(TitleWords.Conditions)));
        Sometimes(50, "preservation", () => Coded("preservation", random.Next(4) == 0 ? "2" : "1"));
        Sometimes(25, "sourceDetail", () => new TextValue(Of(TitleWords.People)));
        Sometimes(20, "findPlace", () => new TextValue($"示例县{Of(TitleWords.Places)}"));
        Sometimes(30, "description", () => WordsValue.Zh(string.Join('。', Of(TitleWords.Descriptions), Of(TitleWords.Descriptions), Of(TitleWords.Descriptions)) + "。"));
        Sometimes(12, "inscription", () => new TextValue(Of(TitleWords.Marks)));
        Sometimes(20, "notes", () => new TextValue($"{random.Next(1955, 2020)}年整理，{Of(TitleWords.Conditions)}"));
        Sometimes(60, "rights", () => Coded("rights", Of(Rights)));
        Sometimes(5, "valuation", () => new AmountValue(random.Next(1, 900) * 100, "元"));
        Sometimes(70, "accessionDate", () => new TimeValue($"{random.Next(1952, 2020)}年"));
        if (made.Maker is { } maker)
        {
            values["author"] = new PeopleValue([new(WordsValue.Zh(maker))]);
        }

        return new(census, values, new Dictionary<string, string>());

        void Sometimes(int percent, string key, Func<FieldValue> value)
        {
            if (random.Next(100) < percent)
            {
                values[key] = value();
            }
        }

        string Of(string[] words) => words[random.Next(words.Length)];
    }

    private ObjectRecord Picture(Random random, MadeName made, int number, int owner) => new(art, new Dictionary<string, FieldValue>
    {
        ["number"] = new TextValue(Number(number, owner)),
        ["title"] = new WordsValue(new(StringComparer.Ordinal) { ["zh"] = made.Title, ["en"] = made.English }),
        ["makers"] = new PeopleValue([new(WordsValue.Zh(made.Maker ?? "佚名"))]),
        ["date"] = new TimeValue(made.Period, Code: made.PeriodCode),
        ["category"] = new CodedValue([new(null, "art-category", "中国画")]),
        ["medium"] = WordsValue.Zh("纸本设色"),
        ["material"] = new CodedValue([new("1.1.03", "material")]),
        ["height"] = new AmountValue(random.Next(300, 2000) / 10m, "cm"),
        ["pieces"] = new AmountValue(1, "件/套"),
        ["actual"] = new AmountValue(1, "件"),
        ["alt"] = WordsValue.Zh("图：" + made.Title),
        ["rights"] = Coded("rights", Rights[random.Next(Rights.Length)]),
    }, new Dictionary<string, string>());

    private static CodedValue Coded(string list, string code) => new([new(code, list)]);

    private static string Number(int number, int owner) => (owner % 4) switch
    {
        0 => $"总{number:D8}",
        1 => string.Create(CultureInfo.InvariantCulture, $"{1953 + (number % 60)}.{number}"),
        2 => $"馆藏-{number:D7}",
        _ => $"{(char)('A' + (owner % 20))}{number}",
    };

    // Version 7 in form, made from chance alone; in the order of the numbers, as if catalogued one after the other.
    private static Guid Id(Random random, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (0x0192_0000_0000L + number) << 16);
        bytes[6] = (byte)(0x70 | random.Next(16));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }
}
