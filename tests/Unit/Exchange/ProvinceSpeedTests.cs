using System.Diagnostics;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Platform.Formats;
using Xunit.Abstractions;

namespace Guanlian.Unit.Exchange;

public sealed class ProvinceSpeedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_what_if_of_a_province_is_answered_while_one_waits()
    {
        var text = CanonicalJson.Write(SampleRounds.Make(11, leaders: 11, museums: 110));
        var clock = Stopwatch.StartNew();
        var result = await Computing.RunAsync(text, VerifyRoundTests.NoReport, default);
        output.WriteLine($"computed cold in {clock.ElapsedMilliseconds} ms; input {text.Length} result {result.Length}");
        clock.Restart();
        await Computing.RunAsync(text, VerifyRoundTests.NoReport, default);
        output.WriteLine($"computed warm in {clock.ElapsedMilliseconds} ms");
        clock.Restart();
        var book = new RoundBook(new Computation
        {
            Input = text,
            InputHash = CanonicalJson.Hash(text),
            Result = result,
            ResultHash = CanonicalJson.Hash(result),
            Author = "",
        });
        output.WriteLine($"read in {clock.ElapsedMilliseconds} ms");
        var times = new List<double>();
        foreach (var pair in book.Result.Modes.Optimal.Pairs.Where(p => !p.Locked).Take(20))
        {
            Assert.True(WhatIfChange.TryParse($"exclude:{pair.Leader}:{pair.Museum}", out var change));
            clock.Restart();
            Assert.NotEmpty(WhatIf.Ask(book, Mode.Optimal, [change], default).Moves);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        output.WriteLine($"what-if: median {times.Order().ElementAt(times.Count / 2):0.0} ms, most {times.Max():0.0} ms");
        // A person waits; the machine of the tests is shared, so the bar is ten times the aim of 0.1 s.
        Assert.True(times.Order().ElementAt(times.Count / 2) < 1000);
    }
}
