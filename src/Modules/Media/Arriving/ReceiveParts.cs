using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Guanlian.Media.Access;
using Guanlian.Media.Masters;
using Guanlian.Media.Working;
using Guanlian.Platform.Access;
using Guanlian.Platform.Http;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Media.Arriving;

/// <summary>
/// A large file comes in parts, so that a dropped line costs one part: the sender asks how much is here, sends the next part, and asks
/// again. What is here is the length of a file on the disk; the last part makes it an image.
/// </summary>
internal static class ReceiveParts
{
    /// <summary>Bytes of a part, at most.</summary>
    private const int Most = 9 << 20;

    private const string Pattern = "/collections/{code}/images/upload";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Pattern, async (HttpContext http, IAntiforgery guard, Handler handler, [AsParameters] Sent sent, CancellationToken ct) =>
            await Guarded(http, guard) ?? (await handler.BeginAsync(sent, ct)).ToHttp()).RequireAuthorization(MediaPermissions.Keep).ExcludeFromDescription();
        routes.MapPut(Pattern, async (HttpContext http, IAntiforgery guard, Handler handler, [AsParameters] Sent sent, long at, CancellationToken ct) =>
            await Guarded(http, guard) ?? (await handler.GoOnAsync(sent, at, http.Request.Body, ct)).ToHttp())
            .RequireAuthorization(MediaPermissions.Keep).WithMetadata(new PartSize()).ExcludeFromDescription();
    }

    private static async Task<IResult?> Guarded(HttpContext http, IAntiforgery guard) =>
        await guard.IsRequestValidAsync(http) ? null : Results.BadRequest();

    /// <param name="Code">Whose.</param>
    /// <param name="Upload">With which others.</param>
    /// <param name="Name">Of the file.</param>
    /// <param name="Size">Of the whole file.</param>
    /// <param name="Changed">When it was changed last, on the sender's side: tells it from another of the same name and size.</param>
    /// <param name="Object">The object that it shows.</param>
    internal sealed record Sent(string Code, Guid Upload, string Name, long Size, long Changed, int? Object);

    /// <param name="Got">Bytes that are here.</param>
    /// <param name="Image">Once all are: the image.</param>
    /// <param name="Twice">It was here already.</param>
    /// <param name="Number">Of the object that it was matched to.</param>
    internal sealed record Here(long Got, Guid? Image = null, bool Twice = false, string? Number = null);

    internal sealed class Handler(ImageAccess access, CurrentActor current, ReceiveImage.Handler receive, IncomingParts parts)
    {
        public async Task<Outcome<Here>> BeginAsync(Sent sent, CancellationToken ct)
        {
            var allowed = await access.KeptAsync(sent.Code, ct);
            return allowed.Refused ? allowed.Refusal
                : sent.Size > WorkLimits.FileBytes ? new Refusal.Invalid("media.file.too-large").With(("file", sent.Name))
                : sent.Size <= 0 ? new Refusal.Invalid("media.file.empty").With(("file", sent.Name))
                : new Here(parts.LengthOf(KeyOf(sent)));
        }

        public async Task<Outcome<Here>> GoOnAsync(Sent sent, long at, Stream part, CancellationToken ct)
        {
            var begun = await BeginAsync(sent, ct);
            if (begun.Refused)
            {
                return begun;
            }

            long got;
            try
            {
                got = await parts.AppendAsync(KeyOf(sent), at, sent.Size, part, ct);
            }
            catch (IOException e) when ((e.HResult & 0xffff) == NoRoom.Error)
            {
                return new Refusal.Invalid("media.store.full").With(("file", sent.Name));
            }

            if (got < sent.Size)
            {
                return new Here(got);
            }

            await using (var whole = parts.Open(KeyOf(sent)))
            {
                var image = await receive.HandleAsync(new(sent.Code, sent.Upload, sent.Name, whole) { Serial = sent.Object }, ct);
                if (!image.Refused || !StoreTrouble.Said(image.Refusal.Code))
                {
                    parts.Drop(KeyOf(sent)); // what only the store could not take need not be sent again
                }

                return image.Refused ? image.Refusal : new Here(got, image.Value.ImageId, image.Value.Twice, image.Value.ObjectNumber);
            }
        }

        // Nobody but the sender finds what he began.
        private string KeyOf(Sent sent) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{current.Value.PersonId}\n{sent.Code}\n{sent.Name}\n{sent.Size}\n{sent.Changed}\n{sent.Object}"))));
    }

    private sealed class PartSize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => Most;
    }
}

/// <summary>Files that are not here in whole yet; whoever does not come back within two days begins anew.</summary>
internal sealed class IncomingParts(FileHome home, TimeProvider clock) : IRegularWork
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    public string Name => "media.forget-parts";

    public TimeSpan Every => TimeSpan.FromHours(6);

    private string Folder => Path.Combine(home.Folder, "incoming");

    public long LengthOf(string key) => new FileInfo(PathOf(key)) is { Exists: true } file ? file.Length : 0;

    /// <returns>How much is here now; a part that does not begin there is not taken.</returns>
    public async Task<long> AppendAsync(string key, long at, long size, Stream part, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        FileStream file;
        try
        {
            file = new(PathOf(key), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (IOException e) when ((e.HResult & 0xffff) != NoRoom.Error)
        {
            return LengthOf(key); // the same file is being sent by another window
        }

        await using (file)
        {
            if (file.Length != at)
            {
                return file.Length;
            }

            file.Position = at;
            try
            {
                await part.CopyToAsync(file, ct);
            }
            catch (Exception e) when (e is OperationCanceledException || (e is IOException && (e.HResult & 0xffff) != NoRoom.Error))
            {
                // The line broke: what came is kept, and the sender asks how much it was.
            }

            if (file.Length > size)
            {
                file.SetLength(0);
            }

            await file.FlushAsync(CancellationToken.None);
            return file.Length;
        }
    }

    public FileStream Open(string key) => new(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Delete, 1 << 16, FileOptions.Asynchronous);

    public void Drop(string key) => File.Delete(PathOf(key));

    public Task RunAsync(CancellationToken ct)
    {
        foreach (var file in home.Exists && Directory.Exists(Folder) ? new DirectoryInfo(Folder).GetFiles() : [])
        {
            if (clock.GetUtcNow() - file.LastWriteTimeUtc > KeptFor)
            {
                file.Delete();
            }
        }

        return Task.CompletedTask;
    }

    private string PathOf(string key) => Path.Combine(Folder, key);
}
