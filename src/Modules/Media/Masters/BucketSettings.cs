using Guanlian.Platform.Commands;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Media.Masters;

/// <summary>The S3-compatible bucket that the operator named for masters (docs/masters.md). Half of a setting stops the program; none means the folder.</summary>
/// <remarks>No record: what prints itself would print the secret.</remarks>
internal sealed class BucketSettings
{
    private const string EndpointKey = "Masters:Endpoint", BucketKey = "Masters:Bucket", AccessKeyKey = "Masters:AccessKey", SecretKeyKey = "Masters:SecretKey";

    private static readonly string[] Needed = [EndpointKey, BucketKey, AccessKeyKey, SecretKeyKey];

    public required Uri Endpoint { get; init; }

    public required string Bucket { get; init; }

    public required string AccessKey { get; init; }

    public required string SecretKey { get; init; }

    /// <summary>What the signature names; stores of one's own mostly do not mind.</summary>
    public required string Region { get; init; }

    /// <summary>The bucket is the first part of the path, not of the host's name.</summary>
    public required bool PathStyle { get; init; }

    /// <summary>In front of every name: empty, or with a slash at its end.</summary>
    public required string Prefix { get; init; }

    /// <returns>Null where nothing is set.</returns>
    /// <exception cref="CommandRefusedException">Where something is missing: masters must not go to two places.</exception>
    public static BucketSettings? Of(IConfiguration settings)
    {
        var missing = Needed.Where(key => string.IsNullOrWhiteSpace(settings[key])).ToList();
        if (missing.Count == Needed.Length)
        {
            return null;
        }

        if (missing.Count > 0)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "media.bucket.incomplete", ("missing", string.Join(", ", missing)));
        }

        if (!Uri.TryCreate(settings[EndpointKey]!.Trim(), UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.PathAndQuery != "/")
        {
            throw new CommandRefusedException(ExitCodes.Environment, "media.bucket.no-address", ("setting", EndpointKey));
        }

        var prefix = (settings["Masters:Prefix"] ?? "masters").Trim().Trim('/');
        return new()
        {
            Endpoint = endpoint,
            Bucket = settings[BucketKey]!.Trim(),
            AccessKey = settings[AccessKeyKey]!.Trim(),
            SecretKey = settings[SecretKeyKey]!.Trim(),
            Region = settings["Masters:Region"]?.Trim() is { Length: > 0 } region ? region : "us-east-1",
            PathStyle = !string.Equals(settings["Masters:PathStyle"]?.Trim(), "false", StringComparison.OrdinalIgnoreCase),
            Prefix = prefix.Length == 0 ? "" : prefix + "/",
        };
    }
}
