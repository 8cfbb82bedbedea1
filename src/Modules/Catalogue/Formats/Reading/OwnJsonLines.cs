using System.Text;
using System.Text.Json;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// JSON Lines as <c>api/export/object.jsonl</c> gives them: the one format that carries every field as the catalogue keeps it. What
/// comes back may have been edited by anybody; each value is checked before it is believed.
/// </summary>
internal static class OwnJsonLines
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>An object as the first thing in the file.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> head) =>
        (head.StartsWith<byte>([0xef, 0xbb, 0xbf]) ? head[3..] : head).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    public static IEnumerable<ForeignRecord> Records(RationedStream stream, ForeignLimits limits)
    {
        using var lines = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 1 << 14, leaveOpen: true);
        var (number, at) = (0, 0);
        while (Line(lines) is { } line)
        {
            at++;
            stream.NextRecord();
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Record(line, ++number, at);
            }
        }
    }

    private static string? Line(StreamReader lines)
    {
        try
        {
            return lines.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw ForeignFault.Of("catalogue.formats.json.not-utf8");
        }
    }

    private static ForeignRecord Record(string line, int number, int at)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw ForeignFault.Of("catalogue.formats.json.broken", ("line", at));
        }

        return root.ValueKind == JsonValueKind.Object && Text(root, "profile") is { } profile
            && root.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object
            ? new ForeignRecord(ForeignFormat.Own, Text(root, "id"), number, at, null) { Own = new(profile, fields, Extra(root)) }
            : throw ForeignFault.Of("catalogue.formats.json.other", ("line", at));
    }

    private static JsonElement? Extra(JsonElement root) =>
        root.TryGetProperty(ObjectRecord.ExtraKey, out var extra) && extra.ValueKind == JsonValueKind.Object ? extra : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? XmlFiles.Filled(value.GetString()) : null;
}

/// <summary>What a line of our own JSON says.</summary>
/// <param name="Profile">Whose fields.</param>
/// <param name="Fields">By key.</param>
/// <param name="Extra">What belonged to no field.</param>
internal sealed record OwnFields(string Profile, JsonElement Fields, JsonElement? Extra)
{
    /// <summary>As a record of a profile. A field that it has not, or has of another kind, is kept beside.</summary>
    /// <exception cref="ForeignFault">A value is none that the field can hold.</exception>
    public ObjectRecord In(Profile profile, int line)
    {
        var (values, extra) = (new Dictionary<string, FieldValue>(), new Dictionary<string, string>());
        foreach (var property in Fields.EnumerateObject())
        {
            if (profile.Find(property.Name) is not { } field || (profile.Name != Profile && ProfileBook.Shipped.Find(Profile)?.Find(property.Name)?.Kind != field.Kind))
            {
                extra[property.Name] = Clean(property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText());
                continue;
            }

            values[field.Key] = Read(field, property.Value) ?? throw ForeignFault.Of("catalogue.formats.json.value", ("line", line), ("field", field.Zh));
        }

        foreach (var pair in Extra?.EnumerateObject() ?? default)
        {
            if (pair.Value.ValueKind == JsonValueKind.String)
            {
                extra[Clean(pair.Name)] = Clean(pair.Value.GetString()!);
            }
        }

        return new(profile, values, extra);
    }

    private static FieldValue? Read(ProfileField field, JsonElement json)
    {
        try
        {
            var value = HasUnwritable(json) ? null : FieldJson.Read(field.Kind, json);
            return value is not null && IsWhole(value) ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether nothing is missing that a value of its kind has.</summary>
    private static bool IsWhole(FieldValue value) => value switch
    {
        TextValue text => Said(text.Text),
        WordsValue words => IsWhole(words),
        CodedValue coded => coded.Words.Count > 0 && coded.Words.All(w => w is not null && (Said(w.Code) || Said(w.As))),
        IdentifiersValue numbers => numbers.Numbers.Count > 0 && numbers.Numbers.All(n => n is not null && Said(n.Number)),
        TimeValue time => Said(time.As) && time.From is not 0 && time.To is not 0,
        PeopleValue people => people.People.Count > 0
            && people.People.All(p => p is { Name: not null } && IsWhole(p.Name) && (p.Role is null || IsWhole(p.Role))),
        RelationsValue relations => relations.Relations.Count > 0
            && relations.Relations.All(r => r is not null && Said(r.Kind) && (r.To is not null || Said(r.Text))),
        _ => true,
    };

    private static bool IsWhole(WordsValue words) => words.ByLanguage.Count > 0 && words.ByLanguage.All(w => Said(w.Key) && Said(w.Value));

    private static bool Said(string? text) => !string.IsNullOrWhiteSpace(text);

    /// <summary>The characters that no text of ours can hold.</summary>
    private static bool HasUnwritable(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString().AsSpan().ContainsAny(Typed.Unwritable),
        JsonValueKind.Object => json.EnumerateObject().Any(p => p.Name.AsSpan().ContainsAny(Typed.Unwritable) || HasUnwritable(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().Any(HasUnwritable),
        _ => false,
    };

    private static string Clean(string text) => Typed.Writable(text);
}
