using System.Text.Json;
using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>
/// Our own JSON of a record, for the API and JSON Lines: the fields under their keys with their values as the catalogue keeps them, and
/// beside them what they say in words.
/// </summary>
internal static class ObjectJson
{
    public static void Write(Utf8JsonWriter json, OutgoingObject one)
    {
        json.WriteStartObject();
        json.WriteString("id", one.Address);
        json.WriteString("oaiId", one.OaiId);
        json.WriteStartObject("institution");
        json.WriteString("code", one.Owner.Code);
        json.WriteString("name", one.Owner.Name);
        if (one.Owner.NameEn is { } english)
        {
            json.WriteString("nameEn", english);
        }

        json.WriteEndObject();
        json.WriteNumber("serial", one.Seen.Row.Serial);
        json.WriteString("profile", one.Record.Profile.Name);
        json.WriteString("title", one.Record.Title("zh"));
        json.WriteNumber("version", one.Seen.Row.Version);
        json.WriteString("changed", one.Seen.Row.ChangedAt.UtcDateTime);
        if (one.Rights is { } rights)
        {
            json.WriteString("rights", rights.Uri);
        }

        json.WriteStartObject("fields");
        foreach (var (field, value) in one.Filled)
        {
            json.WritePropertyName(field.Key);
            FieldJson.Write(json, value);
        }

        json.WriteEndObject();
        Words(json, one);
        if (one.Record.Extra.Count > 0)
        {
            json.WriteStartObject("extra");
            foreach (var (heading, text) in one.Record.Extra.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                json.WriteString(heading, text);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Coded fields in words, so that nobody needs our lists.</summary>
    private static void Words(Utf8JsonWriter json, OutgoingObject one)
    {
        json.WriteStartObject("words");
        foreach (var (field, value) in one.Filled)
        {
            if (value is not CodedValue coded)
            {
                continue;
            }

            json.WriteStartArray(field.Key);
            foreach (var word in coded.Words)
            {
                json.WriteStartObject();
                json.WriteString("zh", Terms.Of(word, chinese: true));
                json.WriteString("en", Terms.Of(word, chinese: false));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
