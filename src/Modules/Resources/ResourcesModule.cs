using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Resources;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Talk;
using Guanlian.Resources.Access;
using Guanlian.Resources.Agreed;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Guanlian.Resources.Handovers;
using Guanlian.Resources.Offering;
using Guanlian.Resources.Sample;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Resources;

/// <summary>What the host knows of Resources: see README.md beside this file.</summary>
public sealed class ResourcesModule : IModule
{
    /// <inheritdoc />
    public string Name => "resources";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => ResourcePermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<ResourcesDb>();
        services.AddSingleton<ISampleStep, SampleResources>();
        services.AddScoped<WriteResource.Handler>();
        services.AddScoped<ChangeResourceState.Handler>();
        services.AddScoped<CloseTimes.Handler>();
        services.AddScoped<FindResources.Handler>();
        services.AddScoped<SeeResource.Handler>();
        services.AddScoped<IBookableResources, BookableResources>();
        services.AddScoped<WaitingList>();
        services.AddScoped<AskForBooking.Handler>();
        services.AddScoped<ChangeBooking.Handler>();
        services.AddScoped<MoveBooking.Handler>();
        services.AddScoped<AttachBooking.Handler>();
        services.AddScoped<FindBookings.Handler>();
        services.AddScoped<SeeBooking.Handler>();
        services.AddScoped<IDueItems, BookingDueItems>();
        services.AddScoped<IBookChapter, BookOfBookings>();
        services.AddScoped<IThreadSubject, ThreadsOfBookings>();
        services.AddScoped<IFeedDays, FeedOfBookings>();
        services.AddRegularWork<LapseBookings>();
        services.AddSubscriber<AgreementSealed, TakeAgreedBookings>();
        services.AddSubscriber<AgreementEnded, LetGoOfAgreement>();
        services.AddSubscriber<CooperationEnded, LetGoOfCooperation>();
        services.AddHandovers();
        services.AddSingleton(new MenuItem("resources.list.title", "resources", 59, ResourcePermissions.Read));
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        FindResources.Map(routes);
        FindBookings.Map(routes);
        routes.MapHandovers();
    }
}
