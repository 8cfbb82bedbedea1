using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;

namespace Guanlian.Integration.Media;

/// <summary>Labels come out of the keeper's list as a PDF, and what is printed is what the photographs are matched by.</summary>
public sealed partial class PrintedLabels(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const double Width = 70 * 72 / 25.4, Height = 37 * 72 / 25.4, PaperHeight = 841.89;

    /// <summary>How finely the paper is looked at: points of the picture to a point of the paper.</summary>
    private const double Fine = 6;

    [Fact]
    public async Task A_printed_label_photographed_first_finds_the_object()
    {
        var world = await MediaWorld.NewAsync(host);
        var (first, second) = (await world.ObjectAsync("总00001", "示例青花缠枝莲纹瓶，名称很长很长，长到一行写不下，两行也写不下，三行还是写不下"), await world.ObjectAsync("总00002", "示例瓶"));
        var pdf = await PdfAsync(world, "");
        Assert.Equal(1, Sheets(pdf));
        var drawn = Squares(pdf);
        var upload = Guid.CreateVersion7();
        var frames = new[] { ("a.jpg", Photograph(drawn, 1)), ("b.jpg", MadeFrames.Object(3)), ("c.jpg", Photograph(drawn, 0)), ("d.jpg", MadeFrames.Object(4)) };
        foreach (var (name, bytes) in frames)
        {
            Assert.Null((await world.BringAsync(name, bytes, upload: upload)).Refusal);
        }

        await host.UntilAsync($"select (count(*) = 0)::int from platform.job where subject_id = '{upload}' and state in ('Waiting', 'Running')");
        Assert.Equal($"b.jpg {second} d.jpg {first}", await host.ScalarAsync<string>($"""
            select string_agg(i.file_name || ' ' || o.serial, ' ' order by i.file_name) from media.image i join catalogue.object o on o.id = i.object_id
             where i.institution_id = '{world.Museum}' and i.matched_by = 'Label'
            """));
    }

    [Fact]
    public async Task Labels_are_of_what_the_list_shows_or_of_what_is_ticked()
    {
        var world = await MediaWorld.NewAsync(host);
        var serials = new List<int>();
        for (var i = 1; i <= 26; i++)
        {
            serials.Add(await world.ObjectAsync($"总{i}", $"示例{i}"));
        }

        Assert.Equal((2, 26), await CountAsync(world, ""));
        Assert.Equal((1, 1), await CountAsync(world, "?q=" + Uri.EscapeDataString("总26")));
        Assert.Equal((1, 2), await CountAsync(world, $"?which=ticked&pick={serials[3]}&pick={serials[7]}&pick=999&pick=x"));
        // A sheet that has been begun.
        Assert.Equal((2, 3), await CountAsync(world, $"?which=ticked&pick={serials[3]}&pick={serials[7]}&pick={serials[8]}&start=23"));
        Assert.Equal((1, 1), await CountAsync(world, $"?which=ticked&pick={serials[3]}&start=99"));

        var page = WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/prints/labels", UriKind.Relative)));
        Assert.Contains("共 26 张标签，约 2 页 A4 纸", page, StringComparison.Ordinal);
        var ticked = WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/prints/labels?which=ticked&pick={serials[0]}", UriKind.Relative)));
        Assert.Contains("共 1 张标签", ticked, StringComparison.Ordinal);
        Assert.Contains($"name=\"pick\" value=\"{serials[0]}\"", ticked, StringComparison.Ordinal);
        Assert.Contains("没有可打印标签的藏品", await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/prints/labels?which=ticked", UriKind.Relative)), StringComparison.Ordinal);

        // Nothing to print, no such file, and another museum's collection are not there.
        var stranger = await MediaWorld.NewAsync(host);
        foreach (var (client, address) in new[]
        {
            (world.Client, $"collections/{world.Code}/labels.pdf?which=ticked"), (world.Client, $"collections/{world.Code}/labels.pdf?volume=2"), (world.Client, $"collections/{world.Code}/labels.pdf?volume=0"),
            (world.Client, $"collections/{world.Code}/labels.pdf?state=binned"), (stranger.Client, $"collections/{world.Code}/labels.pdf"), (stranger.Client, $"collections/{world.Code}/prints/labels"),
        })
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{answer.StatusCode} {address}");
        }
    }

    private static async Task<(int Sheets, int Labels)> CountAsync(MediaWorld world, string query)
    {
        var pdf = await PdfAsync(world, query);
        // Each code is filled in one go.
        return (Sheets(pdf), Pages(pdf).Sum(page => page.Split("\nf\n").Length - 1));
    }

    private static Task<byte[]> PdfAsync(MediaWorld world, string query) => world.Client.GetByteArrayAsync(new Uri($"collections/{world.Code}/labels.pdf{query}", UriKind.Relative));

    private static int Sheets(byte[] pdf) => Encoding.Latin1.GetString(pdf).Split("/Type /Page ").Length - 1;

    /// <summary>What is drawn on the sheets, as text.</summary>
    private static IEnumerable<string> Pages(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        for (var at = text.IndexOf("\nstream\n", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\nstream\n", at + 1, StringComparison.Ordinal))
        {
            using var packed = new ZLibStream(new MemoryStream(pdf, at + 8, pdf.Length - at - 8), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            packed.CopyTo(plain);
            if (Encoding.Latin1.GetString(plain.ToArray()) is var drawn && drawn.StartsWith("0.5 w\n", StringComparison.Ordinal))
            {
                yield return drawn;
            }
        }
    }

    private static List<(double X, double Y, double Wide, double High)> Squares(byte[] pdf) => [.. Pages(pdf).SelectMany(page => Square().Matches(page)).Select(m =>
        (Number(m, 1), PaperHeight - Number(m, 2) - Number(m, 4), Number(m, 3), Number(m, 4)))];

    private static double Number(Match found, int group) => double.Parse(found.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>One label of the first row of the sheet, a little out of focus.</summary>
    private static byte[] Photograph(List<(double X, double Y, double Wide, double High)> squares, int column)
    {
        var (wide, high) = ((int)(Width * Fine), (int)(Height * Fine));
        var dark = new bool[wide, high];
        foreach (var (x, y, w, h) in squares.Where(s => s.X >= column * Width && s.X < (column + 1) * Width && s.Y < Height + 1))
        {
            for (var i = (int)Math.Round((x - (column * Width)) * Fine); i < Math.Min(wide, (int)Math.Round((x + w - (column * Width)) * Fine)); i++)
            {
                for (var j = (int)Math.Round(y * Fine); j < Math.Min(high, (int)Math.Round((y + h) * Fine)); j++)
                {
                    dark[i, j] = true;
                }
            }
        }

        return MadeFrames.Painted(wide, high, 1, (x, y) => dark[(int)x, (int)y] ? 40 : 228);
    }

    [GeneratedRegex(@"^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$", RegexOptions.Multiline)]
    private static partial Regex Square();
}
