using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Hosting;

namespace Guanlian.Integration.Access;

public sealed partial class GuardedAnswers(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Theory]
    [InlineData(""), InlineData("en/"), InlineData("account/sign-in"), InlineData("account"), InlineData("no/such/page"), InlineData("styles/base.css"), InlineData("api/nothing")]
    [InlineData("account/invitations/x"), InlineData("problem")]
    public async Task Every_answer_carries_the_headers(string address)
    {
        using var client = host.NewClient();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        Check(answer);
    }

    [Fact]
    public async Task A_refused_and_a_broken_request_carry_them_too()
    {
        using var client = host.NewClient();
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Input.Name", "x")]);
        using var refused = await client.PostAsync(new Uri("account/sign-in", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("这张表单已经失效", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Check(refused);
        using var large = new ByteArrayContent(new byte[20 * 1024]) { Headers = { { "Content-Type", "application/x-www-form-urlencoded" } } };
        using var tooLarge = await client.PostAsync(new Uri("account/sign-in", UriKind.Relative), large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Check(tooLarge);
    }

    [Fact]
    public async Task The_one_inline_script_is_the_import_map_and_its_hash_is_in_the_policy()
    {
        using var client = host.NewClient();
        using var answer = await client.GetAsync(new Uri("account/sign-in", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        foreach (Match inline in InlineScript().Matches(page))
        {
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline.Groups[1].Value)));
            Assert.Contains($"'sha256-{hash}'", policy, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(" style=\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false), InlineData("Sec-Fetch-Site", "same-site", false), InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "https://evil.example", false), InlineData("Origin", "null", false)]
    public async Task No_other_site_changes_anything_here(string header, string value, bool passes)
    {
        using var client = host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("account/passkeys/any", UriKind.Relative)) { Headers = { { header, value } } };
        using var answer = await client.SendAsync(request);
        Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Behind_https_the_cookies_are_bound_to_the_host_and_the_browser_is_told_to_stay()
    {
        using var client = host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("account/passkeys/any", UriKind.Relative)) { Headers = { { "X-Forwarded-Proto", "https" } } };
        using var answer = await client.SendAsync(request);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.Contains("guanlian-passkey", StringComparison.Ordinal));
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task Pages_made_for_one_person_are_kept_by_nobody()
    {
        using var client = await host.SignInAsAsync("staff");
        using var answer = await client.GetAsync(new Uri("account", UriKind.Relative));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    private static void Check(HttpResponseMessage answer)
    {
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Single(answer.Headers.GetValues("Referrer-Policy"));
        Assert.Single(answer.Headers.GetValues("Permissions-Policy"));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [GeneratedRegex("<script(?![^>]*\\bsrc=)[^>]*>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();
}
