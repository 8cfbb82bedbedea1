using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Listings;
using Guanlian.Exchange.Requests;
using Guanlian.Exchange.Rounds;
using Guanlian.Exchange.Sample;
using Guanlian.Exchange.Verification;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Talk;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Exchange;

/// <summary>What the host knows of Exchange: see README.md beside this file.</summary>
public sealed class ExchangeModule : IModule
{
    /// <inheritdoc />
    public string Name => "exchange";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => [.. ExchangePermissions.All, .. RoundPermissions.All];

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<ExchangeDb>();
        services.AddSingleton<ISampleStep, SampleLastYear>();
        services.AddSingleton<ISampleStep, SampleThisYear>();
        services.AddRounds();
        services.AddScoped<ConfirmationRule>();
        services.AddScoped<SaveListing.Handler>();
        services.AddScoped<StateNeeds.Handler>();
        services.AddScoped<ChangeListingState.Handler>();
        services.AddScoped<AnswerForCommunity.Handler>();
        services.AddScoped<FindListings.Handler>();
        services.AddScoped<AskToCooperate.Handler>();
        services.AddScoped<FollowRequest.Handler>();
        services.AddScoped<FindRequests.Handler>();
        services.AddScoped<IThreadSubject, ThreadsOfRequests>();
        services.AddScoped<MyListings.Handler>();
        services.AddScoped<IDueItems, ListingDueItems>();
        services.AddScoped<IUnmetNeeds, UnmetNeeds>();
        services.AddScoped<IAcceptedRequests, AcceptedRequests>();
        services.AddScoped<IBookChapter, BookOfListings>();
        services.AddScoped<IBookChapter, BookOfRequests>();
        services.AddSingleton(new MenuItem("exchange.board.title", "exchange", 40));
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        ExportBoard.Map(routes);
        MyListings.Map(routes);
        FindRequests.Map(routes);
        routes.MapRounds();
    }

    /// <inheritdoc />
    public void AddCommands(CommandTree commands) => RoundCommands.Add(commands);
}
