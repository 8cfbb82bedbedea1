using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Guanlian.Integration.Media.Buckets;

/// <summary>AWS Signature Version 4 as its description says it, computed anew for each request and compared.</summary>
internal static class PeerSignature
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <returns>The store's word for what is wrong; null where all is right.</returns>
    public static string? Wrong(HttpRequest request, byte[] body)
    {
        var (said, when, hash) = (request.Headers.Authorization.ToString(), request.Headers["x-amz-date"].ToString(), request.Headers["x-amz-content-sha256"].ToString());
        if (!said.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal) || !DateTimeOffset.TryParseExact(when, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return "AccessDenied";
        }

        if ((TimeProvider.System.GetUtcNow() - at).Duration() > Skew)
        {
            return "RequestTimeTooSkewed";
        }

        var named = said["AWS4-HMAC-SHA256 ".Length..].Split(',').Select(p => p.Trim().Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var scope = $"{when[..8]}/{BucketPeer.Region}/s3/aws4_request";
        if (named["Credential"].Split('/')[0] != BucketPeer.AccessKey)
        {
            return "InvalidAccessKeyId";
        }

        if (named["Credential"] != $"{BucketPeer.AccessKey}/{scope}")
        {
            return "AuthorizationHeaderMalformed";
        }

        // A body must be covered: neither unsigned nor in signed chunks.
        if (hash != Hex(SHA256.HashData(body)))
        {
            return "XAmzContentSHA256Mismatch";
        }

        var signed = named["SignedHeaders"].Split(';');
        if (!signed.Contains("host") || request.Headers.Keys.Any(h => h.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !signed.Contains(h.ToLowerInvariant(), StringComparer.Ordinal)))
        {
            return "AccessDenied";
        }

        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var canonical = string.Join('\n',
            request.Method,
            string.Join('/', target[0].Split('/').Select(Anew)),
            target.Length == 1 ? "" : string.Join('&', target[1].Split('&').Select(p => p.Split('=', 2)).Select(p => $"{Anew(p[0])}={(p.Length == 1 ? "" : Anew(p[1]))}").Order(StringComparer.Ordinal)),
            string.Concat(signed.Select(h => $"{h}:{string.Join(',', request.Headers[h].Select(v => v!.Trim()))}\n")),
            named["SignedHeaders"],
            hash);
        var key = new[] { when[..8], BucketPeer.Region, "s3", "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + BucketPeer.Secret), Mac);
        return Hex(Mac(key, $"AWS4-HMAC-SHA256\n{when}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}")) == named["Signature"] ? null : "SignatureDoesNotMatch";
    }

    private static string Anew(string part) => Uri.EscapeDataString(Uri.UnescapeDataString(part));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
