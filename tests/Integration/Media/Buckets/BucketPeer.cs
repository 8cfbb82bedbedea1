using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guanlian.Integration.Media.Buckets;

/// <summary>
/// An S3-compatible store of the tests' own, written from the published protocol. It knows one bucket and one key, holds every request
/// against its signature and its hash, and fails when it is told to.
/// </summary>
internal sealed class BucketPeer : IAsyncDisposable
{
    public const string Bucket = "example-masters", Region = "example-1", AccessKey = "EXAMPLEACCESSKEY", Secret = "example+secret/with=signs";

    private const int SmallestPart = 5 << 20, Page = 2;
    private readonly WebApplication app;

    private BucketPeer(WebApplication app) => this.app = app;

    /// <summary>What stands under which name.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Begun and not ended.</summary>
    public ConcurrentDictionary<string, Upload> Uploads { get; } = new();

    /// <summary>What was asked and answered so far.</summary>
    public ConcurrentQueue<Asked> All { get; } = new();

    /// <summary>Takes a request over, and says whether it did.</summary>
    public Func<HttpContext, Task<bool>>? Trouble { get; set; }

    public string Address => app.Urls.First();

    /// <summary>As the operator sets it.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Masters:Endpoint"] = Address,
        ["Masters:Bucket"] = Bucket,
        ["Masters:Region"] = Region,
        ["Masters:AccessKey"] = AccessKey,
        ["Masters:SecretKey"] = Secret,
        ["Masters:Prefix"] = "alliance/masters",
    };

    public static string KeyOf(string sha256) => $"alliance/masters/{sha256[..2]}/{sha256[2..4]}/{sha256}";

    /// <param name="Key">For which name.</param>
    /// <param name="Begun">When.</param>
    internal sealed record Upload(string Key, DateTimeOffset Begun)
    {
        public ConcurrentDictionary<int, byte[]> Parts { get; } = new();
    }

    /// <param name="Method">What.</param>
    /// <param name="Target">Of what.</param>
    /// <param name="Range">Which stretch.</param>
    /// <param name="Sent">Bytes of the answer.</param>
    internal sealed record Asked(string Method, string Target, string Range, long Sent);

    public static async Task<BucketPeer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var peer = new BucketPeer(app);
        app.Run(peer.AnswerAsync);
        await app.StartAsync();
        return peer;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>The line is cut when so much of a request's body has come.</summary>
    public static async Task CutAsync(HttpContext http, int after)
    {
        var some = new byte[after];
        await http.Request.Body.ReadAtLeastAsync(some, after, throwOnEndOfStream: false);
        http.Abort();
    }

    public static async Task RefuseAsync(HttpContext http, HttpStatusCode status, string code)
    {
        http.Response.StatusCode = (int)status;
        await WriteAsync(http, new XElement("Error", new XElement("Code", code), new XElement("Message", $"told: {code}"), new XElement("RequestId", "1")));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (Trouble is { } trouble && await trouble(http))
        {
            return;
        }

        using var came = new MemoryStream();
        await http.Request.Body.CopyToAsync(came);
        var (body, request, path) = (came.ToArray(), http.Request, http.Request.Path.Value!.TrimStart('/').Split('/', 2));
        if (PeerSignature.Wrong(request, body) is { } wrong)
        {
            await RefuseAsync(http, wrong == "XAmzContentSHA256Mismatch" ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden, wrong);
        }
        else if (path[0] != Bucket)
        {
            await RefuseAsync(http, HttpStatusCode.NotFound, "NoSuchBucket");
        }
        else
        {
            await DoAsync(http, path.Length > 1 ? path[1] : "", request.Query["uploadId"].ToString(), body);
        }

        All.Enqueue(new(request.Method, request.Path + request.QueryString, request.Headers.Range.ToString(), http.Response.ContentLength ?? 0));
    }

    private Task DoAsync(HttpContext http, string key, string upload, byte[] body) => (http.Request.Method, http.Request.Query.ContainsKey("uploads"), upload.Length > 0) switch
    {
        ("GET", true, _) => ListAsync(http),
        ("POST", true, _) => BeginAsync(http, key),
        ("PUT", _, true) => TakePartAsync(http, upload, body),
        ("POST", _, true) => CompleteAsync(http, key, upload, body),
        ("DELETE", _, true) => AbandonAsync(http, upload),
        ("PUT", _, _) => TakeAsync(http, key, body),
        ("GET", _, _) => GiveAsync(http, key),
        _ => RefuseAsync(http, HttpStatusCode.NotImplemented, "NotImplemented"),
    };

    private Task TakeAsync(HttpContext http, string key, byte[] body)
    {
        Objects[key] = body;
        http.Response.Headers.ETag = TagOf(body);
        return Task.CompletedTask;
    }

    private async Task GiveAsync(HttpContext http, string key)
    {
        if (!Objects.TryGetValue(key, out var all))
        {
            await RefuseAsync(http, HttpStatusCode.NotFound, "NoSuchKey");
            return;
        }

        if (http.Request.Headers.IfMatch is [{ } tag] && tag.Trim('"') != TagOf(all).Trim('"'))
        {
            await RefuseAsync(http, HttpStatusCode.PreconditionFailed, "PreconditionFailed");
            return;
        }

        var (from, to) = (0, all.Length - 1);
        if (http.Request.Headers.Range is [{ } range])
        {
            var ends = range["bytes=".Length..].Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            (from, to) = (ends[0], Math.Min(ends[1], all.Length - 1));
            if (from >= all.Length)
            {
                await RefuseAsync(http, HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange");
                return;
            }

            http.Response.StatusCode = StatusCodes.Status206PartialContent;
            http.Response.Headers.ContentRange = $"bytes {from}-{to}/{all.Length}";
        }

        http.Response.Headers.ETag = TagOf(all);
        http.Response.ContentLength = to - from + 1;
        await http.Response.Body.WriteAsync(all.AsMemory(from, to - from + 1));
    }

    private Task BeginAsync(HttpContext http, string key)
    {
        var id = $"{Guid.CreateVersion7():N}";
        Uploads[id] = new(key, TimeProvider.System.GetUtcNow());
        return WriteAsync(http, new XElement("InitiateMultipartUploadResult", new XElement("Bucket", Bucket), new XElement("Key", key), new XElement("UploadId", id)));
    }

    private Task TakePartAsync(HttpContext http, string upload, byte[] body)
    {
        if (!Uploads.TryGetValue(upload, out var begun))
        {
            return RefuseAsync(http, HttpStatusCode.NotFound, "NoSuchUpload");
        }

        begun.Parts[int.Parse(http.Request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture)] = body;
        http.Response.Headers.ETag = TagOf(body);
        return Task.CompletedTask;
    }

    private Task CompleteAsync(HttpContext http, string key, string upload, byte[] body)
    {
        if (!Uploads.TryGetValue(upload, out var begun) || begun.Key != key)
        {
            return RefuseAsync(http, HttpStatusCode.NotFound, "NoSuchUpload");
        }

        using var text = new MemoryStream(body);
        var named = XDocument.Load(text).Descendants().Where(e => e.Name.LocalName == "Part")
            .Select(p => (Number: (int)p.Elements().Single(e => e.Name.LocalName == "PartNumber"), Tag: (string)p.Elements().Single(e => e.Name.LocalName == "ETag"))).ToList();
        if (named.Count == 0 || named.Any(p => !begun.Parts.TryGetValue(p.Number, out var part) || TagOf(part).Trim('"') != p.Tag.Trim('"')))
        {
            return RefuseAsync(http, HttpStatusCode.BadRequest, "InvalidPart");
        }

        if (!named.Select(p => p.Number).SequenceEqual(named.Select(p => p.Number).Order()))
        {
            return RefuseAsync(http, HttpStatusCode.BadRequest, "InvalidPartOrder");
        }

        if (named.SkipLast(1).Any(p => begun.Parts[p.Number].Length < SmallestPart))
        {
            return RefuseAsync(http, HttpStatusCode.BadRequest, "EntityTooSmall");
        }

        Objects[key] = [.. named.SelectMany(p => begun.Parts[p.Number])];
        Uploads.TryRemove(upload, out _);
        return WriteAsync(http, new XElement("CompleteMultipartUploadResult", new XElement("Bucket", Bucket), new XElement("Key", key), new XElement("ETag", TagOf(Objects[key]))));
    }

    private Task AbandonAsync(HttpContext http, string upload)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Uploads.TryRemove(upload, out _) ? Task.CompletedTask : RefuseAsync(http, HttpStatusCode.NotFound, "NoSuchUpload");
    }

    private Task ListAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var all = Uploads.Where(u => u.Value.Key.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal)).OrderBy(u => u.Value.Key, StringComparer.Ordinal).ThenBy(u => u.Key, StringComparer.Ordinal)
            .Where(u => string.CompareOrdinal(u.Value.Key + u.Key, query["key-marker"].ToString() + query["upload-id-marker"]) > 0).ToList();
        var page = all.Take(Page).ToList();
        return WriteAsync(http, new XElement("ListMultipartUploadsResult", new XElement("Bucket", Bucket), new XElement("IsTruncated", all.Count > Page ? "true" : "false"),
            page.Count == 0 ? null : new XElement("NextKeyMarker", page[^1].Value.Key), page.Count == 0 ? null : new XElement("NextUploadIdMarker", page[^1].Key),
            page.Select(u => new XElement("Upload", new XElement("Key", u.Value.Key), new XElement("UploadId", u.Key), new XElement("Initiated", u.Value.Begun.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))))));
    }

    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";

    private static async Task WriteAsync(HttpContext http, XElement answer)
    {
        http.Response.ContentType = "application/xml";
        await http.Response.WriteAsync(answer.ToString());
    }
}
