using System.Xml.Linq;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>The formats that files of records come in.</summary>
internal enum ForeignFormat
{
    /// <summary>LIDO 1.0 and 1.1.</summary>
    Lido,

    /// <summary>MARC 21, as binary file or MARCXML.</summary>
    Marc,

    /// <summary>EAD 2002.</summary>
    Ead,

    /// <summary>Simple Dublin Core, as OAI-PMH carries it.</summary>
    Dc,

    /// <summary>Our own JSON Lines.</summary>
    Own,
}

/// <summary>
/// One record of a foreign file, as its format has it: an element whose parts a crosswalk turns into fields. Binary MARC is given the
/// shape of MARCXML, so that one crosswalk serves both.
/// </summary>
/// <param name="Format">How to understand it.</param>
/// <param name="Id">Its own id, where it states one.</param>
/// <param name="Number">Counts from one, in the order of the file.</param>
/// <param name="Line">Where it begins; 0 in a binary file.</param>
/// <param name="Content">Its content; null for our own JSON, and for a record that was deleted at its source.</param>
internal sealed record ForeignRecord(ForeignFormat Format, string? Id, int Number, int Line, XElement? Content)
{
    /// <summary>The content of our own JSON.</summary>
    public OwnFields? Own { get; init; }

    /// <summary>It was deleted at its source.</summary>
    public bool IsDeleted => Content is null && Own is null;

    /// <summary>When its source changed it last, where it says so.</summary>
    public DateTimeOffset? Changed { get; init; }

    /// <summary>What was put right while reading.</summary>
    public IReadOnlyList<TableProblem> Findings { get; init; } = [];
}
