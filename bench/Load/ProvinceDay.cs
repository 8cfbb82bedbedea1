using System.Text.RegularExpressions;

namespace Guanlian.Load;

/// <summary>A province's day: the sample province filled up to 550 institutions, 50 visitors at once, everything on this machine.</summary>
internal sealed partial class ProvinceDay(string launcher, TimeSpan time)
{
    private const int Institutions = 550;
    private const int Crowd = 50;
    private const int Seed = 20261120;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public async Task<string> RunAsync()
    {
        await using var server = new ServerUnderTest(launcher);
        var made = await FillAsync(server);
        await server.StartAsync();
        var kinds = await PagesAsync(server.Address);
        var before = server.Memory();
        var lines = new List<string>();
        foreach (var (pause, crowd) in new[] { (TimeSpan.FromSeconds(1), "look at each page for 1 s"), (TimeSpan.Zero, "never pause") })
        {
            foreach (var (name, pages) in kinds)
            {
                await Visitors.SendAsync(server.Address, name, pages, Crowd, WarmUp, TimeSpan.Zero);
                var processor = server.ProcessorTime();
                var m = await Visitors.SendAsync(server.Address, name, pages, Crowd, time, pause);
                var each = (server.ProcessorTime() - processor).TotalMilliseconds / Math.Max(1, m.Milliseconds.Length);
                lines.Add($"| {crowd} | {name} | {m.Milliseconds.Length} | {m.PerSecond:0} | {m.At(0.5):0.0} | {m.At(0.95):0.0} | {m.At(0.99):0.0} | {m.Bytes / 1024.0:0} | {each:0.0} | {m.Failures} |");
                Console.Error.WriteLine(lines[^1]);
            }
        }

        var after = server.Memory();
        return $"""
            # {Institutions} institutions, {Crowd} visitors at once

            {Machine.Describe()}
            The server, its database and the visitors share this machine. {Institutions - made} institutions are the sample province's, {made} are made.
            Each measurement lasts {time.TotalSeconds:0} s after {WarmUp.TotalSeconds:0} s of warming up. Again with: `dotnet run -c Release --project bench/Load`.

            | visitors | pages | answers | per second | p50 ms | p95 ms | p99 ms | largest KB as sent | server's processor ms each | not 200 |
            |---|---|---|---|---|---|---|---|---|---|
            {string.Join("\n", lines)}

            Memory of the server's process (resident): {before.Now:0} MB before the crowd, {after.Now:0} MB after it, {after.Peak:0} MB at most.

            """;
    }

    /// <summary>Loads the sample province and adds as many made museums as are missing.</summary>
    /// <returns>How many were made.</returns>
    private static async Task<int> FillAsync(ServerUnderTest server)
    {
        await server.StartAsync();
        var made = Institutions - await server.CountAsync("select count(*) from members.institution");
        await server.StopAsync();
        var file = Path.GetTempFileName();
        MadeRegister.Write(file, made, Seed);
        await server.RunAsync("import", "register", file, "--edition", "2023", "--apply");
        File.Delete(file);
        return made;
    }

    private static async Task<List<(string Name, string[] Pages)>> PagesAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        string[] directory =
        [
            "museums", "museums?page=2", "museums?page=7", "museums?grade=First", "museums?q=博物馆", "museums?q=sxbwy", "museums?place=140100",
            "museums?level=County&free=yes", "en/museums",
        ];
        var museums = await LinksAsync(client, directory, Museum());
        var rounds = await LinksAsync(client, ["rounds"], Round());
        string[] results = [.. rounds, .. await LinksAsync(client, rounds, Round())];
        List<(string Name, string[] Pages)> kinds =
        [
            ("first page", ["", "en/"]), ("directory", directory), ("institutions", museums), ("rounds", ["rounds", .. results.Distinct()]),
        ];
        kinds.Add(("all of these", [.. kinds.SelectMany(k => k.Pages)]));
        return kinds;
    }

    private static async Task<string[]> LinksAsync(HttpClient client, IEnumerable<string> pages, Regex link)
    {
        var found = new List<string>();
        foreach (var page in pages)
        {
            found.AddRange(link.Matches(await client.GetStringAsync(new Uri(page, UriKind.Relative))).Select(m => m.Groups[1].Value));
        }

        return [.. found.Distinct()];
    }

    [GeneratedRegex("href=\"(museums/[^\"?#/.]+)\"")]
    private static partial Regex Museum();

    [GeneratedRegex("href=\"(rounds/[^\"?#.]+)\"")]
    private static partial Regex Round();
}
