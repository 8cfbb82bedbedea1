namespace Guanlian.Agreements.Texts;

/// <summary>
/// What an agreement says, as data: the paper is printed from it, its hash is what is sealed, and its work becomes cooperations.
/// Written in canonical JSON (docs/formats/agreement-text.md), so amounts are texts.
/// </summary>
internal sealed record AgreementText
{
    public int Format { get; init; } = 1;

    /// <summary>Code of the template it was begun from.</summary>
    public required string Template { get; init; }

    /// <summary>zh-CN or en: the language it is written in.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    /// <summary>合作形式: alliance of two, many, head and branch; an amendment may change it (requirement P11).</summary>
    public required string Form { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    /// <summary>Each party seals only after those before it.</summary>
    public bool InOrder { get; init; }

    public IReadOnlyList<TextParty> Parties { get; init; } = [];

    public IReadOnlyList<Goal> Goals { get; init; } = [];

    public IReadOnlyList<WorkLine> Work { get; init; } = [];

    public IReadOnlyList<GiftLine> Gives { get; init; } = [];

    public IReadOnlyList<GainLine> Gains { get; init; } = [];

    /// <summary>公益性: what the public has of it.</summary>
    public string PublicBenefit { get; init; } = "";

    public IReadOnlyList<SafeguardLine> Safeguards { get; init; } = [];

    public string Exit { get; init; } = "";

    public IReadOnlyList<Clause> Clauses { get; init; } = [];

    public string NameOf(Guid party) => Parties.FirstOrDefault(p => p.Id == party)?.Name ?? "–";
}

/// <summary>A party and its part; the name is the one that it bore when the text was made.</summary>
internal sealed record TextParty(Guid Id, string Name, string Role);

/// <summary>目标, with what it is measured by where it can be.</summary>
internal sealed record Goal(string Code, string Words, string? Target, string? Unit);

/// <summary>任务: who does it, who receives it, by when; a kind of cooperation that it becomes.</summary>
internal sealed record WorkLine(string Code, string Words, Guid? Does, Guid? For, DateOnly? From, DateOnly? Due, string? Kind);

/// <summary>投入: what a party brings, in its own unit; where it is a resource set aside for another party, which, for whom and when.</summary>
internal sealed record GiftLine(string Code, Guid? Party, string What, string? Amount, string? Unit)
{
    /// <summary>Of the giver's bookable resources; the facts below belong to it.</summary>
    public Guid? Resource { get; init; }

    /// <summary>As it was called when it was chosen.</summary>
    public string? ResourceName { get; init; }

    /// <summary>使用方</summary>
    public Guid? For { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }
}

/// <summary>What a party has of it, in its own words.</summary>
internal sealed record GainLine(Guid Party, string Words);

/// <summary>One of the seven safeguards (requirement G29).</summary>
internal sealed record SafeguardLine(string Kind, string Words);

/// <summary>A clause in prose.</summary>
internal sealed record Clause(string Code, string Heading, string Words);

/// <summary>Codes that texts use, in the order in which they are shown.</summary>
internal static class TextCodes
{
    public static IReadOnlyList<string> Safeguards { get; } = ["rules", "organisation", "people", "money", "materials", "technology", "standards"];

    public static IReadOnlyList<string> Forms { get; } = ["pairing", "project", "alliance", "head-and-branch", "virtual"];

    public static IReadOnlyList<string> Units { get; } = ["times", "days", "hours", "people", "seats", "objects", "pieces", "sets", "metres", "places", "lessons", "cny"];

    /// <summary>Units that only bookable resources are counted in.</summary>
    public static IReadOnlyList<string> BookedUnits { get; } = ["vehicles", "licences"];

    /// <summary>甲、乙、丙 …, then numbers.</summary>
    public static string PartySign(int place) => place < 10 ? "甲乙丙丁戊己庚辛壬癸"[place] + "方" : $"第{place + 1}方";
}
