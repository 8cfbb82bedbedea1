using Microsoft.AspNetCore.Http;

namespace Guanlian.Platform.Tables;

public enum TableFormat
{
    Xlsx,
    Csv,
}

/// <summary>A list as a file to keep, under a name people can read (RFC 5987 for the Chinese, a plain one beside it).</summary>
public sealed class TableDownload(string name, TableFormat format, params IReadOnlyList<TableSheet> sheets) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var ct = httpContext.RequestAborted;
        // Whole before the first byte goes out: a failure half-way is then an error page, not a torn file.
        var file = TableSpool.Create();
        try
        {
            await (format == TableFormat.Xlsx
                ? XlsxTableWriter.WriteAsync(file, sheets, ct)
                : CsvTableWriter.WriteAsync(file, sheets[0], ct));
            file.Position = 0;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        var (kind, ending) = format == TableFormat.Xlsx
            ? ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
            : ("text/csv; charset=utf-8", ".csv");
        httpContext.Response.Headers.XContentTypeOptions = "nosniff";
        await Results.File(file, kind, FileName(name) + ending).ExecuteAsync(httpContext);
    }

    /// <summary>A name that every system can store.</summary>
    public static string FileName(string wanted)
    {
        var name = new string(
            [.. CellText.Clean(wanted, out _).Select(c => c < ' ' || "\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '-' : c)])
                .Trim(' ', '.');
        return name.Length == 0 ? "table" : name.Length > 80 ? name[..(char.IsHighSurrogate(name[79]) ? 79 : 80)] : name;
    }
}
