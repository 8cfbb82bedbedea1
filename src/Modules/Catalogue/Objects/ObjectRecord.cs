using System.Buffers;
using System.Text;
using System.Text.Json;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Objects;

/// <summary>The values of a record. Knows nothing of who may see them: see <see cref="SeenObject"/>.</summary>
/// <param name="Profile">Its fields.</param>
/// <param name="Values">By key; an empty field is absent.</param>
/// <param name="Extra">What came along in an import and belongs to no field, by its heading there; the owner's alone.</param>
internal sealed record ObjectRecord(
    Profile Profile, IReadOnlyDictionary<string, FieldValue> Values, IReadOnlyDictionary<string, string> Extra)
{
    /// <summary>The property of <c>catalogue.object.record</c> that holds <see cref="Extra"/>; no field may be called so.</summary>
    public const string ExtraKey = "extra";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ObjectRecord Empty(Profile profile) =>
        new(profile, new Dictionary<string, FieldValue>(), new Dictionary<string, string>());

    public FieldValue? this[string key] => Values.GetValueOrDefault(key);

    /// <summary>The value of the field that plays a part (<see cref="FieldRoles"/>).</summary>
    public FieldValue? Of(string role) => Profile.Of(role) is { } field ? this[field.Key] : null;

    /// <summary>A copy with one field changed; null empties it.</summary>
    public ObjectRecord With(string key, FieldValue? value)
    {
        var values = new Dictionary<string, FieldValue>(Values);
        if (value is null)
        {
            values.Remove(key);
        }
        else
        {
            values[key] = value;
        }

        return this with { Values = values };
    }

    /// <summary>Its name in a language; its number where it has none.</summary>
    public string Title(string language) => Of(FieldRoles.Title) switch
    {
        WordsValue words => words.In(language).Text,
        TextValue text => text.Text,
        _ => (Of(FieldRoles.Number) as TextValue)?.Text ?? "",
    };

    /// <summary>For <c>catalogue.object.record</c>, fields in the profile's order.</summary>
    public string Write()
    {
        var utf8 = new ArrayBufferWriter<byte>(2048);
        Write(utf8);
        return Encoding.UTF8.GetString(utf8.WrittenSpan);
    }

    /// <summary>The same as UTF-8.</summary>
    public void Write(IBufferWriter<byte> into)
    {
        using var writer = new Utf8JsonWriter(into, Relaxed);
        writer.WriteStartObject();
        foreach (var field in Profile.Fields)
        {
            if (Values.TryGetValue(field.Key, out var value))
            {
                writer.WritePropertyName(field.Key);
                FieldJson.Write(writer, value);
            }
        }

        if (Extra.Count > 0)
        {
            writer.WriteStartObject(ExtraKey);
            foreach (var (heading, text) in Extra.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                writer.WriteString(heading, text);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads a stored record. A field that the profile has lost stays unread: the row keeps it.</summary>
    public static ObjectRecord Read(Profile profile, string json)
    {
        using var document = JsonDocument.Parse(json);
        var values = new Dictionary<string, FieldValue>();
        var extra = new Dictionary<string, string>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name == ExtraKey)
            {
                foreach (var pair in property.Value.EnumerateObject())
                {
                    extra[pair.Name] = pair.Value.GetString() ?? "";
                }
            }
            else if (profile.Find(property.Name) is { } field)
            {
                values[field.Key] = FieldJson.Read(field.Kind, property.Value);
            }
        }

        return new(profile, values, extra);
    }
}
