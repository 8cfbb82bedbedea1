using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Guanlian.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Guanlian.Media.Masters;

/// <summary>
/// The few calls that we make of an S3-compatible bucket. Each ends in an answer or in an <see cref="IOException"/> that says what hinders
/// it; "there is no such object" is believed only where the store says it in its own words.
/// </summary>
internal sealed class Bucket : IDisposable
{
    /// <summary>Larger files go in parts; 10,000 are allowed, and 4 GB are 256.</summary>
    public const int Part = 16 << 20;

    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(10), ToAnswer = TimeSpan.FromMinutes(5), ToSaySomething = TimeSpan.FromMinutes(1), ToAbandon = TimeSpan.FromSeconds(20);

    private readonly string name;
    private readonly ILogger log;
    private readonly AmazonS3Client client;

    public Bucket(BucketSettings settings, ILogger log)
    {
        (name, this.log) = (settings.Bucket, log);
        client = new(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
        {
            ServiceURL = settings.Endpoint.ToString(),
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.PathStyle,
            IgnoreConfiguredEndpointUrls = true,
            MaxErrorRetry = 2,
            ConnectTimeout = ToConnect,

            // Checksums of the newer kind are not understood everywhere; the SHA-256 that the signature covers is.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    /// <summary>Sends a file. The name shows all of it or what it showed before.</summary>
    public async Task PutAsync(string key, string path, CancellationToken ct)
    {
        var length = new FileInfo(path).Length;
        if (length > Part)
        {
            await PutInPartsAsync(key, path, length, ct);
            return;
        }

        // Unchunked and signed, so that the store compares the body's SHA-256 with the one that was sent along.
        var request = new PutObjectRequest { BucketName = name, Key = key, FilePath = path, ContentType = "application/octet-stream", UseChunkEncoding = false, DisablePayloadSigning = false };
        await AskAsync(stop => client.PutObjectAsync(request, stop), ct);
    }

    /// <param name="key">Of the object.</param>
    /// <param name="from">First byte.</param>
    /// <param name="to">Last byte.</param>
    /// <param name="etag">Of which state; null takes any.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The stretch; null where there is no such object.</returns>
    public async Task<GetObjectResponse?> GetAsync(string key, long from, long to, string? etag, CancellationToken ct)
    {
        var request = new GetObjectRequest { BucketName = name, Key = key, ByteRange = new(from, to), EtagToMatch = etag };
        GetObjectResponse answer;
        try
        {
            answer = await AskAsync(stop => client.GetObjectAsync(request, stop), ct);
        }
        catch (StoreAwayException e) when (e.InnerException is AmazonS3Exception { ErrorCode: "NoSuchKey" })
        {
            return null;
        }

        if (answer.HttpStatusCode == HttpStatusCode.PartialContent)
        {
            return answer;
        }

        answer.Dispose();
        throw Away("it does not send stretches");
    }

    /// <summary>Reads on in an answer; a line that says nothing for long is broken.</summary>
    public async ValueTask<int> ReadAsync(GetObjectResponse answer, Memory<byte> into, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ToSaySomething);
        try
        {
            return await answer.ResponseStream.ReadAsync(into, patience.Token);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            throw Told(e);
        }
    }

    /// <summary>Gives up uploads in parts that were begun before then.</summary>
    public async Task AbandonAsync(string prefix, Func<string, bool> ours, DateTimeOffset before, CancellationToken ct)
    {
        var request = new ListMultipartUploadsRequest { BucketName = name, Prefix = prefix };
        for (var more = true; more;)
        {
            var answer = await AskAsync(stop => client.ListMultipartUploadsAsync(request, stop), ct);
            foreach (var begun in answer.MultipartUploads ?? [])
            {
                if (ours(begun.Key) && begun.Initiated is { } at && at.ToUniversalTime() < before.UtcDateTime)
                {
                    await AskAsync(stop => client.AbortMultipartUploadAsync(new() { BucketName = name, Key = begun.Key, UploadId = begun.UploadId }, stop), ct);
                }
            }

            more = answer.IsTruncated == true;
            (request.KeyMarker, request.UploadIdMarker) = (answer.NextKeyMarker, answer.NextUploadIdMarker);
        }
    }

    /// <summary>A trouble that is told and written down.</summary>
    public StoreAwayException Away(string detail, Exception? inner = null)
    {
        log.LogWarning("the bucket of masters did not answer as it should: {Detail}", detail);
        return new("media.store.away", detail, inner);
    }

    public void Dispose() => client.Dispose();

    private async Task PutInPartsAsync(string key, string path, long length, CancellationToken ct)
    {
        var begun = await AskAsync(stop => client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = name, Key = key, ContentType = "application/octet-stream" }, stop), ct);
        try
        {
            var sent = new List<PartETag>();
            for (long at = 0; at < length; at += Part)
            {
                var part = new UploadPartRequest
                {
                    BucketName = name,
                    Key = key,
                    UploadId = begun.UploadId,
                    PartNumber = sent.Count + 1,
                    FilePath = path,
                    FilePosition = at,
                    PartSize = Math.Min(Part, length - at),
                    UseChunkEncoding = false,
                    DisablePayloadSigning = false,
                };
                sent.Add(new(sent.Count + 1, (await AskAsync(stop => client.UploadPartAsync(part, stop), ct)).ETag));
            }

            await AskAsync(stop => client.CompleteMultipartUploadAsync(new() { BucketName = name, Key = key, UploadId = begun.UploadId, PartETags = sent }, stop), ct);
        }
        catch
        {
            await GiveUpAsync(key, begun.UploadId);
            throw;
        }
    }

    /// <summary>What came of a half upload is of no use to anybody and is paid for; where it cannot be given up now it will be later.</summary>
    private async Task GiveUpAsync(string key, string upload)
    {
        using var patience = new CancellationTokenSource(ToAbandon);
        try
        {
            await AskAsync(stop => client.AbortMultipartUploadAsync(new() { BucketName = name, Key = key, UploadId = upload }, stop), patience.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            log.LogWarning("an upload of {Key} could not be given up and will be within days", key);
        }
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ToAnswer);
        try
        {
            return await call(patience.Token);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            throw e is AmazonS3Exception { ErrorCode: "NoSuchKey" } ? new StoreAwayException("media.store.away", "NoSuchKey", e) : Told(e);
        }
    }

    private IOException Told(Exception e)
    {
        if (e is not AmazonServiceException { ErrorCode: { Length: > 0 } code } said || said.StatusCode == 0)
        {
            return Away($"{e.GetBaseException().GetType().Name}: {e.GetBaseException().Message}", e);
        }

        var detail = $"{(int)said.StatusCode} {code}: {said.Message}";
        switch (code)
        {
            case "NoSuchBucket":
                log.LogError("the bucket of masters is not there: {Detail}", detail);
                return new StoreAwayException("media.store.no-bucket", detail, e);
            case "QuotaExceeded" or "XMinioStorageFull" or "InsufficientStorage":
            case var _ when said.StatusCode == HttpStatusCode.InsufficientStorage:
                log.LogError("the bucket of masters is full: {Detail}", detail);
                return new IOException(detail, NoRoom.Error);
            case "AuthorizationHeaderMalformed" or "PermanentRedirect" or "InvalidAccessKeyId" or "SignatureDoesNotMatch":
            case var _ when said.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized:
                log.LogError("the bucket of masters refuses us: {Detail}", detail);
                return new StoreAwayException("media.store.refused", detail, e);
            default:
                return Away(detail, e);
        }
    }
}
