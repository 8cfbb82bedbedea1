using Guanlian.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Shape.Pages;

public sealed class WhoMaySeeIt
{
    // Mapped by the framework itself, and closed by the fallback policy.
    private static readonly string[] OfTheFramework = ["/_framework/opaque-redirect", "{**path:file}"];

    [Fact]
    public async Task Every_page_and_endpoint_says_who_may_see_it()
    {
        await using var app = WebHost.Build(new() { ConnectionString = "Host=nowhere" });
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count > 10);
        Assert.Empty(endpoints
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => e.RoutePattern.RawText!)
            .Distinct()
            .Except(OfTheFramework));
    }

    [Fact]
    public async Task Every_policy_that_an_endpoint_names_exists()
    {
        await using var app = WebHost.Build(new() { ConnectionString = "Host=nowhere" });
        var policies = app.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints))
        {
            foreach (var named in endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Where(a => a.Policy is not null))
            {
                Assert.True(await policies.GetPolicyAsync(named.Policy!) is not null, $"{endpoint.DisplayName} names {named.Policy}");
            }
        }
    }
}
