using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Guanlian.Browser.Images;

/// <summary>Another site with a viewer of its own, as a university or a teacher has one: it knows of us nothing but an address.</summary>
internal sealed class ViewerHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private ViewerHost(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<ViewerHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var root = Root();
        foreach (var (at, folder) in new[]
        {
            ("/openseadragon", "src/Web/wwwroot/vendor/openseadragon-5.0.1"), ("/mirador", "tests/Browser/vendor/mirador-4.0.0"), ("/uv", "tests/Browser/vendor/universalviewer-4.4.0"),
            ("/iiif-parser", "tests/Browser/vendor/iiif-parser-2.2.9"), ("/ajv", "tests/Browser/vendor/ajv-6.12.6"),
        })
        {
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(root, folder)), RequestPath = at });
        }

        app.MapGet("/{viewer}.html", (string viewer, string open) => Page(viewer, open) is { } page ? Results.Content(page, "text/html; charset=utf-8") : Results.NotFound());
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string? Page(string viewer, string open)
    {
        var (head, start) = viewer switch
        {
            "openseadragon" => ("<script src='/openseadragon/openseadragon.min.js'></script>", "OpenSeadragon({ id: 'viewer', tileSources: [open], showNavigationControl: false, drawer: 'canvas' });"),
            "mirador" => ("<script src='/mirador/mirador.min.js'></script>", "Mirador.viewer({ id: 'viewer', windows: [{ manifestId: open }], workspaceControlPanel: { enabled: false } });"),
            "universalviewer" => ("<link rel='stylesheet' href='/uv/uv.css'><script src='/uv/umd/UV.js'></script>", "UV.init('viewer', { manifest: open, embedded: true });"),
            // A page of that site from which tests call readers and validators of the community.
            "reader" => ("<script src='/ajv/ajv.min.js'></script>", "void 0;"),
            // No viewer that we know does all of Authorization Flow 2.0 yet: what its text tells a client to do, and nothing else.
            "signing-in" => ("", """
                const say = text => document.getElementById("viewer").append(Object.assign(document.createElement("p"), { textContent: text }));
                const json = (address, headers) => fetch(address, { headers }).then(answer => answer.json());
                const show = id => document.getElementById("viewer").append(Object.assign(document.createElement("img"), { src: id + "/full/max/0/default.jpg" }));
                const button = Object.assign(document.createElement("button"), { textContent: "Sign in" });
                document.body.append(button);
                json(open).then(info => {
                  const probe = info.service[0], access = probe.service[0];
                  const token = access.service.find(service => service.type === "AuthAccessTokenService2").id;
                  json(probe.id).then(result => { say("probe " + result.status); show(result.substitute[0].id); });
                  addEventListener("message", event => {
                    if (event.origin !== new URL(token).origin) return;
                    say(event.data.type + " " + (event.data.profile ?? ""));
                    if (event.data.accessToken) json(probe.id, { Authorization: "Bearer " + event.data.accessToken }).then(result => { say("probe " + result.status); show(result.location.id); });
                  });
                  button.onclick = () => {
                    const opened = window.open(access.id + "?origin=" + encodeURIComponent(location.origin));
                    const wait = setInterval(() => {
                      if (!opened.closed) return;
                      clearInterval(wait);
                      const frame = document.createElement("iframe");
                      frame.src = token + "?messageId=1&origin=" + encodeURIComponent(location.origin);
                      document.body.append(frame);
                    }, 100);
                  };
                });
                """),
            _ => ("", ""),
        };
        return start.Length == 0 ? null : $$"""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{viewer}}</title>{{head}}
            <style>body { margin: 0 } #viewer { position: relative; width: 1200px; height: 700px }</style></head>
            <body><div id="viewer" class="uv" data-open="{{WebUtility.HtmlEncode(open)}}"></div>
            <script>const open = document.getElementById("viewer").dataset.open; document.addEventListener("DOMContentLoaded", () => { {{start}} });</script></body></html>
            """;
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Guanlian.slnx")))
        {
            at = at.Parent!;
        }

        return at.FullName;
    }
}
