using System.Security.Cryptography;

namespace Guanlian.Shape.Vendor;

public sealed class VendoredCode
{
    public static TheoryData<string> Folders { get; } = [.. Directory.GetDirectories(Sources.Root, "vendor", SearchOption.AllDirectories)
        .Where(v => !v.Split(Path.DirectorySeparatorChar).Any(step => step is "bin" or "obj"))
        .SelectMany(Directory.GetDirectories)
        .Select(f => Path.GetRelativePath(Sources.Root, f))];

    [Theory, MemberData(nameof(Folders))]
    public void Code_of_others_carries_its_licence_and_is_what_it_was(string folder)
    {
        var home = Path.Combine(Sources.Root, folder);
        Assert.NotEmpty(Directory.GetFiles(home, "LICENSE*"));
        var listed = File.ReadLines(Path.Combine(home, "SHA256SUMS")).Select(line => line.Split("  ", 2)).ToDictionary(pair => pair[1].TrimStart('*', '.', '/'), pair => pair[0]);
        var files = Directory.GetFiles(home, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(home, f).Replace('\\', '/')).Where(f => f is not "SHA256SUMS" and not "README.md").ToList();
        Assert.Empty(files.Except(listed.Keys));
        Assert.All(listed, entry => Assert.Equal(entry.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(home, entry.Key))))));
    }
}
