using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Verification;
using Guanlian.Platform.Formats;

namespace Guanlian.Unit.Exchange;

public sealed class VerifyRoundTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public async Task What_was_computed_passes_in_every_mode_and_computes_again_to_the_same_bytes(int seed)
    {
        var file = await FileAsync(seed);
        var (round, findings) = VerifyRound.Check(Encoding.UTF8.GetBytes(file));
        Assert.Equal([], findings.Select(f => $"{f.Code} {string.Join(' ', f.Holes)}"));
        Assert.True(await VerifyRound.AgainAsync(round!, NoReport, default));
    }

    [Fact]
    public async Task A_zip_is_read_as_the_round_in_it()
    {
        using var zipped = new MemoryStream();
        using (var zip = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = zip.CreateEntry("round.json").Open();
            await entry.WriteAsync(Encoding.UTF8.GetBytes(await FileAsync(1)));
        }

        Assert.Empty(VerifyRound.Check(zipped.ToArray()).Findings);
    }

    public static TheoryData<string, Action<JsonObject>> Tamperings { get; } = new()
    {
        { "swapped leaders", r => Swap(Pairs(r)) },
        { "a pair twice", r => Pairs(r).Add(Pairs(r)[0]!.DeepClone()) },
        { "a pair taken away", r => Pairs(r).RemoveAt(1) },
        { "another leader", r => Pairs(r)[1]!["leader"] = Pairs(r)[1]!["leader"]!.GetValue<string>() == "L01" ? "L02" : "L01" },
        { "a pair's score", r => Pairs(r)[0]!["score"] = Pairs(r)[0]!["score"]!.GetValue<int>() + 1 },
        { "a rating", r => Result(r)["ratings"]!.AsArray().First(x => x!["score"] is not null)!["score"] = 1000 },
        { "a rating's part", r => Result(r)["ratings"]!.AsArray().First(x => x!["near"] is not null)!["near"] = 1 },
        { "a missing pair's reason", r => Result(r)["ratings"]!.AsArray().First(x => x!["missing"] is not null)!["missing"] = "too-near" },
        { "a leader's price", r => Bump(Optimal(r)["certificate"]!["optimum"]!["leaderPrices"]!.AsArray(), 0, 1) },
        { "a museum's value", r => Bump(Optimal(r)["certificate"]!["optimum"]!["museumValues"]!.AsArray(), 3, -1) },
        { "the bound", r => Optimal(r)["certificate"]!["optimum"]!["bound"] = 1 },
        { "a weight of the certificate", r => Optimal(r)["levels"]![0]!["weight"] = 1 },
        { "a level's value", r => Optimal(r)["levels"]![4]!["value"] = 9999 },
        { "the order of the levels", r => SwapItems(Optimal(r)["levels"]!.AsArray(), 0, 4) },
        { "no certificate", r => Optimal(r).Remove("certificate") },
        { "the totals", r => Optimal(r)["totals"]!["paired"] = 99 },
        { "the unpaired", r => Optimal(r)["unpaired"]!.AsArray().RemoveAt(0) },
        { "the blocking pairs", r => Result(r)["modes"]!["stable"]!["blockingPairs"]!.AsArray().Add(new JsonObject { ["leader"] = "L00", ["museum"] = "M000" }) },
        { "the max-min bar", r => Result(r)["modes"]!["maxMin"]!["certificate"]!["bar"]!["lowestScore"] = 1 },
        { "a link's quantity", r => Links(r)["shipments"]![0]!["quantity"] = 9 },
        { "a link's price", r => Bump(Links(r)["offerPrices"]!.AsArray(), 0, 5) },
        { "a leader's places", r => Input(r)["leaders"]!.AsArray().First(l => l!["places"]!.GetValue<int>() > 0)!["places"] = 0 },
        { "places above the charter", r => Input(r)["leaders"]![0]!["places"] = 4 },
        { "a lock taken away", r => Input(r)["locks"]!.AsArray().Clear() },
        { "an exclusion taken away", r => Input(r)["exclusions"]!.AsArray().Clear() },
        { "a museum added", r => AddMuseum(Input(r)["museums"]!.AsArray()) },
        { "a need taken away", r => Input(r)["needs"]!.AsArray().RemoveAt(0) },
        { "a need made stronger", r => Input(r)["museums"]![0]!["needs"]![0] = 5 },
        { "a tier", r => Input(r)["museums"]![0]!["tier"] = (Input(r)["museums"]![0]!["tier"]!.GetValue<int>() + 1) % 3 },
        { "a weight of the charter", r => Input(r)["charter"]!["rules"]!["weights"]!["near"] = 90 },
        { "a distance", r => DistanceOf(r, Pairs(r)[0]!)["distance"] = 399 },
        { "a wish", r => Input(r)["wishes"]!.AsArray().Clear() },
        { "a member without data", r => Input(r)["leaders"]![0]!.AsObject().Remove("name") },
        { "a member too many", r => Input(r)["leaders"]![0]!["bribe"] = 1 },
        { "a nothing", r => Input(r)["leaders"]![0] = null },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Tampering_is_found_even_when_all_hashes_are_made_right_again(string what, Action<JsonObject> tamper)
    {
        var round = JsonNode.Parse(await FileAsync(3))!.AsObject();
        tamper(round);
        Assert.True(VerifyRound.Check(Encoding.UTF8.GetBytes(Rehashed(round))).Findings.Count > 0, what);
    }

    [Theory]
    [InlineData("inputHash", "exchange.verify.input-hash")]
    [InlineData("resultHash", "exchange.verify.result-hash")]
    public async Task An_edited_hash_is_named(string key, string code)
    {
        var round = JsonNode.Parse(await FileAsync(1))!.AsObject();
        round[key] = new string('0', 64);
        Assert.Contains(code, VerifyRound.Check(Encoding.UTF8.GetBytes(Canonical(round))).Findings.Select(f => f.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"guanlian-pairing-round/2"}""")]
    [InlineData("PK\u0003\u0004 not a zip")]
    [InlineData("\ud83d")]
    public void What_is_no_round_is_refused_in_words(string text) =>
        Assert.NotEmpty(VerifyRound.Check(Encoding.UTF8.GetBytes(text)).Findings);

    [Fact]
    public async Task A_file_that_is_not_canonical_is_named_although_it_says_the_same() =>
        Assert.Equal("exchange.verify.not-canonical",
            Assert.Single(VerifyRound.Check(Encoding.UTF8.GetBytes(JsonNode.Parse(await FileAsync(1))!.ToString())).Findings).Code);

    internal static async Task<string> FileAsync(int seed)
    {
        var input = CanonicalJson.Write(SampleRounds.Make(seed));
        return PublishedRound.Write(input, await Computing.RunAsync(input, NoReport, default), Mode.Optimal);
    }

    internal static Task NoReport(long done, long total, string stage) => Task.CompletedTask;

    /// <summary>The round as a forger would leave it: canonical, with all hashes right.</summary>
    internal static string Rehashed(JsonObject round)
    {
        if (round["input"]!["charter"]!["rules"] is { } rules) round["input"]!["charter"]!["rulesHash"] = CanonicalJson.Hash(Canonical(rules));
        var input = CanonicalJson.Hash(Canonical(round["input"]!));
        (round["inputHash"], round["result"]!["inputHash"]) = (input, input);
        round["resultHash"] = CanonicalJson.Hash(Canonical(round["result"]!));
        return Canonical(round);
    }

    private static string Canonical(JsonNode node)
    {
        using var document = System.Text.Json.JsonDocument.Parse(node.ToJsonString());
        return CanonicalJson.Write(document.RootElement);
    }

    private static JsonObject Input(JsonObject round) => round["input"]!.AsObject();

    private static JsonObject Result(JsonObject round) => round["result"]!.AsObject();

    private static JsonObject Optimal(JsonObject round) => Result(round)["modes"]!["optimal"]!.AsObject();

    private static JsonArray Pairs(JsonObject round) => Optimal(round)["pairs"]!.AsArray();

    private static JsonObject Links(JsonObject round) => Optimal(round)["links"]!.AsObject();

    private static JsonNode DistanceOf(JsonObject round, JsonNode pair) => Input(round)["distances"]!.AsArray().First(d =>
        d!["from"]!.GetValue<string>() == pair["leader"]!.GetValue<string>() && d["museum"]!.GetValue<string>() == pair["museum"]!.GetValue<string>())!;

    private static void Bump(JsonArray numbers, int at, long by) => numbers[at] = numbers[at]!.GetValue<long>() + by;

    private static void Swap(JsonArray pairs)
    {
        var (a, b) = (pairs[0]!, pairs.First(p => p!["leader"]!.GetValue<string>() != pairs[0]!["leader"]!.GetValue<string>())!);
        (a["leader"], b["leader"]) = (b["leader"]!.DeepClone(), a["leader"]!.DeepClone());
    }

    private static void SwapItems(JsonArray items, int a, int b) => (items[a], items[b]) = (items[b]!.DeepClone(), items[a]!.DeepClone());

    private static void AddMuseum(JsonArray museums)
    {
        var added = museums[0]!.DeepClone();
        added["code"] = "M999";
        museums.Add(added);
    }
}
