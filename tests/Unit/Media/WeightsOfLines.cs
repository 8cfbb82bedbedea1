using Guanlian.Media.Planes;

namespace Guanlian.Unit.Media;

public sealed class WeightsOfLines
{
    [Fact]
    public void Whatever_the_line_the_weights_are_a_whole_and_lie_within_it()
    {
        var (chance, weights) = (new Random(20261121), new LineWeights());
        for (var i = 0; i < 2000; i++)
        {
            var from = chance.Next(0, 500);
            var longer = chance.Next(1, 700);
            var shorter = Math.Max(1, (int)(longer / (1 + (7 * chance.NextDouble()))));
            var start = from + (chance.Next(2) * 0.5);
            weights.Fill(from, from + longer, start, (double)longer / shorter, shorter);
            Assert.InRange(weights.Taps, 1, ShrinkRows.MostTaps);
            Assert.True(weights.Length >= shorter && weights.Length % LineWeights.Block == 0);
            for (var pixel = 0; pixel < weights.Length; pixel++)
            {
                Assert.InRange(weights.First[pixel], from, from + longer - weights.Taps);
                Assert.InRange(weights.First[pixel], pixel == 0 ? from : weights.First[pixel - 1], from + longer);
                var sum = 0;
                foreach (var part in weights.Parts.Slice(pixel * weights.Taps, weights.Taps))
                {
                    sum += part;
                }

                Assert.Equal(LineWeights.One, sum);
            }
        }
    }

    [Fact]
    public void A_line_of_the_same_length_is_left_as_it_is()
    {
        var weights = new LineWeights();
        weights.Fill(7, 27, 7, 1, 20);
        Assert.Equal(1, weights.Taps);
        Assert.Equal(Enumerable.Range(7, 20), weights.First[..20].ToArray());
    }

    [Fact]
    public void Every_pixel_s_middle_is_where_it_was()
    {
        var weights = new LineWeights();
        foreach (var (longer, shorter) in new[] { (100, 50), (100, 70), (333, 100), (800, 101) })
        {
            weights.Fill(0, longer, 0, (double)longer / shorter, shorter);
            for (var pixel = 10; pixel < shorter - 10; pixel++)
            {
                // Weighed, the pixels of which it is made lie around its own middle.
                var middle = 0.0;
                for (var tap = 0; tap < weights.Taps; tap++)
                {
                    middle += (weights.First[pixel] + tap + 0.5) * weights.Parts[(pixel * weights.Taps) + tap] / LineWeights.One;
                }

                Assert.InRange(middle - ((pixel + 0.5) * longer / shorter), -0.1, 0.1);
            }
        }
    }

    [Fact]
    public void Weights_used_again_for_another_line_keep_nothing_of_the_first()
    {
        var (used, fresh) = (new LineWeights(), new LineWeights());
        used.Fill(0, 700, 0, 7, 100);
        used.Fill(10, 40, 10, 1.5, 20);
        fresh.Fill(10, 40, 10, 1.5, 20);
        Assert.Equal((fresh.Taps, fresh.Length), (used.Taps, used.Length));
        Assert.Equal(fresh.First[..fresh.Length].ToArray(), used.First[..used.Length].ToArray());
        Assert.Equal(fresh.Parts[..(fresh.Length * fresh.Taps)].ToArray(), used.Parts[..(used.Length * used.Taps)].ToArray());
    }
}
