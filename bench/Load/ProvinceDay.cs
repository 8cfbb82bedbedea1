using System.Text.RegularExpressions;

namespace Guanlian.Load;

/// <summary>A province's day: the sample province filled up to 550 institutions, 50 visitors at once, everything on this machine.</summary>
internal sealed partial class ProvinceDay(string launcher, TimeSpan time, string? data, string? only)
{
    private const int Institutions = 550;
    private const int Crowd = 50;
    private const int Seed = 20261120;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private readonly List<string> lines = [];

    public async Task<string> RunAsync()
    {
        await using var server = new ServerUnderTest(launcher, data);
        var made = await FillAsync(server);
        await server.StartAsync();
        var kinds = await PagesAsync(server.Address);
        var staff = await Task.WhenAll(server.SignIns.Select(s => SignInForm.SendAsync(server.Address, s.Name, s.Password)));
        var before = server.Memory();
        await CrowdAsync(server, "public, 1 s on each page", kinds, [], TimeSpan.FromSeconds(1));
        await CrowdAsync(server, "public, never pausing", kinds, [], TimeSpan.Zero);
        await CrowdAsync(server, "signed in, 1 s on each page", kinds, staff, TimeSpan.FromSeconds(1));
        await CrowdAsync(server, "signed in, never pausing", kinds, staff, TimeSpan.Zero);
        var after = server.Memory();
        return $"""
            # {Institutions} institutions, {Crowd} visitors at once

            {Machine.Describe()}
            The server, its database and the visitors share this machine. {Institutions - made} institutions were there (the sample province's), {made} are made.
            Each measurement lasts {time.TotalSeconds:0} s after {WarmUp.TotalSeconds:0} s of warming up. Again with: `dotnet run -c Release --project bench/Load`.

            | {Crowd} visitors | pages | answers | per second | p50 ms | p95 ms | p99 ms | largest KB as sent | server's processor ms each | not 200 |
            |---|---|---|---|---|---|---|---|---|---|
            {string.Join("\n", lines)}

            Memory of the server's process (resident): {before.Now:0} MB before the crowd, {after.Now:0} MB after it, {after.Peak:0} MB at most.

            """;
    }

    private async Task CrowdAsync(ServerUnderTest server, string crowd, List<(string Name, string[] Pages)> kinds, string[] cookies, TimeSpan pause)
    {
        foreach (var (name, pages) in kinds.Where(k => only is null || $"{crowd}, {k.Name}".Contains(only, StringComparison.Ordinal)))
        {
            await Visitors.SendAsync(server.Address, name, pages, Crowd, WarmUp, cookies, TimeSpan.Zero);
            var processor = server.ProcessorTime();
            var m = await Visitors.SendAsync(server.Address, name, pages, Crowd, time, cookies, pause);
            var each = (server.ProcessorTime() - processor).TotalMilliseconds / Math.Max(1, m.Milliseconds.Length);
            lines.Add($"| {crowd} | {name} | {m.Milliseconds.Length} | {m.PerSecond:0} | {m.At(0.5):0.0} | {m.At(0.95):0.0} | {m.At(0.99):0.0} | {m.Bytes / 1024.0:0} | {each:0.0} | {m.Failures} |");
            Console.Error.WriteLine(lines[^1]);
        }
    }

    /// <summary>Loads the sample province and adds as many made museums as are missing.</summary>
    /// <returns>How many were made.</returns>
    private static async Task<int> FillAsync(ServerUnderTest server)
    {
        await server.StartAsync();
        var made = Institutions - await server.CountAsync("select count(*) from members.institution");
        await server.StopAsync();
        if (made == 0)
        {
            return 0;
        }

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
        var inRounds = await LinksAsync(client, rounds, Round());
        string[] whole = ["rounds", .. rounds, .. inRounds.Where(p => p.EndsWith("/result", StringComparison.Ordinal) || p.EndsWith("/letters", StringComparison.Ordinal))];
        return
        [
            ("first page", ["", "en/"]),
            ("directory", directory),
            ("institutions", museums),
            ("rounds, results", [.. whole.Distinct()]),
            ("one museum's result", [.. inRounds.Except(whole)]),
            ("all of these", ["", .. directory, .. museums, .. whole, .. inRounds]),
        ];
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
