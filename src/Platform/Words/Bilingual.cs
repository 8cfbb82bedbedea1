using System.Text.Json.Serialization;

namespace Guanlian.Platform.Words;

/// <summary>A name or a sentence in both languages, for what is data: templates, code lists. Pages take their words from the word files.</summary>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English.</param>
public sealed record Bilingual(string Zh, string En)
{
    /// <summary>In the request's language.</summary>
    [JsonIgnore]
    public string Here => Wording.InChinese ? Zh : En;

    /// <summary>In that language.</summary>
    public string In(string language) => language == Wording.English ? En : Zh;

    /// <inheritdoc />
    public override string ToString() => Here;
}
