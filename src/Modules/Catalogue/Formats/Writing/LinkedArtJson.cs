using System.Text.Json;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Crosswalks;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>Linked Art 1.0 (CIDOC CRM as JSON-LD): a HumanMadeObject.</summary>
internal static class LinkedArtJson
{
    public const string Profile = "https://linked.art/ns/v1/linked-art.json";
    private const string Aat = "http://vocab.getty.edu/aat/";

    public static void Write(Utf8JsonWriter json, OutgoingObject one)
    {
        json.WriteStartObject();
        json.WriteString("@context", Profile);
        json.WriteString("id", one.Address);
        json.WriteString("type", "HumanMadeObject");
        json.WriteString("_label", one.Record.Title("zh") is { Length: > 0 } title ? title : one.OaiId);
        if (one.Record.Of(FieldRoles.Category) is CodedValue category)
        {
            json.WriteStartArray("classified_as");
            category.Words.ToList().ForEach(word => Type(json, "Type", word));
            json.WriteEndArray();
        }

        Identified(json, one);
        Referred(json, one);
        Dimensions(json, one);
        if (one.Record.Of(FieldRoles.Material) is CodedValue material)
        {
            json.WriteStartArray("made_of");
            material.Words.ToList().ForEach(word => Type(json, "Material", word));
            json.WriteEndArray();
        }

        Production(json, one);
        Owner(json, one);
        json.WriteEndObject();
    }

    private static void Identified(Utf8JsonWriter json, OutgoingObject one)
    {
        json.WriteStartArray("identified_by");
        if (one.Record.Of(FieldRoles.Title) is WordsValue title)
        {
            foreach (var text in OutgoingTexts.Of(title))
            {
                Content(json, "Name", text, "300404670", "Primary Name");
            }
        }

        foreach (var (field, value) in one.Filled)
        {
            if (field.Role == FieldRoles.Number && value is TextValue number)
            {
                Content(json, "Identifier", new(number.Text), "300312355", "Accession Number");
            }
            else if (value is IdentifiersValue numbers)
            {
                numbers.Numbers.ToList().ForEach(n => Content(json, "Identifier", new(n.Number), "300404626", n.Type ?? field.Zh));
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Every text without a place of its own, under its field's name.</summary>
    private static void Referred(Utf8JsonWriter json, OutgoingObject one)
    {
        json.WriteStartArray("referred_to_by");
        foreach (var (field, value) in one.Filled)
        {
            if (field.Role is FieldRoles.Title or FieldRoles.Number || value is not (TextValue or WordsValue))
            {
                continue;
            }

            foreach (var text in OutgoingTexts.Of(value))
            {
                var (type, label) = field.Role == FieldRoles.Description ? ("300435416", "Description")
                    : field.Key is "inscription" ? ("300435414", "Inscription")
                    : field.Key is "credit" ? ("300026687", "Acknowledgements") : (null, field.Zh);
                Content(json, "LinguisticObject", text, type, label);
            }
        }

        json.WriteEndArray();
    }

    private static void Dimensions(Utf8JsonWriter json, OutgoingObject one)
    {
        var measured = one.Filled.Where(f => f.Value is AmountValue && f.Field.Role is null).ToList();
        if (measured.Count == 0)
        {
            return;
        }

        json.WriteStartArray("dimension");
        foreach (var (field, value) in measured)
        {
            var amount = (AmountValue)value;
            json.WriteStartObject();
            json.WriteString("type", "Dimension");
            json.WriteStartArray("classified_as");
            Concept(json, "Type", field.Key switch
            {
                "height" => Aat + "300055644",
                "width" => Aat + "300055647",
                "length" => Aat + "300055645",
                "depth" => Aat + "300072633",
                "diameter" => Aat + "300055624",
                "mass" => Aat + "300056240",
                _ => null,
            }, field.Zh);
            json.WriteEndArray();
            json.WriteNumber("value", amount.Number);
            var unit = OutgoingTexts.Unit(amount, field);
            json.WritePropertyName("unit");
            Concept(json, "MeasurementUnit", unit switch
            {
                "cm" => Aat + "300379098",
                "mm" => Aat + "300379097",
                "m" => Aat + "300379099",
                "in" => Aat + "300379100",
                "g" => Aat + "300379225",
                "kg" => Aat + "300379226",
                _ => null,
            }, unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Production(Utf8JsonWriter json, OutgoingObject one)
    {
        var (time, makers) = (one.Record.Of(FieldRoles.Period) as TimeValue, one.Record.Of(FieldRoles.Maker) as PeopleValue);
        if (time is null && makers is null)
        {
            return;
        }

        json.WriteStartObject("produced_by");
        json.WriteString("type", "Production");
        if (time is not null)
        {
            json.WriteStartObject("timespan");
            json.WriteString("type", "TimeSpan");
            json.WriteStartArray("identified_by");
            Content(json, "Name", new(time.As), null, null);
            json.WriteEndArray();
            if (time is { From: { } from, To: { } to })
            {
                json.WriteString("begin_of_the_begin", Years.Iso(from) + "-01-01T00:00:00Z");
                json.WriteString("end_of_the_end", Years.Iso(to) + "-12-31T23:59:59Z");
            }

            json.WriteEndObject();
        }

        if (makers is not null)
        {
            json.WriteStartArray("carried_out_by");
            for (var i = 0; i < makers.People.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("id", $"{one.Address}#maker-{i + 1}");
                json.WriteString("type", "Person");
                json.WriteString("_label", makers.People[i].Name.In("zh").Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Owner(Utf8JsonWriter json, OutgoingObject one)
    {
        json.WriteStartArray("current_owner");
        json.WriteStartObject();
        json.WriteString("id", $"{one.Places.Base}museums/{Uri.EscapeDataString(one.Owner.Code)}");
        json.WriteString("type", "Group");
        json.WriteString("_label", one.Owner.Name);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Content(Utf8JsonWriter json, string type, OutgoingText text, string? aat, string? label)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        if (label is not null)
        {
            json.WriteStartArray("classified_as");
            Concept(json, "Type", aat is null ? null : Aat + aat, label);
            json.WriteEndArray();
        }

        json.WriteString("content", text.Text);
        if (text.Language is { } language)
        {
            json.WriteStartArray("language");
            Concept(json, "Language", language switch
            {
                "zh-Hans" => Aat + "300389355",
                "zh-Hant" => Aat + "300389354",
                "en" => Aat + "300388277",
                _ => null,
            }, language);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Type(Utf8JsonWriter json, string type, CodedWord word) =>
        Concept(json, type, word is { Code: { } code, List: { } list } ? OwnCode.Write(list, code) : null, Terms.Of(word, chinese: true));

    private static void Concept(Utf8JsonWriter json, string type, string? id, string label)
    {
        json.WriteStartObject();
        // The schema wants an id; what has none is named by its word.
        json.WriteString("id", id ?? "urn:guanlian:word:" + Uri.EscapeDataString(label));
        json.WriteString("type", type);
        json.WriteString("_label", label);
        json.WriteEndObject();
    }
}
