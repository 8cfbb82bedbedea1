using System.Xml.Linq;

namespace Guanlian.Shape.Boundaries;

public sealed class ModuleBoundaries
{
    [Fact]
    public void A_module_knows_the_contracts_and_the_ground_but_no_other_module()
    {
        var modules = Directory.GetDirectories(Path.Combine(Sources.Root, "src", "Modules"));
        Assert.NotEmpty(modules);
        foreach (var module in modules)
        {
            // The pairing kernel is a library of its own; Exchange alone calls it.
            string[] allowed = Path.GetFileName(module) == "Exchange" ? ["Contracts", "Platform", "Pairing"] : ["Contracts", "Platform"];
            Assert.Empty(ReferencesOf(Assert.Single(Directory.GetFiles(module, "*.csproj"))).Except(allowed));
        }
    }

    [Theory]
    [InlineData("Contracts", "Platform")]
    [InlineData("Platform")]
    [InlineData("Pairing")]
    public void The_ground_knows_nothing_above_it(string project, params string[] allowed) =>
        Assert.Empty(ReferencesOf(Path.Combine(Sources.Root, "src", project, $"{project}.csproj")).Except(allowed));

    [Fact]
    public void The_pairing_kernel_needs_no_package() =>
        Assert.Empty(XDocument.Load(Path.Combine(Sources.Root, "src", "Pairing", "Pairing.csproj")).Descendants("PackageReference"));

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));
}
