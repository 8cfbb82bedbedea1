using System.Linq.Expressions;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Annex;

/// <summary>The annexes that one's institution had made, and their files.</summary>
internal static class ReadAnnexes
{
    private const int Most = 100;

    internal sealed record Sheet(int Year, byte[]? Content);

    internal sealed record Item(Guid Id, int Year, string Language, string AskedBy, DateTimeOffset AskedAt, Guid JobId, DateTimeOffset? MadeAt, int Pairs, int Results, bool Paper, string? Sha256);

    internal sealed class Handler(CooperationDb db, CurrentActor current)
    {
        public async Task<IReadOnlyList<Item>> HandleAsync(CancellationToken ct) => current.Value.PartyId is not { } party ? [] :
            await db.Annexes.AsNoTracking().Where(a => a.PartyId == party).OrderByDescending(a => a.AskedAt).Take(Most)
                .Select(a => new Item(a.Id, a.Year, a.Language, a.AskedBy, a.AskedAt, a.JobId, a.MadeAt, a.Pairs, a.Results, a.Pdf != null, a.Sha256)).ToListAsync(ct);

        /// <summary>One file of an annex that was made, and its year; null where there is none.</summary>
        public Task<Sheet?> FindAsync(Guid id, Expression<Func<AnnexRecord, Sheet>> file, CancellationToken ct) =>
            db.Annexes.AsNoTracking().Where(a => a.Id == id && a.PartyId == current.Value.PartyId && a.MadeAt != null).Select(file).SingleOrDefaultAsync(ct);
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/annex/{id:guid}.xlsx", (Guid id, Handler read, Wording words, HttpContext http, CancellationToken ct) => FileAsync(
            id, a => new(a.Year, a.Xlsx), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", read, words, http, ct)).RequireAuthorization(CooperationPermissions.Report);
        routes.MapGet("/annex/{id:guid}.pdf", (Guid id, Handler read, Wording words, HttpContext http, CancellationToken ct) => FileAsync(
            id, a => new(a.Year, a.Pdf), "application/pdf", ".pdf", read, words, http, ct)).RequireAuthorization(CooperationPermissions.Report);
        routes.MapGet("/cooperations/no/{number:long}", async (long number, CooperationDb db, Cooperations.SeeCooperation.Handler see, CancellationToken ct) =>
            await db.Cooperations.Where(c => c.Number == number).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct) is { } found && !(await see.HandleAsync(found, ct)).Refused
                ? Results.LocalRedirect($"~/cooperations/{found}")
                : Results.NotFound()).RequireAuthorization(CooperationPermissions.Read);
    }

    private static async Task<IResult> FileAsync(
        Guid id, Expression<Func<AnnexRecord, Sheet>> file, string type, string ending, Handler read, Wording words, HttpContext http, CancellationToken ct)
    {
        if (await read.FindAsync(id, file, ct) is not { Content: { } content } found)
        {
            return Results.NotFound();
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(content, type, TableDownload.FileName(words["cooperation.annex.file", ("year", $"{found.Year}")]) + ending);
    }
}
