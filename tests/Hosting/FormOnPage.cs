using System.Net;
using System.Text.RegularExpressions;

namespace Guanlian.Hosting;

/// <summary>A form as a browser without scripts finds it on a page: its hidden fields are sent back with what a test fills in.</summary>
public sealed partial class FormOnPage
{
    private readonly Uri address;
    private readonly List<KeyValuePair<string, string>> hidden;

    private FormOnPage(Uri address, string page, List<KeyValuePair<string, string>> hidden) => (this.address, Page, this.hidden) = (address, page, hidden);

    /// <summary>The page around it.</summary>
    public string Page { get; }

    /// <summary>Opens a page and takes its form.</summary>
    /// <param name="client">Whose cookies.</param>
    /// <param name="page">The page's address, relative to the host.</param>
    /// <param name="form">Name of the form (its <c>_handler</c>), its beginning up to a dash, or the end of its action; the first one when absent.</param>
    public static async Task<FormOnPage> OpenAsync(HttpClient client, string page, string? form = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
        var html = await answer.Content.ReadAsStringAsync();
        var found = Form().Matches(html).FirstOrDefault(m => PostForm().IsMatch(m.Groups["open"].Value)
                && Named(m, form))
            ?? throw new InvalidOperationException($"no form {form} on {page} ({(int)answer.StatusCode}): {html}");
        var fields = Field().Matches(found.Value).Where(m => m.Value.Contains("hidden", StringComparison.Ordinal))
            .Select(m => KeyValuePair.Create(Attribute(m.Value, "name"), Attribute(m.Value, "value"))).ToList();
        var action = Attribute(found.Groups["open"].Value, "action");
        return new(action.Length == 0 ? new(page, UriKind.Relative) : new(action, UriKind.RelativeOrAbsolute), html, fields);
    }

    /// <summary>Sends it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpClient client, Dictionary<string, string>? fields = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        var filled = fields ?? [];
        using var body = new FormUrlEncodedContent(hidden.Where(h => !filled.ContainsKey(h.Key)).Concat(filled));
        return await client.PostAsync(address, body);
    }

    /// <summary>Sends it with one file.</summary>
    public async Task<HttpResponseMessage> SendFileAsync(HttpClient client, string field, string name, byte[] content, Dictionary<string, string>? fields = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        var filled = fields ?? [];
        using var body = new MultipartFormDataContent();
        foreach (var (key, value) in hidden.Where(h => !filled.ContainsKey(h.Key)).Concat(filled))
        {
            body.Add(new StringContent(value), key);
        }

        body.Add(new ByteArrayContent(content), field, name);
        return await client.PostAsync(address, body);
    }

    private static bool Named(Match found, string? form) => form switch
    {
        null => true,
        _ when form.Contains('/', StringComparison.Ordinal) => Attribute(found.Groups["open"].Value, "action").EndsWith(form, StringComparison.Ordinal),
        _ when form.EndsWith('-') => found.Value.Contains($"name=\"_handler\" value=\"{form}", StringComparison.Ordinal),
        _ => found.Value.Contains($"name=\"_handler\" value=\"{form}\"", StringComparison.Ordinal),
    };

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("(?<open><form\\b[^>]*>).*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("method=\"post\"", RegexOptions.IgnoreCase)]
    private static partial Regex PostForm();

    [GeneratedRegex("<input\\b[^>]*>")]
    private static partial Regex Field();
}
