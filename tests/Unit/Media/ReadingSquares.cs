using Guanlian.Media.Labels.Squares;
using QRCoder;

namespace Guanlian.Unit.Media;

/// <summary>Our reader of QR codes reads what another one's writer wrote; what cannot be read is nothing, never something else.</summary>
public sealed class ReadingSquares
{
    private const string Label = "guanlian:C700001/12345";

    public static TheoryData<QRCodeGenerator.ECCLevel, string> Written()
    {
        var all = new TheoryData<QRCodeGenerator.ECCLevel, string>();
        foreach (var level in Enum.GetValues<QRCodeGenerator.ECCLevel>().Where(l => l >= 0))
        {
            foreach (var text in new[] { "1", "0123456789012345", "PLAIN CAPITALS:9", Label, "guanlian:A-b/7", "藏品", "guanlian:abcdefgh-ijklmnop/10" })
            {
                all.Add(level, text);
            }
        }

        all.Add(QRCodeGenerator.ECCLevel.M, $"guanlian:{new string('z', 32)}/2147483647");
        return all;
    }

    [Theory, MemberData(nameof(Written))]
    public void What_is_written_is_read(QRCodeGenerator.ECCLevel level, string text) => Assert.Equal(text, CodeText.Of(Cells(text, level)));

    [Fact]
    public void Misread_cells_are_mended_as_long_as_there_are_spare_signs_for_them()
    {
        var random = new Random(20260305);
        for (var round = 0; round < 60; round++)
        {
            var cells = Cells(Label, QRCodeGenerator.ECCLevel.M);
            for (var i = 0; i < 8; i++)
            {
                cells[random.Next(9, 25), random.Next(9, 25)] ^= true;
            }

            Assert.Equal(Label, CodeText.Of(cells));
        }
    }

    [Fact]
    public void What_is_spoilt_is_not_guessed()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var cells = Cells(Label, QRCodeGenerator.ECCLevel.M);
            for (var i = 0; i < 160; i++)
            {
                cells[random.Next(9, 25), random.Next(9, 25)] = random.Next(2) == 0;
            }

            Assert.NotEqual(Label, CodeText.Of(cells) ?? "");
            Assert.False(Contracts.Catalogue.ObjectLabel.TryParse(CodeText.Of(cells), out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_picture_without_a_code_has_none(int kind)
    {
        var (random, grey) = (new Random(3), new byte[800 * 600]);
        for (var i = 0; i < grey.Length; i++)
        {
            var (x, y) = (i % 800, i / 800);
            grey[i] = kind switch { 1 => (byte)random.Next(256), 2 => (byte)(((x / 7) + (y / 7)) % 2 * 200), _ => (byte)(128 + (110 * Math.Sin(x / 5.0) * Math.Sin((y / 6.0) + Math.Sin(x / 40.0)))) };
        }

        Assert.Null(SquareCode.Read(grey, 800, 600));
    }

    private static bool[,] Cells(string text, QRCodeGenerator.ECCLevel level)
    {
        const int Quiet = 4;
        using var code = QRCodeGenerator.GenerateQrCode(text, level);
        var side = code.ModuleMatrix.Count - (2 * Quiet);
        var cells = new bool[side, side];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                cells[row, column] = code.ModuleMatrix[row + Quiet][column + Quiet];
            }
        }

        return cells;
    }
}
