using Guanlian.Catalogue.Formats.Writing;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>An answer written piece by piece.</summary>
internal sealed class StreamedAnswer(string contentType, Func<StreamedBody, Task> write) : IResult
{
    /// <summary>Under this name it is saved; null to be shown.</summary>
    public string? FileName { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = contentType;
        if (FileName is not null)
        {
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        }

        await using var body = new StreamedBody(httpContext.Response.Body);
        await write(body);
        await body.SendAsync(httpContext.RequestAborted, all: true);
    }
}
