using System.Globalization;

namespace Guanlian.Web.Commands;

/// <summary>
/// The language of the terminal, from LC_ALL, LC_MESSAGES or LANG as for any program: Chinese where it says Chinese, English
/// otherwise, because a terminal that names no language often cannot show Chinese at all.
/// </summary>
internal static class OperatorLanguage
{
    public static CultureInfo FromEnvironment()
    {
        var named = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        return CultureInfo.GetCultureInfo(named?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? "zh-CN" : "en-GB");
    }

    /// <summary>What runs in this flow speaks this language.</summary>
    public static void Speak(CultureInfo culture) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
}
