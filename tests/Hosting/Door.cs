using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;

namespace Guanlian.Hosting;

/// <summary>One way into the program: a page or an endpoint, and who may come in. Found from the program itself, never from a list.</summary>
/// <param name="Methods">HTTP methods; a page answers GET, and POST for its forms.</param>
/// <param name="Pattern">The route.</param>
/// <param name="Policies">Names of its policies; empty where signing in is enough, or it is open.</param>
/// <param name="Open">It says that visitors may come in.</param>
/// <param name="Stated">It says anything at all about who may come in.</param>
/// <param name="Page">It is a page.</param>
public sealed record Door(IReadOnlyList<string> Methods, RoutePattern Pattern, IReadOnlyList<string> Policies, bool Open, bool Stated, bool Page)
{
    /// <summary>Every door of the program but its own files.</summary>
    public static IReadOnlyList<Door> All(WebApplication app) => All(((IEndpointRouteBuilder)app).DataSources);

    /// <summary>The same, of a running program.</summary>
    public static IReadOnlyList<Door> All(IEnumerable<EndpointDataSource> sources) =>
        [.. sources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !IsTheFramework(e))
            .Select(Of).DistinctBy(d => d.ToString()).OrderBy(d => d.ToString(), StringComparer.Ordinal)];

    /// <summary>Its address with the parameters filled in.</summary>
    /// <param name="value">The value of a parameter, by its name and constraint (guid, int, or empty).</param>
    public string Address(Func<string, string, string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return string.Join('/', Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => Uri.EscapeDataString(value(
                parameter.Name, parameter.ParameterPolicies.Select(p => p.Content).FirstOrDefault(c => c is "guid" or "int" or "long") ?? "")),
            _ => "",
        }))));
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"{string.Join(',', Methods),-10} /{Pattern.RawText!.TrimStart('/')}  {(Open ? "open" : Policies.Count > 0 ? string.Join(" + ", Policies) : "signed in")}";

    private static Door Of(RouteEndpoint endpoint)
    {
        var data = endpoint.Metadata;
        var page = data.GetMetadata<ComponentTypeMetadata>() is not null;
        return new(
            page ? ["GET", "POST"] : [.. data.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]],
            endpoint.RoutePattern,
            [.. data.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().Distinct()],
            data.GetMetadata<IAllowAnonymous>() is not null,
            data.GetMetadata<IAllowAnonymous>() is not null || data.GetMetadata<IAuthorizeData>() is not null,
            page);
    }

    /// <summary>Addresses that the page framework keeps for itself; without its script nothing calls them.</summary>
    private static bool IsTheFramework(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith('_')
        || endpoint.RoutePattern.RawText.Contains("{*", StringComparison.Ordinal);
}
