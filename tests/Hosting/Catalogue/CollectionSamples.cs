namespace Guanlian.Hosting.Catalogue;

/// <summary>Real records of two museums; Samples/collections/README.md says whose.</summary>
public static class CollectionSamples
{
    public static Stream Open(string name) => typeof(CollectionSamples).Assembly.GetManifestResourceStream(name)!;

    public static byte[] Read(string name)
    {
        using var file = Open(name);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
