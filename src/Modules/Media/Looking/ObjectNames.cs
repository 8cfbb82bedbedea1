using System.Globalization;
using Guanlian.Contracts.Catalogue;

namespace Guanlian.Media.Looking;

/// <summary>How pages about images name an object and lead to it.</summary>
internal static class ObjectNames
{
    /// <summary>Relative address of its page.</summary>
    public static string Href(this ObjectInBook shown) => string.Create(CultureInfo.InvariantCulture, $"objects/{Uri.EscapeDataString(shown.InstitutionCode)}/{shown.Serial}");

    /// <summary>In the reader's language, or in the one that there is.</summary>
    public static string TitleIn(this ObjectInBook shown, bool chinese) => !chinese && shown.TitleEn is { Length: > 0 } english ? english : shown.Title;
}
