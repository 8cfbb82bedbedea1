using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Guanlian.Cooperation.Showcase;

/// <summary>One released result as everybody sees it, with the numbers that the receivers confirmed.</summary>
internal static class SeeShowcase
{
    /// <param name="Measures">Name, unit and sum; only what was confirmed.</param>
    internal sealed record View(FindShowcases.Item Item, IReadOnlyList<ShowcasePicture> Pictures, IReadOnlyList<(string Name, decimal Sum, string Unit)> Measures, bool CanStart);

    internal sealed class Handler(CooperationDb db, FindShowcases.Handler find, Editions editions, TemplateShelf shelf)
    {
        public async Task<Outcome<View>> HandleAsync(long number, CancellationToken ct)
        {
            var record = await db.Showcases.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number && s.State == ShowcaseState.Shown, ct);
            if (record is null)
            {
                return new Refusal.Missing("cooperation.showcase.missing");
            }

            var pictures = await db.ShowcasePictures.AsNoTracking().Where(p => p.ShowcaseId == record.Id).OrderBy(p => p.Sort).ToListAsync(ct);
            var item = (await find.ItemsAsync([record], ct))[0];
            var edition = await db.Cooperations.Where(c => c.Id == record.CooperationId).Select(c => c.EditionId).SingleAsync(ct);
            var template = await editions.OfAsync(edition, ct);
            var sums = (await ConfirmedAsync(db, record.CooperationId, ct)).ToDictionary(s => s.Code, s => s.Sum);
            return new View(item, pictures,
                [.. template.Indicators.Where(i => sums.ContainsKey(i.Code)).Select(i => (i.Name.Here, sums[i.Code], Platform.Words.CodeWords.Write(i.Unit)))],
                await shelf.FindAsync(template.Code, ct) is not null);
        }
    }

    /// <summary>A picture of a shown result, without what a camera writes about place and time.</summary>
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/showcase/{number:long}/pictures/{sort:int}", async (
        long number, int sort, CooperationDb db, HttpContext http, CancellationToken ct) =>
    {
        var id = await db.Showcases.Where(s => s.Number == number && s.State == ShowcaseState.Shown)
            .Join(db.ShowcasePictures.Where(p => p.Sort == sort), s => s.Id, p => p.ShowcaseId, (s, p) => (Guid?)p.AttachmentId).SingleOrDefaultAsync(ct);
        if (id is null)
        {
            return Results.NotFound();
        }

        // Whoever has the picture asks only whether it is still shown; a file is never changed.
        var tag = new EntityTagHeaderValue($"\"{id:N}\"");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-cache";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Tag == "*"))
        {
            http.Response.Headers.ETag = tag.ToString();
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var file = await db.Attachments.AsNoTracking().Where(a => a.Id == id).Select(a => new { a.Content, a.MediaType }).SingleAsync(ct);
        var picture = PublicPicture.Of(file.Content, file.MediaType);
        return picture.Length == 0 ? Results.NotFound() : Results.File(picture, file.MediaType, entityTag: tag);
    }).AllowAnonymous();

    private static Task<List<MeasureSum>> ConfirmedAsync(CooperationDb db, Guid cooperation, CancellationToken ct) => db.Database.SqlQuery<MeasureSum>($"""
        select d.measures as "Code", sum(e.number) as "Sum"
          from cooperation.task t
          join cooperation.deliverable d on d.task_id = t.id and d.measures is not null
          join cooperation.evidence e on e.deliverable_id = d.id and e.taken_back_at is null and e.number is not null
         where t.cooperation_id = {cooperation} and (t.confirmed_at is not null or (t.confirms_party_id is null and t.state = 'Accepted'))
         group by d.measures
        """).ToListAsync(ct);

    private sealed record MeasureSum(string Code, decimal Sum);
}
