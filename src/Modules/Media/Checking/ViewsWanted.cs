using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Data;

namespace Guanlian.Media.Checking;

/// <summary>Which views an object of a category is usually photographed in, so that one sees what is missing.</summary>
internal static class ViewsWanted
{
    // By a part of the category's name in the census's list.
    private static readonly (string Part, ViewKind[] Views)[] ByCategory =
    [
        ("钱币", [ViewKind.Front, ViewKind.Back]),
        ("玺印", [ViewKind.Whole, ViewKind.Base]),
        ("瓷器", [ViewKind.Whole, ViewKind.Base]),
        ("陶器", [ViewKind.Whole, ViewKind.Base]),
        ("铜器", [ViewKind.Whole, ViewKind.Base]),
        ("碑帖拓本", [ViewKind.Whole]),
        ("书法", [ViewKind.Whole, ViewKind.Mark]),
        ("绘画", [ViewKind.Whole, ViewKind.Mark]),
    ];

    /// <summary>The line of an object's description that says its category: every profile calls it so in English.</summary>
    public static bool IsCategory(ObjectFact fact) => fact.LabelEn == "Category";

    /// <summary>Views that none of the images names; nothing where none says what it shows, or the category asks for nothing.</summary>
    public static IReadOnlyList<ViewKind> Missing(string category, IReadOnlyCollection<ViewKind> there) =>
        ByCategory.FirstOrDefault(c => category.Contains(c.Part, StringComparison.Ordinal)).Views is { } wanted && there.Any(v => v != ViewKind.None)
            ? [.. wanted.Where(w => !there.Contains(w) && !(w == ViewKind.Whole && there.Contains(ViewKind.Front)))] : [];
}
