using System.Globalization;
using System.Runtime.InteropServices;

namespace Guanlian.Media.Vips;

/// <summary>One operation of libvips, called by name as its own command line does: <c>vips list operations</c> names them all.</summary>
internal sealed class VipsCall : IDisposable
{
    private nint operation;

    public VipsCall(string name)
    {
        VipsLibrary.Need();
        operation = VipsNative.NewOperation(name);
        if (operation == 0)
        {
            throw Failed(name);
        }
    }

    public VipsCall Set(string name, VipsImage image)
    {
        var value = default(VipsNative.GValue);
        VipsNative.InitValue(ref value, VipsNative.ImageType());
        VipsNative.SetObject(ref value, image.DangerousGetHandle());
        VipsNative.SetProperty(operation, name, ref value);
        VipsNative.UnsetValue(ref value);
        return this;
    }

    /// <summary>A number, a word of an enumeration, true or false, numbers with blanks between.</summary>
    public VipsCall Set(string name, string text) => VipsNative.SetArgument(operation, name, text) == 0 ? this : throw Failed(name);

    public VipsCall Set(string name, double number) => Set(name, number.ToString("R", CultureInfo.InvariantCulture));

    public VipsCall Set(string name, int number) => Set(name, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Bytes of an encoded file; copied.</summary>
    public VipsCall Blob(string name, ReadOnlySpan<byte> bytes)
    {
        var blob = VipsNative.CopyBlob(ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
        var value = default(VipsNative.GValue);
        VipsNative.InitValue(ref value, VipsNative.BlobType());
        VipsNative.SetBoxed(ref value, blob);
        VipsNative.SetProperty(operation, name, ref value);
        VipsNative.UnsetValue(ref value);
        VipsNative.UnrefArea(blob);
        return this;
    }

    public VipsCall Run()
    {
        var built = VipsNative.Build(operation);
        if (built == 0)
        {
            throw Failed("run");
        }

        VipsNative.Unref(operation);
        operation = built;
        return this;
    }

    public VipsImage Image(string name = "out")
    {
        var value = default(VipsNative.GValue);
        VipsNative.InitValue(ref value, VipsNative.ImageType());
        VipsNative.GetProperty(operation, name, ref value);
        var image = new VipsImage(VipsNative.DupObject(ref value));
        VipsNative.UnsetValue(ref value);
        return image;
    }

    public unsafe byte[] Bytes(string name)
    {
        var value = default(VipsNative.GValue);
        VipsNative.InitValue(ref value, VipsNative.BlobType());
        VipsNative.GetProperty(operation, name, ref value);
        var data = VipsNative.BlobData(VipsNative.GetBoxed(ref value), out var length);
        var bytes = new ReadOnlySpan<byte>((void*)data, (int)length).ToArray();
        VipsNative.UnsetValue(ref value);
        return bytes;
    }

    public void Dispose()
    {
        if (operation != 0)
        {
            VipsNative.UnrefOutputs(operation);
            VipsNative.Unref(operation);
            operation = 0;
        }
    }

    internal static VipsException Failed(string what)
    {
        var text = VipsNative.TakeErrors();
        var said = Marshal.PtrToStringUTF8(text) ?? "";
        VipsNative.Free(text);
        return new($"{what}: {said.Trim()}");
    }
}
