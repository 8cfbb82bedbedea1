using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Cooperation;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Annex;
using Guanlian.Cooperation.Board;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.CountyBook;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Programme;
using Guanlian.Cooperation.Sample;
using Guanlian.Cooperation.Scheduling;
using Guanlian.Cooperation.Showcase;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Talk;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation;

/// <summary>What the host knows of Cooperation: see README.md beside this file.</summary>
public sealed class CooperationModule : IModule
{
    /// <inheritdoc />
    public string Name => "cooperation";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => CooperationPermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        // A broken template stops the program here, with file, line and reason.
        _ = TemplateBook.Shipped;
        services.AddModuleDb<CooperationDb>();
        services.AddSingleton<ISampleStep, SampleCooperations>();
        services.AddSingleton<ISampleStep, SampleCases>();
        services.AddSingleton<ISampleStep, SampleResults>();
        services.AddScoped<WorkingDays>();
        services.AddScoped<TemplateShelf>();
        services.AddScoped<Editions>();
        services.AddScoped<RelayDates>();
        services.AddScoped<SeeCooperation.Handler>();
        services.AddScoped<StartFromTemplate.Handler>();
        services.AddScoped<AgreeToTakePart.Handler>();
        services.AddScoped<AnswerSafeguards.Handler>();
        services.AddScoped<MoveCooperation.Handler>();
        services.AddScoped<RatifyCooperation.Handler>();
        services.AddScoped<RecordContribution.Handler>();
        services.AddScoped<FindCooperations.Handler>();
        services.AddScoped<SeeTask.Handler>();
        services.AddScoped<BeginTask.Handler>();
        services.AddScoped<HandInTask.Handler>();
        services.AddScoped<ReviewTask.Handler>();
        services.AddScoped<ConfirmTask.Handler>();
        services.AddScoped<CallForTask.Handler>();
        services.AddScoped<ChangeForm.Handler>();
        services.AddScoped<SplitCooperation.Handler>();
        services.AddScoped<BeginNext.Handler>();
        services.AddScoped<EditTemplate.Handler>();
        services.AddScoped<EditCalendar.Handler>();
        services.AddScoped<CalendarFeed>();
        services.AddBooks();
        services.AddScoped<RenewFeed.Handler>();
        services.AddScoped<ReadMonth.Handler>();
        services.AddScoped<IDueItems, TaskDueItems>();
        services.AddScoped<IThreadSubject, ThreadsOfCooperations>();
        services.AddScoped<IThreadSubject, ThreadsOfTasks>();
        services.AddProgramme();
        services.AddShowcase();
        services.AddAnnex();
        services.AddCountyBook();
        services.AddSingleton<ICooperationKinds, CooperationKinds>();
        services.AddScoped<ICooperationDesk, CooperationDesk>();
        services.AddSubscriber<AgreementSealed, TakeAgreedWork>();
        services.AddSubscriber<AgreementEnded, LetGoOfAgreement>();
        services.AddSingleton(new MenuItem("cooperation.list.title", "cooperations", 60, CooperationPermissions.Read));
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        ExportCooperations.Map(routes);
        SeeTask.Map(routes);
        CalendarFeed.Map(routes);
        routes.MapBooks();
        ExportTasks.Map(routes);
        ReadMonth.Map(routes);
        routes.MapProgramme();
        routes.MapShowcase();
        routes.MapAnnex();
        routes.MapCountyBook();
    }
}
