using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Resources.Handovers;

/// <summary>点交单: a signed list as PDF, with its code on every sheet and places for both signatures.</summary>
internal static class PrintHandover
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/handovers/{id:guid}/{stage}.pdf", async (
        Guid id, string stage, SeeHandover.Handler see, Wording words, IConfiguration settings, HttpRequest request, CancellationToken ct) =>
    {
        var seen = await see.HandleAsync(id, ct);
        if (seen.Refused || CodeWords.Read<Stage>(stage) is not { } at || seen.Value.Sheet(at) is not { } sheet)
        {
            return ((Outcome<Done>)HandoverAccess.Missing).ToHttp();
        }

        var address = new Uri(PublicBase.Of(settings, request), $"{(Wording.InChinese ? "" : "en/")}handovers/{id}?code={PaperCode.Of(sheet.Hash)}#paper").ToString();
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return PdfAnswer.Of(
            words[$"resources.handover.paper.file.{CodeWords.Write(at)}", ("number", HandoverNumbers.Of(seen.Value.Record.Number))],
            font => new HandoverPaper(font, words, sheet, [.. seen.Value.Signatures], address).Draw());
    }).RequireAuthorization(ResourcePermissions.Read);
}
