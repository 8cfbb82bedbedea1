using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Platform.Http;

/// <summary>
/// The name under which the installation is known outside: what is given out must stay the same whoever asks and through whatever door.
/// The operator sets <c>PublicAddress</c>; without it, the address that was asked for serves.
/// </summary>
public static class PublicBase
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "PublicAddress";

    /// <summary>With a slash at the end.</summary>
    public static Uri Of(IConfiguration settings, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(request);
        return Uri.TryCreate(settings[Setting], UriKind.Absolute, out var set)
            ? set.AbsoluteUri.EndsWith('/') ? set : new Uri(set.AbsoluteUri + "/")
            : new Uri($"{request.Scheme}://{request.Host}/");
    }
}
