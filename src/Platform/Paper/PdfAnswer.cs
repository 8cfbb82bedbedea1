using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Platform.Paper;

/// <summary>A paper drawn for one request. Where the machine has no Chinese font it is refused with the remedy.</summary>
public static class PdfAnswer
{
    // The font takes some tens of megabytes while it is read.
    private static readonly Lock OneAtATime = new();

    /// <param name="name">Of the file, without its ending.</param>
    /// <param name="draw">Draws it in the font of this machine.</param>
    public static IResult Of(string name, Func<CjkFont, PdfFile> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var file = new MemoryStream();
        lock (OneAtATime)
        {
            if (CjkFont.Find() is not { } font)
            {
                return ((Outcome<Done>)new Refusal.Invalid("platform.paper.no-font")).ToHttp();
            }

            draw(font).Save(file);
        }

        file.Position = 0;
        return Results.File(file, "application/pdf", TableDownload.FileName(name) + ".pdf");
    }
}
