using System.Text.Json.Serialization;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Templates;

/// <summary>A name or a sentence in both languages; templates are data, so their words do not stand in the word files.</summary>
public sealed record Bilingual(string Zh, string En)
{
    /// <summary>In the request's language.</summary>
    [JsonIgnore]
    public string Here => Wording.InChinese ? Zh : En;

    /// <inheritdoc />
    public override string ToString() => Here;
}
