using System.Text.Encodings.Web;
using System.Text.Unicode;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Http;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Guanlian.Web.Layout;
using Guanlian.Web.Sample;
using Guanlian.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using Npgsql;

namespace Guanlian.Web;

/// <summary>How the host is put together: services, then the order of the request pipeline.</summary>
internal static class Hosting
{
    /// <summary>All words of all modules.</summary>
    public static Wording Words { get; } = new(ModuleList.All.Select(m => m.Assembly).Append(typeof(Hosting).Assembly));

    /// <summary>Everything that pages, endpoints, jobs and commands need.</summary>
    public static WebApplicationBuilder AddGuanlian(this WebApplicationBuilder builder, WebHostOptions options)
    {
        var services = builder.Services;
        services.AddSingleton(_ => NpgsqlDataSource.Create(ConnectionTo(options.ConnectionString))); // by the container, which then also closes it
        services.AddSingleton(Words);
        services.AddSingleton(new FileHome(options.Files, typeof(Hosting).Assembly.Location));
        services.AddScoped<ISample, SampleProvince>();
        services.AddHttpContextAccessor();
        // Han as it is: numeric entities would double every Chinese page.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddProblemDetails();
        services.AddRazorComponents();
        services.AddScoped<IPartyNames, PartyNames>();
        services.AddCascadingAuthenticationState();
        builder.AddGuards();
        services.AddResponseCompression(o => o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/ld+json"]);
        if (options.KeepPublicPages)
        {
            PublicPages.Add(services);
            KeptParts.Add(services);
        }

        var authorization = services.AddAuthorizationBuilder();
        foreach (var module in ModuleList.All)
        {
            module.Add(services);
            foreach (var permission in module.Permissions)
            {
                services.AddSingleton(permission);
                authorization.AddPolicy(permission.Name, policy => policy.AddRequirements(new MandateGrants(permission.Name)));
            }
        }

        // What nobody has thought about is closed.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return builder;
    }

    /// <summary>The pipeline. Order matters: language before routing, actor before authorisation.</summary>
    public static WebApplication UseGuanlian(this WebApplication app)
    {
        app.UseGuards();
        app.UseRouting();
        app.RefuseTooLargeRequests();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<ActorAtTheDoor>();
        app.UseAuthorization();
        if (app.Services.GetService<IOutputCacheStore>() is not null)
        {
            app.UseOutputCache();
        }

        app.UsePagesAtWork(); // within the cache: a kept page waits for nothing
        app.UseResponseCompression(); // within the cache, which keeps a page as small as it is sent
        app.UseAntiforgery();
        app.CleanForms();
        app.MapStaticAssets().AllowAnonymous();
        foreach (var module in ModuleList.All)
        {
            module.Map(app);
        }

        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. ModuleList.All.Select(m => m.Assembly).Distinct()]);

        // An address that nobody maps is missing for everybody, signed in or not.
        app.Map("/{**path}", () => Results.NotFound()).AllowAnonymous().WithOrder(int.MaxValue - 1); // before the build's own file fallback
        return app;
    }

    /// <summary>
    /// Nothing here leaves anything behind in a session (locks are let go by name or with their transaction), so that a connection needs
    /// no cleaning before the next use: it was every second statement that the database got.
    /// </summary>
    private static string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(database) { NoResetOnClose = true }.ConnectionString;
}
