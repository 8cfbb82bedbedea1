namespace Guanlian.Media.Jpeg;

/// <summary>Where brightness and the two differences of colour of an image lie, and how far their rows are apart.</summary>
internal readonly unsafe struct JpegPlanes(byte* light, byte* blue, byte* red, int lightStride, int colourStride)
{
    public readonly byte* Light = light, Blue = blue, Red = red;

    public readonly int LightStride = lightStride, ColourStride = colourStride;
}
