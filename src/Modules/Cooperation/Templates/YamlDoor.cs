using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Guanlian.Cooperation.Templates;

/// <summary>
/// Text that a stranger may have typed becomes YAML nodes, or a problem. Anchors, aliases and deep nesting are turned away before a tree
/// is built: templates need none, and each of them can be made to exhaust the program.
/// </summary>
internal static class YamlDoor
{
    private const int MostCharacters = 200_000;
    private const int DeepestNesting = 12;

    public static YamlNode? Read(string text, Problems problems)
    {
        if (text.Length > MostCharacters)
        {
            problems.Add(1, "file-too-long", ("most", MostCharacters));
            return null;
        }

        try
        {
            if (!Harmless(text, problems))
            {
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [var only])
            {
                return only.RootNode;
            }

            problems.Add(1, "not-one-document");
            return null;
        }
        catch (YamlException e)
        {
            problems.Add(Math.Max(1, (int)e.Start.Line), "not-yaml", ("detail", e.InnerException?.Message ?? e.Message));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or InvalidCastException)
        {
            // The parser trips over some texts instead of refusing them; found by spoiling real templates.
            problems.Add(1, "not-yaml", ("detail", e.Message));
            return null;
        }
    }

    private static bool Harmless(string text, Problems problems)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var now = parser.Current!;
            depth += now.NestingIncrease;
            if (now is AnchorAlias || now is NodeEvent { Anchor.IsEmpty: false } || depth > DeepestNesting + 2)
            {
                problems.Add((int)now.Start.Line, depth > DeepestNesting + 2 ? "nested-too-deep" : "anchor");
                return false;
            }
        }

        return true;
    }
}
