using System.Text.Json;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>schema.org as JSON-LD, by the profile's <c>maps.schema</c>; also what stands in the object's page.</summary>
internal static class SchemaOrgJson
{
    public static string Text(OutgoingObject one)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, one);
        }

        // The default encoder escapes <, > and &: safe inside a script element.
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    public static void Write(Utf8JsonWriter json, OutgoingObject one)
    {
        json.WriteStartObject();
        json.WriteString("@context", "https://schema.org");
        var works = one.Record.Of(FieldRoles.Maker) is PeopleValue;
        json.WriteString("@type", works ? "VisualArtwork" : "CreativeWork");
        json.WriteString("@id", one.Address);
        json.WriteString("url", one.Address);
        foreach (var group in one.Filled.Where(f => f.Field.Maps.ContainsKey("schema")).GroupBy(f => f.Field.Maps["schema"]))
        {
            json.WritePropertyName(group.Key);
            Values(json, [.. group.Select(f => f.Value)]);
        }

        if (one.Rights is { } rights)
        {
            json.WriteString("license", rights.Uri);
        }

        json.WriteStartObject("maintainer");
        json.WriteString("@type", "Museum");
        json.WriteString("name", one.Owner.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Values(Utf8JsonWriter json, List<FieldValue> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            if (value is PeopleValue people)
            {
                people.People.ToList().ForEach(p => Person(json, p));
                continue;
            }

            foreach (var text in OutgoingTexts.Of(value))
            {
                if (text.Language is null)
                {
                    json.WriteStringValue(text.Text);
                    continue;
                }

                json.WriteStartObject();
                json.WriteString("@language", text.Language);
                json.WriteString("@value", text.Text);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void Person(Utf8JsonWriter json, Person person)
    {
        json.WriteStartObject();
        json.WriteString("@type", "Person");
        json.WritePropertyName("name");
        Values(json, [person.Name]);
        if (person.Life is { } life)
        {
            json.WriteString("description", life);
        }

        json.WriteEndObject();
    }
}
