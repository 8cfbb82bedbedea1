using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Guanlian.Governance.Charters;

/// <summary>
/// The little Markdown that a charter needs: headings, lists, bold. Every character is encoded before it is placed and no other tag can
/// come out, so a text can carry no markup, link or script of its own.
/// </summary>
internal static partial class CharterProse
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Html(string text)
    {
        var html = new StringBuilder();
        string? list = null;
        var paragraph = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Append(""))
        {
            var (item, tag) = Bullet().Match(line) is { Success: true } dot ? (dot.Groups[1].Value, "ul")
                : Number().Match(line) is { Success: true } count ? (count.Groups[1].Value, "ol") : (null, null);
            if (item is null && line.Length > 0 && Heading().Match(line) is not { Success: true })
            {
                paragraph.Add(Words(line));
                continue;
            }

            EndParagraph();
            if (list is not null && list != tag)
            {
                html.Append("</").Append(list).Append('>');
                list = null;
            }

            if (item is not null)
            {
                if (list is null)
                {
                    html.Append('<').Append(list = tag).Append('>');
                }

                html.Append("<li>").Append(Words(item)).Append("</li>");
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                html.Append("<h3>").Append(Words(heading.Groups[1].Value)).Append("</h3>");
            }
        }

        return html.ToString();

        void EndParagraph()
        {
            if (paragraph.Count > 0)
            {
                if (list is not null)
                {
                    html.Append("</").Append(list).Append('>');
                    list = null;
                }

                html.Append("<p>").AppendJoin("<br>", paragraph).Append("</p>");
                paragraph.Clear();
            }
        }
    }

    private static string Words(string text) => Bold().Replace(Encoder.Encode(text), "<strong>$1</strong>");

    [GeneratedRegex(@"^[-*•]\s+(.+)$")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^[0-9]{1,3}(?:[.)]\s+|、\s*)(.+)$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^#{1,4}\s+(.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\*\*([^*]{1,500})\*\*")]
    private static partial Regex Bold();
}
