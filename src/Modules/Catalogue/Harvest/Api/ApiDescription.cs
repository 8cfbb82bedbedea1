using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>The OpenAPI description of the API, made from the code; its approved state lies in <c>tests/Shape/approved/openapi.json</c>.</summary>
internal static class ApiDescription
{
    public const string Name = "v1";

    public static void Shape(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = described => described.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Guanlian 馆联",
                Version = "1",
                Description = "The union catalogue for programs. Whoever signs in sees what his mandate opens; everybody else what is public. "
                    + "Errors are problem details (RFC 9457) with a code. See docs/formats/api.md.",
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi("/api/openapi.json").AllowAnonymous();
}
