namespace Guanlian.Members.Accounts;

/// <summary>Addresses that carry where to go on.</summary>
internal static class Uris
{
    public static string With(string page, string goOn) => goOn.Length == 0 ? page : $"{page}?return={Uri.EscapeDataString(goOn)}";
}
