using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>Headings compared as people read them: width, blanks, line breaks, stars and case do not count.</summary>
internal static class HeaderText
{
    public static string Normalise(string? heading)
    {
        if (string.IsNullOrWhiteSpace(heading))
        {
            return "";
        }
        var clean = CellText.Clean(heading, out _).Normalize(NormalizationForm.FormKC);
        var kept = new StringBuilder(clean.Length);
        foreach (var c in clean)
        {
            switch (c)
            {
                case '〔' or '【' or '[' or '﹝': kept.Append('('); break;
                case '〕' or '】' or ']' or '﹞': kept.Append(')'); break;
                case '*' or ':' or '※' or '"' or '“' or '”': break;
                case var _ when char.IsWhiteSpace(c): break;
                default: kept.Append(char.ToLowerInvariant(c)); break;
            }
        }
        return kept.ToString();
    }

    /// <summary>The heading without what stands in brackets: units and remarks such as (件/套).</summary>
    public static string WithoutBrackets(string normalised)
    {
        if (!normalised.Contains('(', StringComparison.Ordinal))
        {
            return normalised;
        }
        var kept = new StringBuilder(normalised.Length);
        var depth = 0;
        foreach (var c in normalised)
        {
            if (c == '(')
            {
                depth++;
            }
            else if (c == ')' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0)
            {
                kept.Append(c);
            }
        }
        return kept.Length == 0 ? normalised : kept.ToString();
    }

    /// <summary>The candidate nearest to the wanted heading, if any is near enough to be meant.</summary>
    public static string? Nearest(string wanted, IEnumerable<string> candidates)
    {
        var goal = WithoutBrackets(Normalise(wanted));
        return candidates
            .Select(c => (Name: c, Text: WithoutBrackets(Normalise(c))))
            .Where(c => c.Text.Length is > 0 and <= 60)
            .Select(c => (c.Name, Off: Distance(goal, c.Text), Longest: Math.Max(goal.Length, c.Text.Length)))
            .Where(c => c.Off * 2 <= c.Longest)
            .OrderBy(c => (double)c.Off / c.Longest)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
