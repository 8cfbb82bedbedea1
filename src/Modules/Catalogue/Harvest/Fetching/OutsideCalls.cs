using System.Net;
using System.Net.Sockets;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Catalogue.Harvest.Fetching;

/// <summary>
/// The one place from which the catalogue calls another system. Every address, those of redirects too, is held against
/// <see cref="AllowedHosts"/>, and once more its number when the connection is made.
/// </summary>
internal sealed class OutsideCalls : IDisposable
{
    private const int MostRedirects = 5;
    private const int MostTries = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly AllowedHosts allowed;
    private readonly TimeProvider clock;
    private readonly HttpClient client;

    public OutsideCalls(AllowedHosts allowed, TimeProvider clock)
    {
        (this.allowed, this.clock) = (allowed, clock);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = TimeSpan.FromMinutes(10),
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Guanlian/0.1 (OAI-PMH harvester)");
    }

    public void Dispose() => client.Dispose();

    /// <summary>Asks, waits where the other side says "later", and gives what it answers to <paramref name="read"/>.</summary>
    public async Task<Outcome<T>> GetAsync<T>(Uri address, Func<Stream, Task<Outcome<T>>> read, CancellationToken ct)
    {
        for (int redirects = 0, tries = 1; ;)
        {
            if (!allowed.Allows(address))
            {
                return new Refusal.Denied(allowed.None ? "catalogue.harvest.no-host-allowed" : "catalogue.harvest.host-not-allowed")
                {
                    Holes = [("host", address.IsAbsoluteUri ? address.Authority : "")],
                };
            }

            try
            {
                using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
                if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location)
                {
                    address = new Uri(address, location);
                    if (++redirects > MostRedirects)
                    {
                        return Failed("catalogue.harvest.too-many-redirects", address, MostRedirects);
                    }

                    continue;
                }

                if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && tries++ < MostTries)
                {
                    var wait = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(10);
                    await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, ct);
                    continue;
                }

                if (!answer.IsSuccessStatusCode)
                {
                    return Failed("catalogue.harvest.status", address, (int)answer.StatusCode);
                }

                await using var body = await answer.Content.ReadAsStreamAsync(ct);
                return await read(body);
            }
            catch (Exception e) when (e is HttpRequestException { InnerException: NotAllowedException })
            {
                return Failed("catalogue.harvest.inside-address", address, 0);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
            {
                if (tries++ >= MostTries)
                {
                    return Failed("catalogue.harvest.unreachable", address, 0);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(400 * tries), ct);
            }
        }
    }

    private static Refusal Failed(string code, Uri address, int number) => new Refusal.Invalid(code).With(("host", address.Authority), ("number", number));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] numbers = IPAddress.TryParse(host, out var number) ? [number] : await Dns.GetHostAddressesAsync(host, ct);
        var target = numbers.FirstOrDefault(n => allowed.Allows(host, n)) ?? throw new NotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The name leads to an address that it may not lead to.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Caught in this class.")]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Caught in this class.")]
    private sealed class NotAllowedException : IOException;
}
