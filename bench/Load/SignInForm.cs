using System.Net;
using System.Text.RegularExpressions;

namespace Guanlian.Load;

/// <summary>Signs a sample account in through the form, as a browser without scripts does.</summary>
internal static partial class SignInForm
{
    private const string Page = "account/sign-in";

    /// <returns>The Cookie header that says who it is.</returns>
    public static async Task<string> SendAsync(Uri address, string name, string password)
    {
        var cookies = new CookieContainer();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = address };
        var form = Token().Match(await client.GetStringAsync(new Uri(Page, UriKind.Relative)));
        using var filled = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"), new("__RequestVerificationToken", form.Groups[1].Value), new("Input.Name", name), new("Input.Password", password),
        ]);
        using var answer = await client.PostAsync(new Uri(Page, UriKind.Relative), filled);
        return answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther
            ? cookies.GetCookieHeader(address)
            : throw new InvalidOperationException($"{name} was not let in: {answer.StatusCode}");
    }

    [GeneratedRegex("name=\"_handler\" value=\"sign-in\" />\\s*<input type=\"hidden\" name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
