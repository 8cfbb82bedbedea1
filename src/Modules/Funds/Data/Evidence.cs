using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Funds.Data;

/// <summary>Files that prove something, as they are taken in.</summary>
internal static class Evidence
{
    /// <summary>A few scanned pages.</summary>
    public const int Largest = 5 * 1024 * 1024;

    public const int MostFiles = 5;

    /// <summary>What was chosen in a form, one file more than is taken at most.</summary>
    public static async Task<IReadOnlyList<SentFile>> ReadAsync(HttpContext http, string field)
    {
        var files = new List<SentFile>();
        foreach (var chosen in http.Request.Form.Files.GetFiles(field).Take(MostFiles + 1))
        {
            if (await SentFile.ReadAsync(chosen, Largest, http.RequestAborted) is { } file)
            {
                files.Add(file);
            }
        }

        return files;
    }

    /// <summary>Why these files are not taken.</summary>
    public static Refusal? Check(IReadOnlyList<SentFile> files, string field, bool required = true) =>
        files.Count == 0 ? required ? new Refusal.Invalid("funds.file.missing", field) : null
        : files.Count > MostFiles ? new Refusal.Invalid("funds.file.many", field).With(("most", MostFiles))
        : files.Any(f => f.Content.Length > Largest) ? new Refusal.Invalid("funds.file.size", field).With(("most", Largest / 1024 / 1024))
        : files.Any(f => f.MediaType is null) ? new Refusal.Invalid("funds.file.kind", field)
        : null;

    public static IEnumerable<FileRow> Rows(IReadOnlyList<SentFile> files, Guid fund, Actor actor, DateTimeOffset now, Guid? application = null, Guid? donation = null, Guid? report = null, Guid? entry = null) =>
        files.Select(f => new FileRow
        {
            Id = Guid.CreateVersion7(now),
            FundId = fund,
            ApplicationId = application,
            DonationId = donation,
            ReportId = report,
            EntryId = entry,
            Name = f.SafeName,
            MediaType = f.MediaType!,
            Content = f.Content,
            Sha256 = f.Sha256,
            At = now,
            ByName = actor.Name,
        });
}
