namespace Guanlian.Media.Sample;

/// <summary>A few photographs in the public domain that come with the program: see README.md beside this file.</summary>
internal static class SamplePictures
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(SamplePictures).Assembly.GetManifestResourceStream($"Guanlian.Media.Sample.pictures.{name}")
            ?? throw new InvalidOperationException($"no sample picture {name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
