using Guanlian.Catalogue.Formats.Writing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Net.Http.Headers;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>Which format a request accepts before a page.</summary>
internal static class AcceptedFormat
{
    /// <summary>Null where a page is wanted, or whatever there is.</summary>
    public static RecordFormat? Of(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return null;
        }

        foreach (var type in accepted.OrderByDescending(a => a.Quality ?? 1))
        {
            switch (type.MediaType.Value?.ToLowerInvariant())
            {
                case "text/html" or "application/xhtml+xml" or "*/*" or "text/*":
                    return null;
                case "application/json":
                    return RecordFormat.Find("object.json");
                case "application/ld+json":
                    var profile = type.Parameters.FirstOrDefault(p => p.Name == "profile")?.Value.Value ?? "";
                    return RecordFormat.Find(profile.Contains("linked.art", StringComparison.Ordinal) ? "linked-art.json" : "schema.json");
                case "application/rdf+xml":
                    return RecordFormat.Find("edm.xml");
                case "application/marcxml+xml":
                    return RecordFormat.Find("marc.xml");
                case "application/xml" or "text/xml" or "application/lido+xml":
                    return RecordFormat.Find("lido.xml");
            }
        }

        return null;
    }
}

/// <summary>Marks the endpoint that shares its address with a page.</summary>
internal sealed class ByAcceptedFormat;

/// <summary>Chooses between a page and its record in another format, by what the request accepts.</summary>
internal sealed class AcceptedFormatPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(e => e.Metadata.GetMetadata<ByAcceptedFormat>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var wanted = AcceptedFormat.Of(httpContext.Request) is not null;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i))
            {
                candidates.SetValidity(i, (candidates[i].Endpoint.Metadata.GetMetadata<ByAcceptedFormat>() is not null) == wanted);
            }
        }

        return Task.CompletedTask;
    }
}
