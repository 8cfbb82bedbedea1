using System.Net;
using System.Text;
using Guanlian.Exchange.Verification;
using Guanlian.Hosting;
using Guanlian.Hosting.Exchange;

namespace Guanlian.Integration.Exchange;

public sealed class RoundFilesTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly string[] Names = ["round.json", "round.zip", "input.json", "result.json", "certificate.json"];

    [Fact]
    public async Task Files_tables_and_letters_are_missing_for_strangers_until_the_council_has_adopted_them()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        string[] addresses =
        [
            .. Names.Select(n => $"rounds/{code}/files/{n}"), $"rounds/{code}/tables.xlsx", $"rounds/{code}", $"rounds/{code}/result",
            $"rounds/{code}/result/{world.Museums[0].Code}", $"rounds/{code}/letters", $"rounds/{code}/letters/{world.Museums[0].Code}",
        ];
        using var stranger = host.NewClient();
        using var member = await host.SignInAsAsync("director", world.Museums[0].Id);
        using var office = await host.SignInAsAsync("secretariat", world.Cluster);
        await world.ShowAsync(code);
        foreach (var address in addresses)
        {
            Assert.Equal((address, HttpStatusCode.NotFound), (address, await StatusAsync(stranger, address)));
            Assert.Equal((address, HttpStatusCode.OK), (address, await StatusAsync(office, address)));
            var letters = address.Contains("letters", StringComparison.Ordinal);
            Assert.Equal((address, letters ? HttpStatusCode.NotFound : HttpStatusCode.OK), (address, await StatusAsync(member, address)));
        }

        host.Clock.Advance(TimeSpan.FromDays(11));
        await world.AdoptAsync(code);
        foreach (var address in addresses)
        {
            Assert.Equal((address, HttpStatusCode.OK), (address, await StatusAsync(stranger, address)));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"rounds/{code}/files/secrets.json"));
        Assert.Empty(VerifyRound.Check(await stranger.GetByteArrayAsync(new Uri($"rounds/{code}/files/round.json", UriKind.Relative))).Findings);
        host.Clock.Advance(TimeSpan.FromDays(-11));
    }

    [Fact]
    public async Task The_office_pages_of_a_round_are_closed_to_everybody_else()
    {
        var (world, other) = (await RoundWorld.CreateAsync(host), await RoundWorld.CreateAsync(host));
        var code = await world.ComputedAsync();
        using var office = await host.SignInAsAsync("secretariat", world.Cluster);
        using var otherOffice = await host.SignInAsAsync("secretariat", other.Cluster);
        using var member = await host.SignInAsAsync("director", world.Museums[0].Id);
        // Often, because a page that is drawn while it still asks fails only now and then.
        foreach (var page in Enumerable.Repeat(new[] { "entries", "what-if", "adjustments", "", $"entry?party={world.Museums[0].Code}" }, 8).SelectMany(p => p))
        {
            Assert.Equal((page, HttpStatusCode.OK), (page, await StatusAsync(office, $"rounds/{code}/{page}")));
        }

        foreach (var page in new[] { "entries", "what-if", "adjustments" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(otherOffice, $"rounds/{code}/{page}"));
            Assert.Contains(await StatusAsync(member, $"rounds/{code}/{page}"), new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Found });
        }
    }

    [Theory]
    [InlineData("c=lock:nobody:nothing")]
    [InlineData("c=weight:fit:0&c=weight:near:0&c=weight:theme:0&c=weight:wish:0&c=weight:continuity:0")]
    [InlineData("c=places:nobody:999999999999")]
    [InlineData("c=%3A%3A&kind=weight-&leader=%3Cscript%3E&number=-1")]
    [InlineData("mode=nothing&kind=exclude")]
    public async Task Nonsense_in_a_what_if_is_answered_in_words(string query)
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        using var office = await host.SignInAsAsync("secretariat", world.Cluster);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(office, $"rounds/{code}/what-if?{query}"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(office, $"rounds/{code}/what-if?c=%00&{query}"));
    }

    [Fact]
    public async Task The_command_line_verifies_a_good_file_and_names_what_is_wrong_with_a_bad_one()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        var computation = await world.ComputationAsync(code);
        var file = PublishedRound.Write(computation.Input, computation.Result!, Guanlian.Exchange.Data.Mode.Optimal);
        var folder = Directory.CreateTempSubdirectory("rounds");
        try
        {
            var (good, bad) = (Path.Combine(folder.FullName, "round.json"), Path.Combine(folder.FullName, "bad.json"));
            await File.WriteAllTextAsync(good, file, new UTF8Encoding(false));
            await File.WriteAllTextAsync(bad, file.Replace("\"places\":2", "\"places\":1", StringComparison.Ordinal), new UTF8Encoding(false));
            var held = await CommandAsync("verify", "round", good, "--again");
            Assert.Equal((0, true), (held.Code, held.Text.Contains(computation.InputHash, StringComparison.Ordinal)));
            Assert.Equal(1, (await CommandAsync("verify", "round", bad)).Code);
            Assert.Equal(3, (await CommandAsync("verify", "round", Path.Combine(folder.FullName, "none.json"))).Code);
            var (input, output) = (Path.Combine(folder.FullName, "input.json"), Path.Combine(folder.FullName, "again.json"));
            await File.WriteAllTextAsync(input, computation.Input, new UTF8Encoding(false));
            Assert.Equal(0, (await CommandAsync("pair", input, "--out", output)).Code);
            Assert.Equal(file, await File.ReadAllTextAsync(output));
            Assert.Equal(3, (await CommandAsync("pair", bad)).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Text)> CommandAsync(params string[] line)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(Guanlian.Web.ModuleList).Assembly.Location, .. line])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text + await error);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }
}
