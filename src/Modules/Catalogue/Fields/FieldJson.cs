using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guanlian.Catalogue.Fields;

/// <summary>
/// A field's value as JSON and back. The order of properties is fixed and empty ones are left out, so that the text also serves to
/// tell whether two values differ.
/// </summary>
internal static class FieldJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new WordsConverter(), new AmountNumberConverter() },
    };

    /// <summary>The canonical text of a value.</summary>
    public static string Text(FieldValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Options.Encoder }))
        {
            Write(writer, value);
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    public static void Write(Utf8JsonWriter writer, FieldValue value)
    {
        switch (value)
        {
            case TextValue text: writer.WriteStringValue(text.Text); break;
            case WordsValue words: JsonSerializer.Serialize(writer, words, Options); break;
            case CodedValue coded: JsonSerializer.Serialize(writer, coded.Words, Options); break;
            case AmountValue amount: JsonSerializer.Serialize(writer, amount, Options); break;
            case IdentifiersValue numbers: JsonSerializer.Serialize(writer, numbers.Numbers, Options); break;
            case TimeValue time: JsonSerializer.Serialize(writer, time, Options); break;
            case PeopleValue people: JsonSerializer.Serialize(writer, people.People, Options); break;
            case RelationsValue relations: JsonSerializer.Serialize(writer, relations.Relations, Options); break;
            default: throw new InvalidOperationException($"a field of kind {value.GetType().Name} has no JSON");
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; anything else is a damaged row.</summary>
    public static FieldValue Read(FieldKind kind, JsonElement json) => kind switch
    {
        FieldKind.Text => new TextValue(json.GetString()!),
        FieldKind.Words => json.Deserialize<WordsValue>(Options)!,
        FieldKind.Coded => new CodedValue(json.Deserialize<List<CodedWord>>(Options)!),
        FieldKind.Amount => json.Deserialize<AmountValue>(Options)!,
        FieldKind.Identifiers => new IdentifiersValue(json.Deserialize<List<Identifier>>(Options)!),
        FieldKind.Time => json.Deserialize<TimeValue>(Options)!,
        FieldKind.People => new PeopleValue(json.Deserialize<List<Person>>(Options)!),
        FieldKind.Relations => new RelationsValue(json.Deserialize<List<Relation>>(Options)!),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Reads a canonical text.</summary>
    public static FieldValue Read(FieldKind kind, string text)
    {
        using var document = JsonDocument.Parse(text);
        return Read(kind, document.RootElement);
    }

    private sealed class WordsConverter : JsonConverter<WordsValue>
    {
        public override WordsValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(new SortedDictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options)!, StringComparer.Ordinal));

        public override void Write(Utf8JsonWriter writer, WordsValue value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (language, text) in value.ByLanguage)
            {
                writer.WriteString(language, text);
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>12.50 and 12.5 are one number.</summary>
    private sealed class AmountNumberConverter : JsonConverter<decimal>
    {
        public override bool HandleNull => false;

        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture));
    }
}
