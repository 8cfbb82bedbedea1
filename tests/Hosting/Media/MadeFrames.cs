using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Guanlian.Media.Vips;
using QRCoder;

namespace Guanlian.Hosting.Media;

/// <summary>Photographs as they come from a table with a camera above it: labels, askew and a little out of focus, and objects.</summary>
internal static class MadeFrames
{
    /// <summary>How a label lies before the camera.</summary>
    /// <param name="Degrees">Turned.</param>
    /// <param name="Lean">How much nearer its lower edge is than the upper.</param>
    /// <param name="Blur">Out of focus, in pixels.</param>
    /// <param name="Share">Of the height of the picture that the code takes.</param>
    internal sealed record Lies(double Degrees = 5, double Lean = 0.12, double Blur = 1.2, double Share = 0.4)
    {
        public int Width { get; init; } = 1500;

        public int Height { get; init; } = 1000;
    }

    /// <summary>A photograph of a label.</summary>
    public static byte[] Label(string says, Lies? how = null, DateTime? taken = null)
    {
        how ??= new();
        using var code = QRCodeGenerator.GenerateQrCode(says, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var (side, turn) = (how.Share * how.Height, how.Degrees * Math.PI / 180);
        return Taken(Painted(how.Width, how.Height, how.Blur, (x, y) =>
        {
            var (u, v) = ((x - (how.Width * 0.45)) / side, (y - (how.Height * 0.5)) / side);
            var near = 1 - (how.Lean * v);
            (u, v) = (u * near, v * near);
            var (across, down) = ((u * Math.Cos(turn)) + (v * Math.Sin(turn)) + 0.5, (v * Math.Cos(turn)) - (u * Math.Sin(turn)) + 0.5);
            var (column, row) = ((int)Math.Floor(across * modules.Count), (int)Math.Floor(down * modules.Count));
            return column >= 0 && row >= 0 && column < modules.Count && row < modules.Count ? modules[row][column] ? 38 : 232
                : across is > -0.1 and < 2.2 && down is > -0.12 and < 1.12 ? 232
                : 110 + (30 * Math.Sin(x / 7) * Math.Sin(y / 5)) + (x / 60);
        }), taken);
    }

    /// <summary>A photograph of an object; another for each number.</summary>
    public static byte[] Object(int number, DateTime? taken = null, int width = 640, int height = 480) => Taken(Painted(width, height, 0, (x, y) =>
        Math.Sqrt(Math.Pow(x - (width / 2), 2) + Math.Pow((y - (height / 2)) * (1.2 + (number % 5 / 10.0)), 2)) < height * (0.3 + (number % 7 / 60.0))
            ? 90 + (60 * Math.Sin((x + (number * 13)) / (6 + (number % 4)))) : 205), taken);

    /// <summary>A picture drawn point by point.</summary>
    public static unsafe byte[] Painted(int width, int height, double blur, Func<double, double, double> tone)
    {
        var points = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                points[(y * width) + x] = (byte)Math.Clamp((tone(x + 0.25, y + 0.25) + tone(x + 0.75, y + 0.25) + tone(x + 0.25, y + 0.75) + tone(x + 0.75, y + 0.75)) / 4, 0, 255);
            }
        }

        fixed (byte* start = points)
        {
            var image = VipsImage.Over(start, width, height, 1).Then("copy", c => c.Set("interpretation", "b-w"));
            using var ready = blur > 0 ? image.Then("gaussblur", c => c.Set("sigma", blur)) : image;
            return ready.Save("jpegsave_buffer", c => c.Set("Q", 88));
        }
    }

    /// <summary>The camera writes when it took it.</summary>
    private static byte[] Taken(byte[] jpeg, DateTime? at)
    {
        if (at is null)
        {
            return jpeg;
        }

        // A directory that leads to that of EXIF, with the one entry of the time.
        byte[] time = [.. Encoding.ASCII.GetBytes(at.Value.ToString("yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture)), 0];
        const int ExifAt = 8 + 2 + 12 + 4, TimeAt = ExifAt + 2 + 12 + 4;
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, .. Entry(0x8769, 4, 1, ExifAt), 0, 0, 0, 0, 1, 0, .. Entry(0x9003, 2, time.Length, TimeAt), 0, 0, 0, 0, .. time];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(body.Length + 2));
        return [0xff, 0xd8, 0xff, 0xe1, .. length, .. body, .. jpeg[2..]];

        static byte[] Entry(int tag, int type, int count, int value) => [(byte)tag, (byte)(tag >> 8), (byte)type, 0, .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(value)];
    }
}
