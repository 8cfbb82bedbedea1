using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Zbar;
using QRCoder;

namespace Guanlian.Unit.Media;

/// <summary>What one library writes the other reads; what cannot be read is nothing, never something else, and no picture does any harm.</summary>
public sealed class ReadingSquares
{
    private const string Label = "guanlian:C700001/12345";
    private const int Wide = 800, High = 600;

    public static TheoryData<QRCodeGenerator.ECCLevel, string> Written()
    {
        var all = new TheoryData<QRCodeGenerator.ECCLevel, string>();
        foreach (var level in Enum.GetValues<QRCodeGenerator.ECCLevel>().Where(l => l >= 0))
        {
            foreach (var text in new[] { "1", "0123456789012345", "PLAIN CAPITALS:9", Label, "guanlian:A-b/7", "guanlian:abcdefgh-ijklmnop/10", $"guanlian:{new string('z', 32)}/2147483647" })
            {
                all.Add(level, text);
            }
        }

        return all;
    }

    [Theory, MemberData(nameof(Written))]
    public void What_is_written_is_read(QRCodeGenerator.ECCLevel level, string text)
    {
        var picture = Table();
        Draw(picture, text, 90, 60, level);
        Assert.Equal([text], SquareCodes.Read(picture, Wide, High));
    }

    [Fact]
    public void A_label_beside_other_codes_is_found()
    {
        var picture = Table();
        Draw(picture, "https://example.org/a/poster", 20, 20);
        Draw(picture, Label, 420, 120);
        Draw(picture, "藏品", 120, 330);
        var read = SquareCodes.Read(picture, Wide, High);
        Assert.Equal(3, read.Count);
        Assert.Equal([Label], read.Where(text => ObjectLabel.TryParse(text, out _)));
    }

    [Fact]
    public void Spots_on_a_label_do_not_matter_as_long_as_enough_of_it_is_left()
    {
        var random = new Random(20260305);
        for (var round = 0; round < 20; round++)
        {
            var picture = Table();
            Draw(picture, Label, 90, 60, spots: 6, random: random);
            Assert.Equal([Label], SquareCodes.Read(picture, Wide, High));
        }
    }

    [Fact]
    public void What_is_spoilt_is_not_guessed()
    {
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            var picture = Table();
            Draw(picture, Label, 90, 60, spots: 160, random: random);
            Assert.DoesNotContain(SquareCodes.Read(picture, Wide, High), text => ObjectLabel.TryParse(text, out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_picture_without_a_code_has_none(int kind)
    {
        var (random, grey) = (new Random(3), new byte[Wide * High]);
        for (var i = 0; i < grey.Length; i++)
        {
            var (x, y) = (i % Wide, i / Wide);
            grey[i] = kind switch
            {
                1 => (byte)random.Next(256),
                2 => (byte)(((x / 7) + (y / 7)) % 2 * 200),
                3 => (byte)(128 + (110 * Math.Sin(x / 5.0) * Math.Sin((y / 6.0) + Math.Sin(x / 40.0)))),
                // Nothing but corners of codes.
                _ => (byte)(Math.Max(Math.Abs((x % 40) - 18), Math.Abs((y % 40) - 18)) / 4 is 0 or 1 or 3 ? 20 : 230),
            };
        }

        Assert.Empty(SquareCodes.Read(grey, Wide, High));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3000)]
    [InlineData(3000, 1)]
    [InlineData(2, 2)]
    [InlineData(17, 5)]
    [InlineData(333, 61)]
    public void No_size_is_too_small_or_too_narrow_to_be_looked_at(int width, int height)
    {
        var grey = new byte[width * height];
        new Random(width).NextBytes(grey);
        Assert.Empty(SquareCodes.Read(grey, width, height));
        Assert.Empty(SquareCodes.Read(new byte[width * height], width, height));
        // More points than there are would be read from what lies behind them.
        Assert.Throws<ArgumentOutOfRangeException>(() => SquareCodes.Read(grey, width, height + 1));
    }

    [Fact]
    public void A_code_that_is_cut_anywhere_is_read_or_not_but_nothing_else_is()
    {
        var picture = Table();
        Draw(picture, Label, 90, 60);
        for (var height = 70; height < 400; height += 7)
        {
            Assert.All(SquareCodes.Read(picture[..(Wide * height)], Wide, height), text => Assert.Equal(Label, text));
        }
    }

    [Fact]
    public void Without_the_library_nothing_is_read()
    {
        var picture = Table();
        Draw(picture, Label, 90, 60);
        Assert.True(ZbarLibrary.IsThere());
        Assert.Empty(SquareCodes.Read(picture, Wide, High, "libzbar.so.missing"));
        Assert.Empty(SquareCodes.Read(picture, Wide, High, "libc.so.6")); // a library, but not that one
    }

    private static byte[] Table()
    {
        var picture = new byte[Wide * High];
        for (var i = 0; i < picture.Length; i++)
        {
            picture[i] = (byte)(120 + (i % Wide / 20) + (20 * Math.Sin(i / Wide / 9.0)));
        }

        return picture;
    }

    /// <summary>Lays a printed code into a picture.</summary>
    private static void Draw(byte[] picture, string text, int left, int top, QRCodeGenerator.ECCLevel level = QRCodeGenerator.ECCLevel.M, int spots = 0, Random? random = null)
    {
        const int Point = 7, Corners = 13;
        using var code = QRCodeGenerator.GenerateQrCode(text, level);
        var cells = code.ModuleMatrix;
        for (var i = 0; i < spots; i++)
        {
            // Not where the corners are, nor what tells its kind.
            var (row, column) = (random!.Next(Corners, cells.Count - 4), random.Next(Corners, cells.Count - 4));
            cells[row][column] = !cells[row][column];
        }

        for (var y = 0; y < cells.Count * Point; y++)
        {
            for (var x = 0; x < cells.Count * Point; x++)
            {
                picture[((top + y) * Wide) + left + x] = (byte)(cells[y / Point][x / Point] ? 38 : 232);
            }
        }
    }
}
