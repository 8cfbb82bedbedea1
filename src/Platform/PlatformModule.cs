using System.Text.Json;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Migrations;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Talk;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Guanlian.Platform;

/// <summary>The ground: history, outbox, jobs, migrations, words, access. Knows no museum.</summary>
public sealed class PlatformModule : IModule
{
    /// <inheritdoc />
    public string Name => "platform";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => PlatformPermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<CurrentActor>();
        services.AddScoped<ModuleDbParts>();
        services.AddScoped<Flash>();
        services.AddScoped<HistoryNumber>();
        services.AddSingleton<KeptAnswers>();
        services.AddScoped<SeeJob.Handler>();
        services.AddScoped<SendAgain.Handler>();
        services.AddScoped<IDueItems>(p => p.GetRequiredService<SendAgain.Handler>());
        services.AddSingleton(new MenuItem("platform.jobs.menu", "jobs", 95, PlatformPermissions.Operate));
        services.AddSingleton<Subscriptions>();
        services.AddModuleDb<PlatformDb>();
        services.AddSingleton<MigrationRunner>();
        services.AddSingleton<VerifyHistory>();
        services.AddScoped<ReadHistory>();
        services.AddSingleton<PermissionTable>();
        services.AddScoped<IAuthorizationHandler, MandateGrantsHandler>();
        services.AddDataProtection().SetApplicationName("guanlian");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new DataKeysInDatabase(provider.GetRequiredService<IServiceScopeFactory>())));
        services.AddSingleton<WakeUp>();
        services.AddBulkActs();
        services.AddSingleton<ISendMail, SmtpMail>();
        services.AddScoped<CalledByName>();
        services.AddScoped<WriteMessage.Handler>();
        services.AddScoped<ReadInbox.Handler>();
        services.AddScoped<ChooseDigest.Handler>();
        services.AddScoped<IDueItems, ReadInbox.Named>();
        services.AddRegularWork<SendDigests>();
        services.AddSingleton(new MenuItem("platform.inbox.title", "inbox", 63, PlatformPermissions.Talk));
        services.AddSingleton<JobLoop>();
        services.AddSingleton<DeliveryLoop>();
        services.AddHostedService(p => p.GetRequiredService<WakeUp>());
        services.AddHostedService(p => p.GetRequiredService<JobLoop>());
        services.AddSingleton<RegularLoop>();
        services.AddHostedService(p => p.GetRequiredService<RegularLoop>());
        services.AddHostedService(p => p.GetRequiredService<DeliveryLoop>());
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        ExportAct.Map(routes);
        ReadInbox.Map(routes);
    }
}

/// <summary>Registrations that every module makes.</summary>
public static class PlatformRegistrations
{
    /// <summary>A module's DbContext on the shared data source.</summary>
    public static IServiceCollection AddModuleDb<T>(this IServiceCollection services) where T : ModuleDb =>
        services.AddDbContext<T>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));

    /// <summary>A subscriber of a fact of another module.</summary>
    public static IServiceCollection AddSubscriber<TFact, TSubscriber>(this IServiceCollection services)
        where TFact : IModuleEvent
        where TSubscriber : class, ISubscriber<TFact>
    {
        services.AddScoped<TSubscriber>();
        return services.AddSingleton(new Subscription(TFact.WireName, TSubscriber.SubscriberName, (provider, payload, ct) =>
            provider.GetRequiredService<TSubscriber>().HandleAsync(payload.Deserialize<TFact>(HistoryJson.Options)!, ct)));
    }

    /// <summary>A kind of job.</summary>
    public static IServiceCollection AddJob<T>(this IServiceCollection services) where T : class, IJobKind => services.AddScoped<IJobKind, T>();

    /// <summary>Something done again and again.</summary>
    public static IServiceCollection AddRegularWork<T>(this IServiceCollection services) where T : class, IRegularWork =>
        services.AddScoped<IRegularWork, T>();

    /// <summary>A kind of import or batch edit.</summary>
    public static IServiceCollection AddBulkKind<T>(this IServiceCollection services) where T : class, IBulkKind => services.AddScoped<IBulkKind, T>();
}
