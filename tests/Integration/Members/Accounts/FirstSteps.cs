using System.Net;
using Guanlian.Hosting;
using Guanlian.Members.Accounts;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Integration.Members.Accounts;

public sealed class FirstSteps(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task The_first_administrator_signs_in_with_the_password_given_at_the_machine()
    {
        var made = await host.WithAsync<CreateAdministrator.Handler, Outcome<Guid>>(
            h => h.HandleAsync(new("示例管理员", "admin-example", "correct horse battery"), default));
        Assert.False(made.Refused);

        using var client = host.NewClient();
        var form = await FormOnPage.OpenAsync(client, "account/sign-in");
        using var answer = await form.SendAsync(client, new() { ["Input.Name"] = "Admin-Example", ["Input.Password"] = "correct horse battery" });
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("guanlian=", StringComparison.Ordinal)
            && c.Contains("httponly", StringComparison.Ordinal) && c.Contains("samesite=lax", StringComparison.Ordinal) && c.Contains("path=/;", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(EveryRole))]
    public async Task The_actor_of_a_minted_cookie_has_the_permissions_of_its_role(string role)
    {
        var who = await host.PersonAsAsync(role);
        var actor = await host.WithAsync<IActorSource, Actor>(s => s.ForAsync(who.PersonId, who.MandateId, default));
        Assert.Equal(role, actor.Mandate!.Role);
        Assert.Equal(who.PartyId, actor.PartyId);
    }

    public static TheoryData<string> EveryRole() => [.. Roles.All];
}
