using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Hosting;

/// <summary>Browsers in which somebody is signed in already.</summary>
public static class SignedInVisitor
{
    /// <summary>A new browser window in which a new person acts in this role.</summary>
    /// <param name="fixture">The program and its browser.</param>
    /// <param name="role">One of <see cref="Platform.Access.Roles"/>.</param>
    /// <param name="partyId">For whom; when absent the operator, or a new cluster or museum.</param>
    /// <param name="width">Width of the window.</param>
    /// <param name="scripts">False for a browser without JavaScript.</param>
    public static async Task<IPage> SignInAsAsync(
        this BrowserFixture fixture, string role, Guid? partyId = null, int width = BrowserFixture.Desk, bool scripts = true)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        return await fixture.OpenForAsync(await fixture.Host.PersonAsAsync(role, partyId), width, scripts);
    }

    /// <summary>A new browser window with this person's cookie.</summary>
    public static async Task<IPage> OpenForAsync(this BrowserFixture fixture, SignedIn who, int width = BrowserFixture.Desk, bool scripts = true)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var page = await fixture.NewVisitorAsync(width, scripts);
        await page.SignInAsync(who);
        return page;
    }
}
