namespace Guanlian.Members.Accounts;

/// <summary>What a browser calls itself, shortened to what its owner would call it. Names are the makers' own.</summary>
internal static class Browsers
{
    // In this order: most claim to be several.
    private static readonly (string Mark, string Name)[] Programs =
    [
        ("MicroMessenger", "微信"), ("Edg", "Edge"), ("QQBrowser", "QQ浏览器"), ("360", "360浏览器"), ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Machines =
    [
        ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "macOS"), ("Linux", "Linux"),
    ];

    public static string Name(string agent)
    {
        var parts = new[] { Programs, Machines }.Select(list => list.FirstOrDefault(p => agent.Contains(p.Mark, StringComparison.Ordinal)).Name);
        var name = string.Join(" · ", parts.OfType<string>());
        return name.Length > 0 ? name : "—";
    }
}
