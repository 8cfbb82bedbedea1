using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Steps;

/// <summary>One task with its deliverables and evidence.</summary>
internal static class SeeTask
{
    /// <param name="Evidence">What stands; taken-back ones are in the history only.</param>
    internal sealed record View(
        SeeCooperation.View Cooperation, CooperationTask Task, IReadOnlyList<DeliverableRow> Deliverables, ILookup<Guid, EvidenceRow> Evidence,
        IReadOnlyDictionary<Guid, string> Files)
    {
        /// <summary>Confirmed bookings that a deliverable is taken from; null where none is.</summary>
        public required IReadOnlyList<string>? Held { get; init; }
    }

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see, BookEntries entries)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var of = await db.Tasks.AsNoTracking().Where(t => t.Id == id).Select(t => (Guid?)t.CooperationId).SingleOrDefaultAsync(ct);
            if (of is null)
            {
                return CooperationAccess.Missing;
            }

            var cooperation = await see.HandleAsync(of.Value, ct);
            if (cooperation.Refused)
            {
                return cooperation.Refusal;
            }

            var deliverables = await db.Deliverables.AsNoTracking().Where(d => d.TaskId == id).OrderBy(d => d.Sort).ToListAsync(ct);
            var ids = deliverables.Select(d => d.Id).ToList();
            var evidence = await db.Evidence.AsNoTracking().Where(e => ids.Contains(e.DeliverableId) && e.TakenBackAt == null).OrderBy(e => e.At).ToListAsync(ct);
            var files = evidence.Where(e => e.AttachmentId is not null).Select(e => e.AttachmentId!.Value).ToList();
            var names = await db.Attachments.AsNoTracking().Where(a => files.Contains(a.Id)).Select(a => new { a.Id, a.Name }).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
            var task = cooperation.Value.Tasks.First(t => t.Id == id);
            return new View(cooperation.Value, task, deliverables, evidence.ToLookup(e => e.DeliverableId), names)
            {
                Held = deliverables.Exists(d => CodeWords.Read<KeptBook>(d.Book ?? "") == KeptBook.Bookings) ? await entries.HeldAsync(task, ct) : null,
            };
        }
    }

    /// <summary>A file handed in as evidence, to those who may see the cooperation; always as a download.</summary>
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/files/{id:guid}", async (
        Guid id, CooperationDb db, SeeCooperation.Handler see, HttpContext http, CancellationToken ct) =>
    {
        var file = await db.Attachments.AsNoTracking().Where(a => a.Id == id).SingleOrDefaultAsync(ct);
        if (file is null || (await see.HandleAsync(file.CooperationId, ct)).Refused)
        {
            return Results.NotFound();
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(file.Content, file.MediaType, file.Name);
    }).RequireAuthorization(CooperationPermissions.Read);
}
