using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Finding;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Agreements.Sealing;

/// <summary>The paper to print, stamp and scan: a text as PDF with its number, its code on every sheet, and where each seal belongs.</summary>
internal static class PrintAgreement
{
    // The font takes some tens of megabytes while it is read.
    private static readonly Lock OneAtATime = new();

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
        var file = new MemoryStream();
        lock (OneAtATime)
        {
            if (CjkFont.Find() is not { } font)
            {
                return ((Outcome<Done>)new Refusal.Invalid("agreements.no-font")).ToHttp();
            }

            new AgreementPaper(font, words, sheet).Draw().Save(file);
        }

        file.Position = 0;
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return Results.File(file, "application/pdf", TableDownload.FileName($"{AgreementNumbers.Of(record.Number)} {text.Title}") + ".pdf");
    }).RequireAuthorization(AgreementPermissions.Read);
}
