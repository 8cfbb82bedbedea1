namespace Guanlian.Platform.Pages;

/// <summary>Which page of a list is shown: the one asked for, or the nearest that there is.</summary>
public static class PageNumber
{
    /// <summary>The last one; a list without rows has one page too.</summary>
    public static int Last(int total, int size) => Math.Max(1, (total + size - 1) / size);

    /// <summary>The one that is shown.</summary>
    public static int Of(int asked, int total, int size) => Math.Clamp(asked, 1, Last(total, size));

    /// <summary>How many rows stand on the pages before it.</summary>
    public static int Before(int asked, int total, int size) => (Of(asked, total, size) - 1) * size;
}
