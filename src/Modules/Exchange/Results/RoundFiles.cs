using System.IO.Compression;
using System.Text;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Rounds;
using Guanlian.Exchange.Verification;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Results;

/// <summary>A round's files as they were frozen and computed, for whoever may see the result: to check it without us.</summary>
internal static class RoundFiles
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/rounds/{code}/files/{name}", async Task<IResult> (
        string code, string name, ReadRound read, ExchangeDb db, CancellationToken ct) =>
    {
        var found = await read.ResultAsync(code, ct);
        if (found.Refused) return found.ToHttp();
        var round = found.Value.Sight.Round;
        var computation = await db.Computations.AsNoTracking().SingleAsync(c => c.Id == round.ComputationId, ct);
        var mode = round.Mode ?? PairingOfInput.ModeOf(found.Value.Book.Rules);
        var whole = PublishedRound.Write(computation.Input, computation.Result!, mode);
        var certificate = CertificateOf(found.Value.Book, mode);
        return name switch
        {
            "round.json" => Json(whole),
            "input.json" => Json(computation.Input),
            "result.json" => Json(computation.Result!),
            "certificate.json" => Json(certificate),
            "round.zip" => Zip(("round.json", whole), ("input.json", computation.Input), ("result.json", computation.Result!), ("certificate.json", certificate)),
            _ => TypedResults.NotFound(),
        };

        IResult Json(string text) => TypedResults.File(Encoding.UTF8.GetBytes(text), "application/json; charset=utf-8", $"{code}-{name}");

        IResult Zip(params (string Name, string Text)[] files)
        {
            using var packed = new MemoryStream();
            using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (entryName, text) in files)
                {
                    var entry = zip.CreateEntry(entryName);
                    // The same bytes whenever it is packed.
                    entry.LastWriteTime = new DateTimeOffset(round.OpenedAt.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
                    using var stream = entry.Open();
                    stream.Write(Encoding.UTF8.GetBytes(text));
                }
            }

            return TypedResults.File(packed.ToArray(), "application/zip", $"{code}-{name}");
        }
    }).AllowAnonymous();

    private static string CertificateOf(RoundBook book, Mode mode) => CanonicalJson.Write(new
    {
        book.InputHash,
        book.ResultHash,
        Mode = Computing.Kebab(mode),
        book.Result.Modes[mode].Levels,
        book.Result.Modes[mode].Pairs,
        book.Result.Modes[mode].Certificate,
    });
}
