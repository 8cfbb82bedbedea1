namespace Guanlian.Media.Checking;

/// <summary>From where on a photograph is worth a second look for what was measured in it. The numbers are ours, found by trying.</summary>
internal static class PhotoLimits
{
    /// <summary>Less is blurred even where it is sharpest.</summary>
    public const double Sharp = 0.02;

    /// <summary>Nothing in a picture that is lighter than this: too dark.</summary>
    public const int Light = 110;

    /// <summary>Nothing darker than this: too light.</summary>
    public const int Dark = 150;

    /// <summary>Differing places out of 64 up to which two files are thought to show the same photograph.</summary>
    public const int SamePrint = 4;

    public static bool Blurred(double? sharpness) => sharpness < Sharp;

    /// <summary>Whether there is something to say; its size is judged by <see cref="JudgeSizes"/>.</summary>
    public static bool Advises(double? sharpness, int darkest, int lightest) => Blurred(sharpness) || lightest < Light || darkest > Dark;
}
