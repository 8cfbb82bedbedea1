using Guanlian.Cooperation.Bookings;
using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Courses;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.Meetings;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Postings;
using Guanlian.Cooperation.Sessions;
using Guanlian.Cooperation.Sheets;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation.Books;

/// <summary>What the module adds and maps for its books.</summary>
internal static class BookParts
{
    public static void AddBooks(this IServiceCollection services)
    {
        services.AddScoped<BookEntries>();
        services.AddScoped<WriteCaseSheet.Handler>();
        services.AddScoped<SayOutcome.Handler>();
        services.AddScoped<SeeCase.Handler>();
        services.AddScoped<FindCases.Handler>();
        services.AddScoped<SeeRemembered.Handler>();
        services.AddScoped<MendMemory.Handler>();
        services.AddScoped<RememberCase>();
        services.AddScoped<WriteOpinion.Handler>();
        services.AddScoped<SignOpinion.Handler>();
        services.AddScoped<SeeOpinion.Handler>();
        services.AddScoped<AnswerAdvice.Handler>();
        services.AddScoped<AddPeople.Handler>();
        services.AddScoped<MovePerson.Handler>();
        services.AddScoped<SeePeople.Handler>();
        services.AddScoped<WriteSession.Handler>();
        services.AddScoped<SeeSessions.Handler>();
        services.AddScoped<NoteLinks.Handler>();
        services.AddScoped<NameLiaison.Handler>();
        services.AddScoped<ComeToSession.Handler>();
        services.AddScoped<NoteAtDesk.Handler>();
        services.AddScoped<CheckSkill.Handler>();
        services.AddScoped<IssueCertificates.Handler>();
        services.AddScoped<RevokeCertificate.Handler>();
        services.AddScoped<SeeCertificate.Handler>();
        services.AddScoped<NoteHours.Handler>();
        services.AddScoped<ConfirmHours.Handler>();
        services.AddScoped<SeeHours.Handler>();
        services.AddScoped<PostingLimits>();
        services.AddScoped<WritePosting.Handler>();
        services.AddScoped<WriteReport.Handler>();
        services.AddScoped<SeePosting.Handler>();
        services.AddScoped<IDueItems, BookDueItems>();
        services.AddScoped<OpenSlots.Handler>();
        services.AddScoped<BookSlot.Handler>();
        services.AddScoped<AnswerSlot.Handler>();
        services.AddScoped<SeeMeetings.Handler>();
        services.AddScoped<WriteCredits.Handler>();
        services.AddScoped<WriteLicence.Handler>();
        services.AddScoped<AgreeToSheet.Handler>();
        services.AddScoped<SeeSheet.Handler>();
        services.AddScoped<IDueItems, SheetsDue>();
        services.AddScoped<IDueItems, MeetingsDue>();
        services.AddScoped<SeeBookings.Handler>();
        services.AddScoped<WriteCourse.Handler>();
        services.AddScoped<FindCourses.Handler>();
    }

    public static void MapBooks(this IEndpointRouteBuilder routes)
    {
        FindCases.Map(routes);
        PrintOpinion.Map(routes);
        SeePeople.Map(routes);
        SeeSessions.Map(routes);
        SeeHours.Map(routes);
        SeeCertificate.Map(routes);
        SeeMeetings.Map(routes);
        SeeBookings.Map(routes);
        FindCourses.Map(routes);
    }
}
