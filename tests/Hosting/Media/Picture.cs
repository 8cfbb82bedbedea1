using Guanlian.Media.Vips;

namespace Guanlian.Hosting.Media;

/// <summary>
/// Pictures made for tests. Their red tells how far to the right a place is, their green how far down, so that any answer of the server
/// can be compared with what must be there.
/// </summary>
internal sealed class Picture
{
    private readonly byte[] pixels;

    private Picture(int width, int height, int bands, byte[] pixels) => (Width, Height, Bands, this.pixels) = (width, height, bands, pixels);

    public int Width { get; }

    public int Height { get; }

    public int Bands { get; }

    public static Picture Slope(int width, int height, int bands = 3)
    {
        var made = new byte[width * height * bands];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * bands;
                made[at] = At(x, width);
                if (bands > 1)
                {
                    (made[at + 1], made[at + 2]) = (At(y, height), 96);
                }

                if (bands == 4)
                {
                    made[at + 3] = 255;
                }
            }
        }

        return new(width, height, bands, made);
    }

    /// <summary>The value of a coordinate along an edge.</summary>
    public static byte At(double place, int length) => length <= 1 ? (byte)128 : (byte)Math.Clamp(Math.Round(16 + (place * 224 / (length - 1))), 0, 255);

    public static Picture Decode(byte[] encoded, string kind)
    {
        using var call = new VipsCall(kind + "load_buffer");
        using var image = call.Blob("buffer", encoded).Run().Image();
        var pixels = new byte[image.Width * image.Height * image.Bands];
        unsafe
        {
            fixed (byte* start = pixels)
            {
                image.CopyTo(start, image.Width * image.Bands);
            }
        }

        return new(image.Width, image.Height, image.Bands, pixels);
    }

    public ReadOnlySpan<byte> this[int x, int y] => pixels.AsSpan(((y * Width) + x) * Bands, Bands);

    /// <summary>Encodes it, after whatever is done to it.</summary>
    /// <param name="saver">jpegsave, pngsave, tiffsave, webpsave, heifsave or jp2ksave.</param>
    /// <param name="with">Settings of the saver.</param>
    /// <param name="before">Steps before it is saved.</param>
    public unsafe byte[] Encode(string saver, Action<VipsCall>? with = null, Func<VipsImage, VipsImage>? before = null)
    {
        fixed (byte* start = pixels)
        {
            var image = VipsImage.Over(start, Width, Height, Bands).Then("copy", c => c.Set("interpretation", Bands == 1 ? "b-w" : "srgb"));
            using var ready = before is null ? image : before(image);
            return ready.Save(saver + "_buffer", with);
        }
    }
}
