using System.Reflection;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Templates;

/// <summary>The templates that come with the program: every file of this folder, found by itself, read once when the program starts.</summary>
internal static class TemplateBook
{
    private const string Prefix = "Guanlian.Cooperation.Templates.";
    private static readonly Assembly Own = typeof(TemplateBook).Assembly;
    private static readonly Lazy<Shipment> All = new(Load);

    /// <summary>By code, in the order of families and names.</summary>
    public static IReadOnlyDictionary<string, Template> Shipped => All.Value.Templates;

    /// <summary>What families give to their templates.</summary>
    public static IReadOnlyDictionary<Family, FamilyTexts> Families => All.Value.Families;

    /// <summary>Names of the files, found in the assembly.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Own.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && !n.StartsWith(Prefix + "Shared.", StringComparison.Ordinal))
        .Select(n => n[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>The text of a shipped file.</summary>
    public static string TextOf(string file)
    {
        using var reader = new StreamReader(Own.GetManifestResourceStream(Prefix + file)!);
        return reader.ReadToEnd();
    }

    private static Shipment Load()
    {
        var inFamilies = new Problems("Shared/families.yaml");
        var families = FamilyBook.Read(TextOf("Shared.families.yaml"), inFamilies);
        var problems = inFamilies.All.ToList();
        var templates = new List<Template>();
        foreach (var file in Files)
        {
            var (template, found) = TemplateReader.Read(file, TextOf(file), families);
            problems.AddRange(found);
            if (template is not null)
            {
                templates.Add(template);
                if (template.Code + ".yaml" != file)
                {
                    problems.Add(new(file, 1, "file-name", [("code", template.Code)]));
                }
            }
        }

        if (problems.Count > 0)
        {
            var words = new Wording([Own]);
            throw new BrokenTemplatesException(string.Join('\n', problems.Select(p => p.Say(words, Wording.English))));
        }

        return new(templates.OrderBy(t => t.Family).ThenBy(t => t.Code, StringComparer.Ordinal).ToDictionary(t => t.Code), families);
    }

    private sealed record Shipment(IReadOnlyDictionary<string, Template> Templates, IReadOnlyDictionary<Family, FamilyTexts> Families);
}
