using Guanlian.Cooperation.Access;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Cooperation.Opinions;

/// <summary>The opinion as an official paper: who asked, what was found, what is advised, who signed when, its code and hash on every sheet.</summary>
internal static class PrintOpinion
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/tasks/{id:guid}/opinion.pdf", async (
        Guid id, SeeOpinion.Handler see, Wording words, IConfiguration settings, HttpRequest request, CancellationToken ct) =>
    {
        var seen = await see.HandleAsync(id, ct);
        if (seen.Refused || seen.Value.Opinion is not { Body: { } body } opinion)
        {
            return ((Outcome<Done>)CooperationAccess.Missing).ToHttp();
        }

        var text = CanonicalJson.Read<OpinionText>(body);
        var check = new Uri(PublicBase.Of(settings, request), $"{(text.Language == Wording.English ? "en/" : "")}opinions/check/{opinion.CheckCode}").ToString();
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return PdfAnswer.Of($"{text.Number} {text.Title}", font => Draw(font, words, opinion, text, seen.Value.Places, check));
    }).RequireAuthorization(CooperationPermissions.Read);

    private static PdfFile Draw(CjkFont font, Wording words, OpinionRecord opinion, OpinionText text, IReadOnlyList<OpinionSignature> places, string check)
    {
        var paper = new FlowingPaper(font);
        var parts = 0;
        paper.Y += 8;
        paper.Centred(text.Paper, 22);
        paper.Centred(text.Number, 11);
        paper.Y += 10;
        paper.Paragraphs(Say("subject", ("title", text.Title)), 0);
        paper.Paragraphs(Say("for", ("names", string.Join(text.Language == Wording.English ? ", " : "、", text.For))), 0);
        Part("question", text.Question);
        Part("findings", text.Findings);
        Part("causes", text.Causes);
        Part("advice", string.Join('\n', text.Advice.Select((a, n) => $"{n + 1}. {a}")));
        paper.Heading(Say("panel"));
        foreach (var place in places)
        {
            paper.Room(46);
            var institution = text.Panel.FirstOrDefault(p => p.Party == place.PartyId)?.Institution ?? "";
            paper.File.Text(FlowingPaper.Margin, paper.Y, FlowingPaper.Size, $"{place.Name}  {place.Title}");
            paper.File.Text(FlowingPaper.Margin, paper.Y + 17, FlowingPaper.Size - 2, institution);
            paper.File.Text(FlowingPaper.Margin + 260, paper.Y, FlowingPaper.Size, place.SignedAt is { } at ? Say("signed", ("date", Day(at))) : Say("unsigned"));
            if (place.ByName is { } by && by != place.Name)
            {
                paper.File.Text(FlowingPaper.Margin + 260, paper.Y + 17, FlowingPaper.Size - 2, Say("signed-by", ("name", by)));
            }

            paper.File.Line(FlowingPaper.Margin + 256, paper.Y + 6, PdfFile.Upright.Width - FlowingPaper.Margin, paper.Y + 6);
            paper.Y += 44;
        }

        paper.Paragraphs(Say(opinion.State == OpinionState.Issued ? "issued" : "not-issued", ("date", opinion.IssuedAt is { } issued ? Day(issued) : "")), 0);
        PaperEdges.Draw(paper.File, font, $"{text.Number}  {Say("code", ("code", PaperCode.Of(opinion.Hash!)))}", opinion.Hash!, check, (page, pages) => Say("sheet", ("page", page), ("pages", pages)));
        return paper.File;

        void Part(string heading, string said)
        {
            if (said.Length > 0)
            {
                paper.Heading(text.Language == Wording.English ? $"{++parts}. {Say(heading)}" : $"{"一二三四"[parts++]}、{Say(heading)}");
                paper.Paragraphs(said);
            }
        }

        string Day(DateTimeOffset at) => Dates.Day(Dates.InChina(at), text.Language);

        string Say(string key, params (string Name, object? Value)[] holes) => Wording.Fill(words.In(text.Language, $"cooperation.opinion-paper.{key}"), holes);
    }
}

/// <summary>What stands at the foot of every sheet: number and code, the hash, the page, and the QR code that leads to the check page.</summary>
internal static class PaperEdges
{
    public static void Draw(PdfFile file, CjkFont font, string line, string hash, string check, Func<int, int, string> place)
    {
        var (width, height) = PdfFile.Upright;
        for (var page = 0; page < file.Pages; page++)
        {
            var sheet = place(page + 1, file.Pages);
            file.Text(FlowingPaper.Margin, height - 40, 8.5, line, page);
            file.Text(FlowingPaper.Margin, height - 27, 6.5, hash, page);
            file.Text(width - FlowingPaper.Margin - 52 - font.Width(sheet, 8.5), height - 40, 8.5, sheet, page);
            file.Code(width - FlowingPaper.Margin - 44, height - 66, 44, check, page);
        }
    }
}
