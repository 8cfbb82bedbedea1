using System.Net;
using System.Text.Json;

namespace Guanlian.Hosting.Media;

/// <summary>Walks through the collections as a harvester does, from the first one to all that they name, and gives back every answer.</summary>
internal static class AllThatIsDescribed
{
    public const string Two = "application/ld+json;profile=\"http://iiif.io/api/presentation/2/context.json\"";

    /// <summary>What an address of Presentation answers; the address is as it was asked for.</summary>
    public sealed record Answer(string Address, JsonElement Body)
    {
        public override string ToString() => Address;
    }

    /// <param name="client">Whose eyes.</param>
    /// <param name="host">Where.</param>
    /// <param name="accept">Another version than the newest.</param>
    /// <param name="also">Addresses that no collection names, below the host's.</param>
    public static async Task<IReadOnlyList<Answer>> ReadAsync(HttpClient client, Uri host, string? accept = null, params IReadOnlyList<string> also)
    {
        var (waiting, known, read) = (new Queue<string>(), new HashSet<string>(), new List<Answer>());
        foreach (var address in also.Prepend("iiif/collection"))
        {
            Take(host + address);
        }

        while (waiting.TryDequeue(out var address))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address));
            request.Headers.Accept.ParseAdd(accept ?? "*/*");
            using var answer = await client.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {address}");
            Assert.Equal(["*"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            read.Add(new(address, body));
            foreach (var named in Named(body))
            {
                Take(named);
            }
        }

        return read;

        void Take(string address)
        {
            if (known.Add(address))
            {
                waiting.Enqueue(address);
            }
        }
    }

    /// <summary>Other answers that one names: of both versions.</summary>
    private static IEnumerable<string> Named(JsonElement body)
    {
        foreach (var list in new[] { "items", "partOf", "collections", "manifests" })
        {
            foreach (var item in body.TryGetProperty(list, out var items) ? items.EnumerateArray() : default)
            {
                if ((Text(item, "type") ?? Text(item, "@type")) is "Collection" or "Manifest" or "sc:Collection" or "sc:Manifest")
                {
                    yield return (Text(item, "id") ?? Text(item, "@id"))!;
                }
            }
        }

        if (Text(body, "within") is { } within)
        {
            yield return within;
        }
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;
}
