using System.Text;

namespace Guanlian.Hosting;

/// <summary>Thirty real lines of the register; Samples/README.md says whose.</summary>
public static class RegisterSample
{
    public const int Lines = 30;

    public static byte[] Csv { get; } = Read();

    private static byte[] Read()
    {
        using var stream = typeof(RegisterSample).Assembly.GetManifestResourceStream("register-shanxi-30.csv")!;
        using var reader = new StreamReader(stream);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }
}
