using System.Globalization;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Catalogue.Search.Queries;
using Microsoft.AspNetCore.WebUtilities;

namespace Guanlian.Catalogue.Search;

/// <summary>How a result is laid out: 账, 卡, 图.</summary>
internal enum ResultView
{
    Cards,
    Ledger,
    Wall,
}

/// <summary>What the search is asked: exactly what stands in its address. Unreadable parts are taken for not asked.</summary>
internal sealed record SearchAsk
{
    /// <summary>Choices of one facet beyond this are dropped.</summary>
    public const int MostChoices = 60;

    private const int LastPage = 200_000;

    public string Words { get; init; } = "";

    /// <summary>Per facet the values chosen, as the address has them; absent where nothing is chosen.</summary>
    public IReadOnlyDictionary<Facet, IReadOnlyList<string>> Choices { get; init; } = new Dictionary<Facet, IReadOnlyList<string>>();

    public ResultOrder Order { get; init; }

    public ResultView View { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>Through whose eyes.</summary>
    public ViewAs Through { get; init; } = ViewAs.Oneself;

    /// <summary>Take letters for pinyin alone.</summary>
    public bool AsSounds { get; init; }

    public QueryReading Reading { get; private init; } = QueryReading.Read(null);

    public bool IsEmpty => Reading.IsEmpty && Choices.Count == 0;

    /// <summary>Records on a page: a screenful of each view.</summary>
    public int PageSize => View switch { ResultView.Ledger => 50, ResultView.Wall => 60, _ => 24 };

    /// <summary>A facet's name in the address.</summary>
    public static string NameOf(Facet facet) => facet switch
    {
        Facet.Institution => "museum",
        Facet.Region => "place",
        _ => facet.ToString().ToLowerInvariant(),
    };

    public static SearchAsk Read(string? query)
    {
        var asked = QueryHelpers.ParseQuery(query).ToDictionary(p => p.Key, p => p.Value.Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!).ToList(), StringComparer.OrdinalIgnoreCase);
        var choices = new Dictionary<Facet, IReadOnlyList<string>>();
        foreach (var facet in Facets.All)
        {
            if (asked.TryGetValue(NameOf(facet), out var values) && values.Count > 0)
            {
                choices[facet] = [.. values.SelectMany(v => v.StartsWith('=') ? [v] : v.Split(',')).Select(v => v.Trim()).Where(v => v.Length is > 0 and <= 80).Distinct().Take(MostChoices)];
            }
        }

        return With(One("q")) with
        {
            Choices = choices.Where(c => c.Value.Count > 0).ToDictionary(c => c.Key, c => c.Value),
            Order = One("sort") switch { "oldest" => ResultOrder.Oldest, "newest" => ResultOrder.Newest, "added" => ResultOrder.Added, _ => ResultOrder.Best },
            View = One("view") switch { "ledger" => ResultView.Ledger, "wall" => ResultView.Wall, _ => ResultView.Cards },
            Page = int.TryParse(One("page"), out var page) ? Math.Clamp(page, 1, LastPage) : 1,
            AsSounds = One("sounds") == "yes",
            Through = ViewAs.Read(One("as"), One("who")),
        };

        string? One(string name) => asked.GetValueOrDefault(name)?.LastOrDefault();
    }

    public static SearchAsk With(string? words)
    {
        var reading = QueryReading.Read(words);
        return new() { Words = reading.Typed, Reading = reading };
    }

    /// <summary>The address of this question; a page of the result only where it is not the first.</summary>
    public string Address(string path = "catalogue")
    {
        var parts = new List<(string Name, string Value)>();
        if (Words.Length > 0)
        {
            parts.Add(("q", Words));
        }

        parts.AddRange(Choices.OrderBy(c => c.Key).SelectMany(c => c.Value.Select(v => (NameOf(c.Key), v))));
        if (Order != ResultOrder.Best)
        {
            parts.Add(("sort", Order.ToString().ToLowerInvariant()));
        }

        if (View != ResultView.Cards)
        {
            parts.Add(("view", View.ToString().ToLowerInvariant()));
        }

        if (AsSounds)
        {
            parts.Add(("sounds", "yes"));
        }

        if (Through.As is { } eyes)
        {
            parts.Add(("as", eyes));
        }

        if (Through.Who is { } who)
        {
            parts.Add(("who", who));
        }

        if (Page > 1)
        {
            parts.Add(("page", Page.ToString(CultureInfo.InvariantCulture)));
        }

        return parts.Count == 0 ? path : path + "?" + string.Join('&', parts.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
    }

    /// <summary>The same question with a value chosen or, where it is, no longer chosen; from the first page on.</summary>
    public SearchAsk Toggle(Facet facet, string code)
    {
        var now = Choices.GetValueOrDefault(facet) ?? [];
        IReadOnlyList<string> then = now.Contains(code) ? [.. now.Where(c => c != code)] : [.. now, code];
        return this with
        {
            Page = 1,
            Choices = Choices.Where(c => c.Key != facet).Append(new(facet, then)).Where(c => c.Value.Count > 0).ToDictionary(c => c.Key, c => c.Value),
        };
    }
}
