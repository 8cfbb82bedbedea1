using System.Globalization;
using System.Net;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;

namespace Guanlian.Integration.Media;

/// <summary>All forms of all parameters of both versions, crossed by chance from a seed, every pixel compared with what it must be.</summary>
public sealed class EveryImageAddress(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const int Width = 900, Height = 700, Crossings = 140, Strange = 900;

    private static readonly string[] Regions = ["full", "square", "100,50,400,300", "800,600,400,300", "pct:10,20,50,40", "pct:33.3,0,33.3,100", "256,256,256,256", "1,1,1,699"];
    private static readonly string[] Rotations = ["0", "90", "180", "270", "360", "!0", "!90", "!180", "!270"];
    private static readonly string[] Qualities = ["default", "color", "gray", "bitonal"];
    private static readonly string[] Formats = ["jpg", "png", "webp"];

    private static string[] SizesOf(int api) =>
        ["max", "full", "200,", ",150", "pct:50", "pct:13", "pct:12.5", "200,120", "!220,220", "!90,400", "1200,", ",900", "pct:150", "1200,1000", "!1000,1000",
            .. api == 3 ? new[] { "^200,", "^1200,", "^,900", "^pct:150", "^1200,1000", "^!1000,1000", "^400,300" } : []];

    [Theory, InlineData(3), InlineData(2)]
    public async Task Every_form_of_every_parameter_shows_the_pixels_that_the_standard_says(int api)
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例坡");
        var image = await world.BringAndWaitAsync("slope.png", Picture.Slope(Width, Height).Encode("pngsave"), serial);
        using var client = host.NewClient();
        var wrong = new List<string>();
        foreach (var address in Crossed(api))
        {
            var parts = address.Split('/');
            using var answer = await client.GetAsync(new Uri($"iiif/{api}/{image.Id:N}/{address}", UriKind.Relative));
            var expected = ExpectedImage.Of(api, Width, Height, parts[0], parts[1], parts[2]);
            var status = expected is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
            if (answer.StatusCode != status)
            {
                wrong.Add($"{address}: {answer.StatusCode} instead of {status}");
            }
            else if (expected is not null)
            {
                var format = parts[3].Split('.')[1];
                Assert.Equal(format == "jpg" ? "image/jpeg" : $"image/{format}", answer.Content.Headers.ContentType!.MediaType);
                wrong.AddRange(Difference(expected, Picture.Decode(await answer.Content.ReadAsByteArrayAsync(), format == "jpg" ? "jpeg" : format), parts[3].Split('.')[0]).Select(d => $"{address}: {d}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_slanted_view_holds_its_corners_and_the_largest_size_stays_within_the_limit()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例坡");
        var image = await world.BringAndWaitAsync("slope.png", Picture.Slope(Width, Height).Encode("pngsave"), serial);
        foreach (var (degrees, mirrored) in new[] { (22.5, false), (45, true), (133.7, false), (359.9, true) })
        {
            var slanted = Picture.Decode(await world.Client.GetByteArrayAsync(Address($"full/300,/{(mirrored ? "!" : "")}{degrees.ToString(CultureInfo.InvariantCulture)}/default.png")), "png");
            var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
            var (w, h) = (300.0, 233.0);
            Assert.InRange(slanted.Width - ((Math.Abs(w * cos)) + Math.Abs(h * sin)), -2, 2);
            Assert.InRange(slanted.Height - ((Math.Abs(w * sin)) + Math.Abs(h * cos)), -2, 2);
            foreach (var (a, b) in new[] { (0.5, 0.5), (0.3, 0.4), (0.75, 0.6) })
            {
                // From the middle, turned clockwise.
                var (x, y) = (((mirrored ? 1 - a : a) - 0.5) * w, (b - 0.5) * h);
                var pixel = slanted[(int)((slanted.Width / 2.0) + (x * cos) - (y * sin)), (int)((slanted.Height / 2.0) + (x * sin) + (y * cos))];
                Assert.InRange(pixel[0] - (16 + (a * 224)), -8, 8);
                Assert.InRange(pixel[1] - (16 + (b * 224)), -8, 8);
                Assert.Equal(255, pixel[3]);
            }
        }

        var most = Picture.Decode(await world.Client.GetByteArrayAsync(Address("full/%5Emax/0/default.jpg")), "jpeg");
        Assert.True((long)most.Width * most.Height is > 15_900_000 and <= 16_000_000, $"{most.Width} × {most.Height}");

        Uri Address(string rest) => new($"iiif/3/{image.Id:N}/{rest}", UriKind.Relative);
    }

    [Fact]
    public async Task Whatever_strangers_ask_is_answered_as_the_standard_has_it_and_never_breaks_anything()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例坡");
        var image = await world.BringAndWaitAsync("slope.png", Picture.Slope(300, 200).Encode("pngsave"), serial);
        using var client = host.NewClient();
        var chance = new Random(20261120);
        string[] atoms =
        [
            "full", "square", "max", "^max", "pct:", "pct:10,10,50,50", "^", "!", ",", "0", "1", "10", "256,", ",256", "!100,100", "0,0,256,256", "-1", "2147483647", "2147483648",
            "99999999999999999999", ".", "..", "99.9", "0.0000001", "NaN", "1e9", "١٢", "%", "%00", "%2f", "%5E", "%0a", "é", "影", "default", "color.jpg", "default.jpg", "default.png", "gray.webp",
            "default.gif", "default.tif", "native.jpg", "info.json", "'", "\"", "<", "&", ";", "\\", " ", "+", "?x=1", "#", "null", "90", "!90", "22.5", "361", "members", "~",
        ];
        var wrong = new List<string>();
        for (var i = 0; i < Strange; i++)
        {
            var good = new[] { "full", "100,", "0", "default.jpg" };
            for (var hit = chance.Next(4); hit >= 0; hit--)
            {
                good[chance.Next(4)] = string.Concat(Enumerable.Range(0, chance.Next(1, 4)).Select(_ => atoms[chance.Next(atoms.Length)]));
            }

            var name = chance.Next(12) switch
            {
                0 => "%2e%2e",
                1 => image.Id.ToString("D"),
                2 => image.Id.ToString("N") + ".keepers",
                3 => image.Id.ToString("N") + "." + atoms[chance.Next(atoms.Length)],
                4 => Guid.Empty.ToString("N"),
                _ => image.Id.ToString("N"),
            };
            var tail = chance.Next(10) switch { 0 => "/info.json", 1 => "", 2 => "/info.json/" + good[0], _ => "/" + string.Join('/', good.Take(chance.Next(9) == 0 ? 3 : 4)) };
            var address = $"iiif/{(chance.Next(2) == 0 ? 2 : 3)}/{name}{tail}";
            if (!Uri.TryCreate(address, UriKind.Relative, out var uri))
            {
                continue;
            }

            using var request = new HttpRequestMessage(chance.Next(8) == 0 ? HttpMethod.Head : HttpMethod.Get, uri);
            request.Headers.TryAddWithoutValidation("Accept", chance.Next(3) switch { 0 => "application/json", 1 => "image/*", _ => "*/*" });
            if (chance.Next(6) == 0)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", $"\"{chance.Next(1000):x}\", *x, \\");
            }

            using var answer = await client.SendAsync(request);
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented or HttpStatusCode.SeeOther))
            {
                wrong.Add($"{(int)answer.StatusCode} {address}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Each value of each parameter at least once, the rest by chance.</summary>
    private static IEnumerable<string> Crossed(int api)
    {
        var (chance, sizes) = (new Random(api), SizesOf(api));
        var most = new[] { Regions.Length, sizes.Length, Rotations.Length, Crossings }.Max();
        for (var i = 0; i < most; i++)
        {
            var (region, size) = (i < Regions.Length ? Regions[i] : Pick(Regions), i < sizes.Length ? sizes[i] : Pick(sizes));
            // Twelve pixels of a column made a thousand wide are no test of anything.
            size = region == "1,1,1,699" ? "max" : size;
            yield return $"{region}/{Uri.EscapeDataString(size).Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal).Replace("%21", "!", StringComparison.Ordinal).Replace("%5E", "^", StringComparison.Ordinal)}/"
                + $"{(i < Rotations.Length ? Rotations[i] : Pick(Rotations))}/{(i < Qualities.Length ? Qualities[i] : Pick(Qualities))}.{Pick(Formats)}";
        }

        string Pick(string[] of) => of[chance.Next(of.Length)];
    }

    private static IEnumerable<string> Difference(ExpectedImage expected, Picture seen, string quality)
    {
        var (wide, high) = expected.Turns % 2 == 0 ? (expected.OutWidth, expected.OutHeight) : (expected.OutHeight, expected.OutWidth);
        if ((seen.Width, seen.Height) != (wide, high))
        {
            return [$"{seen.Width} × {seen.Height} instead of {wide} × {high}"];
        }

        var (sum, most, count) = (0.0, 0.0, 0);
        for (var v = 0; v < high; v += Math.Max(1, high / 60))
        {
            for (var u = 0; u < wide; u += Math.Max(1, wide / 60))
            {
                var colour = expected.At(u, v, Width, Height);
                var pixel = seen[u, v];
                var grey = ExpectedImage.Grey(colour);
                var off = quality switch
                {
                    "gray" => Math.Abs(pixel[0] - grey),
                    "bitonal" => Math.Abs(grey - 128) < 12 ? 0 : Math.Abs((pixel[0] < 128 ? 0 : 255) - (grey < 128 ? 0 : 255)),
                    _ => Math.Max(Math.Abs(pixel[0] - colour.Red), Math.Abs(pixel[1] - colour.Green)),
                };
                (sum, most, count) = (sum + off, Math.Max(most, off), count + 1);
            }
        }

        return most > 16 || sum / count > 4 ? [$"off by {most:0} at most, {sum / count:0.0} in the mean"] : [];
    }
}
