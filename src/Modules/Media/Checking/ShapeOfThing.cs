namespace Guanlian.Media.Checking;

/// <summary>How an object lies before a camera.</summary>
internal enum Shape
{
    /// <summary>Its category does not say.</summary>
    Unknown,

    /// <summary>平面: a sheet, of which a photograph has so many pixels to the inch.</summary>
    Flat,

    /// <summary>立体</summary>
    Solid,
}

/// <summary>Whether objects of a category are flat, by its name in the lists of the catalogue.</summary>
internal static class ShapeOfThing
{
    // Parts of names in the census's list and in that of works of art. Textiles are not among them: robes are as many as hangings.
    private static readonly string[] Flat =
        ["书法", "绘画", "水墨", "素描", "版画", "纸本", "摄影", "照片", "拼贴", "海报", "绘图", "古籍", "书籍", "碑帖", "邮品", "文件", "文书", "文献", "票据", "印刷品"];

    // One cannot know.
    private static readonly string[] Mixed = ["其他", "名人遗物", "音像", "综合媒材", "数码", "声音", "录像", "电影", "动画", "行为"];

    public static Shape By(string category) =>
        category.Length == 0 ? Shape.Unknown
        : Flat.Any(f => category.Contains(f, StringComparison.Ordinal)) ? Shape.Flat

        // Of 铁器、其他金属器 one can: only what is called nothing else is unknown.
        : Mixed.Any(m => category.StartsWith(m, StringComparison.Ordinal)) ? Shape.Unknown
        : Shape.Solid;
}
