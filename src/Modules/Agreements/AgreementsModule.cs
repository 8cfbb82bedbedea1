using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Drafting;
using Guanlian.Agreements.Finding;
using Guanlian.Agreements.Running;
using Guanlian.Agreements.Sample;
using Guanlian.Agreements.Sealing;
using Guanlian.Agreements.Templates;
using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Resources;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Talk;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Agreements;

/// <summary>What the host knows of Agreements: see README.md beside this file.</summary>
public sealed class AgreementsModule : IModule
{
    /// <inheritdoc />
    public string Name => "agreements";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => AgreementPermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        // A broken template stops the program here, with file, line and reason.
        _ = AgreementTemplates.Shipped;
        services.AddModuleDb<AgreementsDb>();
        services.AddSingleton<ISampleStep, SampleAgreements>();
        services.AddScoped<IElectronicSeal, LocalSeal>();
        services.AddScoped<StartAgreement.Handler>();
        services.AddScoped<EditText.Handler>();
        services.AddScoped<BeginAmendment.Handler>();
        services.AddScoped<SendForSealing.Handler>();
        services.AddScoped<PutSeal.Handler>();
        services.AddScoped<ReturnText.Handler>();
        services.AddScoped<CheckPaper.Handler>();
        services.AddScoped<EndAgreement.Handler>();
        services.AddScoped<RenewAgreement.Handler>();
        services.AddScoped<SeeAgreement.Handler>();
        services.AddScoped<FindAgreements.Handler>();
        services.AddScoped<IDueItems, AgreementDueItems>();
        services.AddScoped<IThreadSubject, ThreadsOfAgreements>();
        services.AddScoped<IPairs, PairsOnPaper>();
        services.AddScoped<IBookChapter, BookOfPairs>();
        services.AddScoped<IBookChapter, BookOfAgreements>();
        services.AddRegularWork<ExpireAgreements>();
        services.AddSubscriber<RoundAdopted, FollowRounds>();
        services.AddSubscriber<AgreedWorkTaken, FollowWork>();
        services.AddSubscriber<AgreedBookingTaken, FollowBookings>();
        services.AddSingleton(new MenuItem("agreements.list.title", "agreements", 58, AgreementPermissions.Read));
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        FindAgreements.Map(routes);
        SeeAgreement.Map(routes);
        PrintAgreement.Map(routes);
    }
}
