using System.Xml.Linq;
using Guanlian.Catalogue.Formats;
using Guanlian.Hosting;
using Guanlian.Samples;

namespace Guanlian.Integration.Catalogue.Harvest;

/// <summary>Our repository as a harvester sees it; every answer is held against the schemas.</summary>
internal sealed class OaiRepository(GuanlianHost host)
{
    public static XNamespace Ns => Namespaces.Oai;

    public async Task<XElement> AskAsync(string query, bool post = false, bool validate = true)
    {
        using var client = host.NewClient();
        client.Timeout = TimeSpan.FromMinutes(5);
        using var sent = post
            ? await client.PostAsync("oai", new StringContent(query, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"))
            : await client.GetAsync("oai?" + query);
        var text = await sent.Content.ReadAsStringAsync();
        Assert.True(sent.IsSuccessStatusCode, text);
        Assert.Equal("text/xml", sent.Content.Headers.ContentType!.MediaType);
        var document = XDocument.Parse(text);
        if (validate)
        {
            Assert.Equal([], FormatSamples.Faults(document));
        }

        return document.Root!;
    }

    public async Task<string> ErrorOfAsync(string query, bool post = false) =>
        Assert.Single((await AskAsync(query, post)).Elements(Ns + "error")).Attribute("code")!.Value;

    /// <summary>A whole list, following its tokens.</summary>
    public async Task<List<XElement>> ListAsync(string query, string verb = "ListRecords", Func<Task>? between = null)
    {
        var all = new List<XElement>();
        for (var next = $"verb={verb}&{query}"; ;)
        {
            var answer = await AskAsync(next);
            if (answer.Element(Ns + "error") is { } error)
            {
                return error.Attribute("code")!.Value == "noRecordsMatch" ? all : throw new InvalidOperationException(error.ToString());
            }

            var list = answer.Element(Ns + verb)!;
            all.AddRange(list.Elements(Ns + (verb == "ListRecords" ? "record" : "header")));
            if (list.Element(Ns + "resumptionToken")?.Value is not { Length: > 0 } token)
            {
                return all;
            }

            if (between is not null)
            {
                await between();
            }

            next = $"verb={verb}&resumptionToken={Uri.EscapeDataString(token)}";
        }
    }

    public static string IdOf(XElement record) => record.DescendantsAndSelf(Ns + "identifier").First().Value;

    public static bool IsDeleted(XElement record) => record.DescendantsAndSelf(Ns + "header").First().Attribute("status")?.Value == "deleted";
}
