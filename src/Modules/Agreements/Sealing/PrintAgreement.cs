using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Finding;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Agreements.Sealing;

/// <summary>The paper to print, stamp and scan: a text as PDF with its number, its code on every sheet, and where each seal belongs.</summary>
internal static class PrintAgreement
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/agreements/{id:guid}/texts/{number:int}.pdf", async (
        Guid id, int number, SeeAgreement.Handler see, Wording words, IConfiguration settings, HttpRequest request, CancellationToken ct) =>
    {
        var seen = await see.HandleAsync(id, ct);
        if (seen.Refused || seen.Value.Texts.FirstOrDefault(t => t.Number == number) is not { } row)
        {
            return ((Outcome<Done>)AgreementAccess.Missing).ToHttp();
        }

        var record = seen.Value.Record;
        var text = Loading.Read(row);
        var sheet = new AgreementPaper.Sheet(
            record, row, text, new Uri(PublicBase.Of(settings, request), $"{(text.Language == Wording.English ? "en/" : "")}agreements/check/{record.CheckCode}/{row.Number}").ToString());
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return PdfAnswer.Of($"{AgreementNumbers.Of(record.Number)} {text.Title}", font => new AgreementPaper(font, words, sheet).Draw());
    }).RequireAuthorization(AgreementPermissions.Read);
}
