namespace Guanlian.Catalogue.Codes;

/// <summary>One entry of a code list: its code, its words, where it stands, and which years it means.</summary>
/// <param name="List">Name of the list, e.g. <c>period</c>.</param>
/// <param name="Version">Version of the list, kept beside every code that is stored.</param>
/// <param name="Code">The code; never changes its meaning within a version.</param>
/// <param name="Zh">The standard's word.</param>
/// <param name="En">The English term.</param>
internal sealed record CodeEntry(string List, string Version, string Code, string Zh, string En)
{
    /// <summary>The entry above, in a tree.</summary>
    public string? Parent { get; init; }

    /// <summary>First year, without a year zero: -206 is 前206. Null where it is open or does not fit a year.</summary>
    public int? From { get; init; }

    /// <summary>Last year.</summary>
    public int? To { get; init; }

    /// <summary>Pinyin, syllables apart: <c>qing hua ci</c>.</summary>
    public string Sound { get; init; } = "";

    /// <summary>Other words for the same.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>As the census forms print it, where that differs: 唐(618~907).</summary>
    public string? Label { get; init; }

    /// <summary>Added by this project below the standard's last level: written into a census form as its ancestor.</summary>
    public bool Ours { get; init; }

    /// <summary>Where the entry is from, where that differs from its list: [S] seen, [M] from memory.</summary>
    public string? Source { get; init; }

    /// <summary>For what a keeper should know.</summary>
    public string? Note { get; init; }

    /// <summary>First letters of the syllables: qhc.</summary>
    public string Initials => string.Concat(Sound.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s[0]));

    /// <summary>The word in the reader's language.</summary>
    public string Word(bool chinese) => chinese ? Zh : En;

    /// <summary>Whether the years of this entry and a range have a year in common.</summary>
    public bool Meets(int? from, int? to) =>
        (From is not null || To is not null) && (From ?? int.MinValue) <= (to ?? int.MaxValue) && (To ?? int.MaxValue) >= (from ?? int.MinValue);
}

/// <summary>How a text was read against a list.</summary>
/// <param name="Entry">The entry meant; null where none is, or more than one.</param>
/// <param name="Others">Further entries that the text could mean.</param>
/// <param name="Nearest">Where nothing fits: the entries whose words are nearest.</param>
/// <param name="Exact">The text is the entry's own word, code or label, not one of its other words.</param>
internal sealed record CodeReading(CodeEntry? Entry, IReadOnlyList<CodeEntry> Others, IReadOnlyList<CodeEntry> Nearest, bool Exact)
{
    public static CodeReading Nothing { get; } = new(null, [], [], false);
}

/// <summary>A second arrangement of a list's entries, e.g. the 35 categories under seven heads, for pickers and facets.</summary>
internal sealed record CodeView(string Name, string Zh, string En, IReadOnlyList<CodeGroup> Groups);

/// <summary>One head of a view and the codes under it.</summary>
internal sealed record CodeGroup(string Code, string Zh, string En, string Sound, IReadOnlyList<string> Holds)
{
    public string Word(bool chinese) => chinese ? Zh : En;
}

/// <summary>An earlier version of a list: which of its codes became which; unknown codes are read by their words only.</summary>
internal sealed record OlderList(string Version, IReadOnlyDictionary<string, string> Became, string Source);
