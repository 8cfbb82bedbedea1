using System.Diagnostics;
using System.Net.Sockets;

namespace Guanlian.ImagesBench;

/// <summary>nginx in front of IIPImage, and with plain files; both as Debian packages them, in a folder of the bench.</summary>
internal sealed class Peers : IAsyncDisposable
{
    private const int Port = 18_480, IipPort = 18_490;
    private readonly List<Process> running = [];

    public Uri Address { get; } = new($"http://127.0.0.1:{Port}/");

    /// <param name="folder">Of the bench; pyramid.tif and tiles/ lie there.</param>
    public async Task StartAsync(string folder)
    {
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            // It serves one connection at a time: kept open, each would shut out all others.
            var start = new ProcessStartInfo(Tools.Find("iipsrv.fcgi")!, ["--bind", $"127.0.0.1:{IipPort + i}", "--backlog", "128"]);
            (start.Environment["LOGFILE"], start.Environment["VERBOSITY"], start.Environment["JPEG_QUALITY"]) = (Path.Combine(folder, "iipsrv.log"), "0", "75");
            (start.Environment["FILESYSTEM_PREFIX"], start.Environment["MAX_CVT"]) = (folder + "/", "10000");
            running.Add(Process.Start(start)!);
        }

        var conf = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(conf, $$"""
            worker_processes auto;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx.log;
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            events { worker_connections 1024; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=10000;
              types { image/jpeg jpg; }
              client_body_temp_path {{folder}}/t1; proxy_temp_path {{folder}}/t2; fastcgi_temp_path {{folder}}/t3; uwsgi_temp_path {{folder}}/t4; scgi_temp_path {{folder}}/t5;
              upstream iip { {{string.Join(' ', Enumerable.Range(0, Environment.ProcessorCount).Select(i => $"server 127.0.0.1:{IipPort + i};"))}} }
              server {
                listen 127.0.0.1:{{Port}};
                location /tiles/ { root {{folder}}; }
                location /iiif/ {
                  rewrite ^/iiif/(.*)$ /iipsrv.fcgi?IIIF=$1 break;
                  fastcgi_pass iip;
                  fastcgi_param QUERY_STRING $query_string; fastcgi_param REQUEST_METHOD $request_method; fastcgi_param REQUEST_URI $request_uri;
                  fastcgi_param HTTP_HOST $host; fastcgi_param SERVER_PROTOCOL $server_protocol;
                }
              }
            }
            """);
        running.Add(Process.Start(new ProcessStartInfo(Tools.Find("nginx")!, ["-p", folder, "-c", conf, "-e", Path.Combine(folder, "nginx.log")]))!);
        foreach (var port in Enumerable.Range(IipPort, Environment.ProcessorCount).Prepend(Port))
        {
            await ListeningAsync(port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running)
        {
            if (!process.HasExited)
            {
                using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }
    }

    private static async Task ListeningAsync(int port)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (tries < 200)
            {
                await Task.Delay(100);
            }
        }
    }
}
