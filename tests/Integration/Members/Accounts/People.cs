using Guanlian.Hosting;
using Guanlian.Members.Accounts;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Integration.Members.Accounts;

/// <summary>People who sign in as people do.</summary>
internal static class People
{
    public const string Password = "correct horse battery";

    /// <summary>An administrator with the password above.</summary>
    public static async Task<Guid> NewAdministratorAsync(this GuanlianHost host, string userName) =>
        (await host.WithAsync<CreateAdministrator.Handler, Outcome<Guid>>(h => h.HandleAsync(new("示例管理员", userName, Password), default))).Value;

    /// <summary>A visitor from another address, as a proxy on this machine tells it.</summary>
    public static HttpClient NewClientFrom(this GuanlianHost host, string address)
    {
        ArgumentNullException.ThrowIfNull(host);
        var client = host.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    /// <summary>Fills in the sign-in form.</summary>
    public static async Task<HttpResponseMessage> TrySignInAsync(this GuanlianHost host, HttpClient client, string name, string password, string query = "")
    {
        ArgumentNullException.ThrowIfNull(host);
        var form = await FormOnPage.OpenAsync(client, "account/sign-in" + query, "sign-in");
        return await form.SendAsync(client, new() { ["Input.Name"] = name, ["Input.Password"] = password });
    }

    public static async Task<int> StatusAsync(this HttpClient client, string address)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return (int)answer.StatusCode;
    }
}
