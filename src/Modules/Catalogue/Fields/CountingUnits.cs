using System.Collections.Frozen;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Fields;

/// <summary>Units that Chinese counts things in, as a reader of English meets them; what is measured (cm, g) is the same in both.</summary>
internal static class CountingUnits
{
    private static readonly FrozenDictionary<string, string> English = new Dictionary<string, string>
    {
        ["件/套"] = "pcs/sets",
        ["件"] = "pcs",
        ["套"] = "sets",
        ["枚"] = "pcs",
        ["张"] = "sheets",
        ["页"] = "pages",
        ["册"] = "volumes",
        ["片"] = "slips",
        ["元"] = "yuan",
    }.ToFrozenDictionary();

    /// <summary>In the request's language.</summary>
    public static string Here(string unit) => Wording.InChinese ? unit : English.GetValueOrDefault(unit, unit);
}
