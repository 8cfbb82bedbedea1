using System.Runtime.InteropServices;

namespace Guanlian.Media.Vips;

/// <summary>An image of libvips: mostly a recipe, computed when it is written.</summary>
internal sealed class VipsImage : SafeHandle
{
    public VipsImage(nint handle) : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    public int Width => VipsNative.Width(handle);

    public int Height => VipsNative.Height(handle);

    public int Bands => VipsNative.Bands(handle);

    public bool HasAlpha => VipsNative.HasAlpha(handle) != 0;

    public double PixelsPerMillimetre => VipsNative.PixelsPerMillimetre(handle);

    /// <summary>EXIF orientation, 1 to 8.</summary>
    public int Orientation => VipsNative.Orientation(handle);

    public VipsInterpretation Interpretation => (VipsInterpretation)VipsNative.Interpretation(handle);

    /// <summary>Pixels of 8 bits, band by band, row by row; they must stay where they are until the image is let go.</summary>
    public static unsafe VipsImage Over(byte* pixels, int width, int height, int bands)
    {
        VipsLibrary.Need();
        var made = VipsNative.ImageFromMemory(pixels, (nuint)width * (nuint)height * (nuint)bands, width, height, bands, format: 0);
        return made == 0 ? throw VipsCall.Failed("memory") : new(made);
    }

    /// <summary>Reads an encoded image of our own from memory.</summary>
    public static VipsImage FromJpeg(ReadOnlySpan<byte> encoded)
    {
        using var call = new VipsCall("jpegload_buffer");
        return call.Blob("buffer", encoded).Run().Image();
    }

    public bool Has(string field) => VipsNative.TypeOf(handle, field) != 0;

    /// <summary>A field of the file's metadata; null where it has none.</summary>
    public string? Text(string field)
    {
        if (!Has(field) || VipsNative.GetAsString(handle, field, out var text) != 0)
        {
            return null;
        }

        var said = Marshal.PtrToStringUTF8(text);
        VipsNative.Free(text);
        return said;
    }

    /// <summary>The next image of a chain; this one is let go.</summary>
    public VipsImage Then(string operation, Action<VipsCall>? with = null, string input = "in")
    {
        using (this)
        {
            using var call = new VipsCall(operation);
            call.Set(input, this);
            with?.Invoke(call);
            return call.Run().Image();
        }
    }

    /// <summary>Encodes it.</summary>
    public byte[] Save(string operation, Action<VipsCall>? with = null)
    {
        using var call = new VipsCall(operation);
        call.Set("in", this);
        with?.Invoke(call);
        return call.Run().Bytes("buffer");
    }

    /// <summary>Computes all pixels into memory of the caller, row by row.</summary>
    public unsafe void CopyTo(byte* into, int rowBytes)
    {
        var memory = (byte*)VipsNative.WriteToMemory(handle, out var size);
        if (memory is null)
        {
            throw VipsCall.Failed("pixels");
        }

        try
        {
            var row = (nuint)Width * (nuint)Bands;
            for (nuint y = 0; y < size / row; y++)
            {
                NativeMemory.Copy(memory + (y * row), into + (y * (nuint)rowBytes), row);
            }
        }
        finally
        {
            VipsNative.Free((nint)memory);
        }
    }

    protected override bool ReleaseHandle()
    {
        VipsNative.Unref(handle);
        return true;
    }
}

/// <summary>What the numbers of an image mean; libvips has more.</summary>
internal enum VipsInterpretation
{
    BlackWhite = 1,
    Cmyk = 15,
    Srgb = 22,
    Rgb16 = 25,
    Grey16 = 26,
}
