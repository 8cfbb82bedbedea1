using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Guanlian.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Shape.Access;

public sealed class RoutesTests
{
    /// <summary>Set to 1, the approved list is written anew: look at its difference before committing it.</summary>
    private const string Approve = "GUANLIAN_APPROVE";

    [Fact]
    public async Task Every_page_and_endpoint_says_who_may_come_in()
    {
        await using var app = Build();
        var doors = Door.All(app);
        Assert.True(doors.Count > 20, "the doors of the program were not found");
        Assert.Empty(doors.Where(d => !d.Stated).Select(d => $"{d}: give it a permission, [Authorize] or [AllowAnonymous]"));
    }

    [Fact]
    public async Task Every_policy_is_a_permission_that_some_role_has()
    {
        await using var app = Build();
        var known = app.Services.GetServices<Permission>().ToDictionary(p => p.Name);
        Assert.All(Door.All(app).SelectMany(d => d.Policies).Distinct(), policy => Assert.NotEmpty(known[policy].Roles));
        Assert.Empty(known.Values.SelectMany(p => p.Roles).Except(Roles.All));
    }

    [Fact]
    public async Task The_routes_are_the_approved_ones()
    {
        await using var app = Build();
        var now = string.Join('\n', Door.All(app).Select(d => d.ToString())) + "\n";
        var file = Path.Combine(Sources.Root, "tests", "Shape", "approved", "routes.txt");
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            await File.WriteAllTextAsync(file, now);
        }

        var approved = (await File.ReadAllLinesAsync(file)).ToHashSet();
        var found = now.TrimEnd('\n').Split('\n').ToHashSet();
        var difference = found.Except(approved).Select(r => "+ " + r).Concat(approved.Except(found).Select(r => "- " + r)).ToList();
        Assert.True(difference.Count == 0,
            $"Doors were opened, closed or changed. If that is meant: {Approve}=1 dotnet test tests/Shape --filter RoutesTests, and commit routes.txt.\n{string.Join('\n', difference)}");
    }

    // Built, never started: nothing asks the database.
    private static Microsoft.AspNetCore.Builder.WebApplication Build() => WebHost.Build(new() { ConnectionString = "Host=/nowhere" });
}
