using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Cooperation.Certificates;

/// <summary>A certificate by its check code, to whoever holds it: what it says, whether it holds, and the paper itself.</summary>
internal static class SeeCertificate
{
    internal sealed record Checked(CertificateRecord Certificate, CertificateText Text, bool Holds);

    internal sealed class Handler(CooperationDb db)
    {
        public async Task<Outcome<Checked>> HandleAsync(string code, CancellationToken ct) =>
            await db.Set<CertificateRecord>().AsNoTracking().SingleOrDefaultAsync(c => c.CheckCode == code, ct) is { } found
                ? new Checked(found, CanonicalJson.Read<CertificateText>(found.Body), CanonicalJson.Hash(found.Body) == found.Hash)
                : new Refusal.Missing("cooperation.certificate.missing");
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/certificates/{code}.pdf", async (
        string code, Handler see, Wording words, IConfiguration settings, HttpRequest request, CancellationToken ct) =>
    {
        var seen = await see.HandleAsync(code, ct);
        if (seen.Refused || seen.Value is { Holds: false } or { Certificate.RevokedAt: not null })
        {
            return ((Outcome<Done>)new Refusal.Missing("cooperation.certificate.missing")).ToHttp();
        }

        var (certificate, text, _) = seen.Value;
        var check = new Uri(PublicBase.Of(settings, request), $"{(text.Language == Wording.English ? "en/" : "")}certificates/{certificate.CheckCode}").ToString();
        request.HttpContext.Response.Headers.CacheControl = "private, no-store";
        return PdfAnswer.Of($"{text.Number} {text.Name}", font => Draw(font, words, certificate, text, check));
    }).AllowAnonymous();

    private static PdfFile Draw(CjkFont font, Wording words, CertificateRecord certificate, CertificateText text, string check)
    {
        var paper = new FlowingPaper(font);
        var (width, height) = PdfFile.Upright;
        foreach (var inset in new[] { 36.0, 42.0 })
        {
            paper.File.Line(inset, inset, width - inset, inset, red: true);
            paper.File.Line(inset, height - 92, width - inset, height - 92, red: true);
            paper.File.Line(inset, inset, inset, height - 92, red: true);
            paper.File.Line(width - inset, inset, width - inset, height - 92, red: true);
        }

        paper.Y = 170;
        paper.Centred(Say(text.Kind == "service" ? "service-title" : "course-title"), 30);
        paper.Centred(text.Number, 11);
        paper.Y += 50;
        paper.Centred(text.Name, 24);
        paper.Centred(text.Institution, 12);
        paper.Y += 26;
        paper.Paragraphs(text.Kind == "service"
            ? Say("service-words", ("title", text.Title), ("hours", text.Hours))
            : Say("course-words", ("title", text.Title), ("hours", text.Hours), ("skills", string.Join(text.Language == Wording.English ? ", " : "、", text.Skills))));
        if (text.Stars > 0)
        {
            paper.Paragraphs(Say("stars", ("stars", text.Stars)));
        }

        paper.Y = 600;
        var day = DateOnly.ParseExact(text.IssuedOn, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Right(text.Issuer);
        Right(Dates.Day(day, text.Language));
        PaperEdges.Draw(paper.File, font, $"{text.Number}  {Say("code", ("code", PaperCode.Of(certificate.Hash)))}", certificate.Hash, check, (_, _) => "");
        return paper.File;

        void Right(string line)
        {
            paper.File.Text(width - FlowingPaper.Margin - font.Width(line, 13), paper.Y, 13, line);
            paper.Y += 26;
        }

        string Say(string key, params (string Name, object? Value)[] holes) => Wording.Fill(words.In(text.Language, $"cooperation.certificate-paper.{key}"), holes);
    }
}
