using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guanlian.Platform.Formats;

/// <summary>
/// One value, one text, one hash, on every machine and in every year: UTF-8, keys sorted by code unit, no space between tokens, whole
/// numbers only, text in NFC, and of the characters only <c>"</c>, <c>\</c> and the controls escaped (the way of RFC 8785; whole
/// numbers may exceed 2^53). Described for strangers in docs/formats/canonical-json.md.
/// </summary>
public static class CanonicalJson
{
    /// <summary>How records become JSON before they are put in order: camel case, enums as kebab-case words, absent instead of null.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The canonical text of a record.</summary>
    public static string Write<T>(T value) => Write(JsonSerializer.SerializeToElement(value, Options));

    /// <summary>The canonical text of parsed JSON.</summary>
    /// <exception cref="FormatException">A number is not whole, or a text is not Unicode.</exception>
    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write{T}(T)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not JSON of this shape.</exception>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("null");

    /// <summary>SHA-256 of the text's UTF-8 bytes, lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendAll(text, '{', '}', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal), property =>
                {
                    AppendText(text, property.Name);
                    text.Append(':');
                    Append(text, property.Value);
                });
                break;
            case JsonValueKind.Array:
                AppendAll(text, '[', ']', value.EnumerateArray(), item => Append(text, item));
                break;
            case JsonValueKind.String:
                AppendText(text, TextOf(value));
                break;
            case JsonValueKind.Number:
                text.Append(value.TryGetInt64(out var whole)
                    ? whole.ToString(CultureInfo.InvariantCulture)
                    : throw new FormatException($"not a whole number of 64 bits: {value.GetRawText()}"));
                break;
            default:
                text.Append(value.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => "null" });
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            append(item);
        }

        text.Append(close);
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("a text is not Unicode", e);
        }
    }

    private static void AppendText(StringBuilder text, string value)
    {
        string normal;
        try
        {
            normal = value.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException e)
        {
            throw new FormatException("a text is not Unicode", e);
        }

        text.Append('"');
        foreach (var c in normal)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
