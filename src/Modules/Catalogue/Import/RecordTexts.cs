using System.Text.Encodings.Web;
using System.Text.Json;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;

namespace Guanlian.Catalogue.Import;

/// <summary>
/// A record as the bulk mechanism compares it: canonical JSON by field. What comes from columns of its own is a field of its own, so that
/// a table without an English title empties none: each language (<c>title.en</c>), each kind of number that has a column
/// (<c>otherNumbers.o1</c>), and each unmapped heading (<c>extra.页码</c>).
/// </summary>
internal sealed class RecordTexts
{
    private const int MostRemembered = 20_000;
    private readonly HashSet<string> ownTypes;
    private readonly Dictionary<(FieldKind Kind, string Text), FieldValue> read = [];

    public RecordTexts(CodeBook codes)
    {
        ownTypes = codes.Find("number-type")?.Entries.Where(e => e.Ours).Select(e => e.Code).ToHashSet() ?? [];
    }

    /// <summary>A plain text as JSON.</summary>
    public static string Text(string text) => string.Concat("\"", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), "\"");

    /// <summary>What <see cref="Text"/> was made of.</summary>
    public static string Plain(string json) => json is ['"', .., '"'] && !json.Contains('\\', StringComparison.Ordinal)
        ? json[1..^1]
        : JsonSerializer.Deserialize<string>(json)!;

    public static string Name(string field, string part) => part.Length == 0 ? field : $"{field}.{part}";

    /// <summary>Field and part of a name; the part is empty for a whole field.</summary>
    public static (string Field, string Part) Split(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        ? (name[..dot], name[(dot + 1)..])
        : (name, "");

    /// <summary>Whether numbers of this kind are a field of their own.</summary>
    public bool HasOwnField(string? type) => type is not null && ownTypes.Contains(type);

    public Dictionary<string, string?> Of(ObjectRecord record)
    {
        var texts = new Dictionary<string, string?>();
        foreach (var (key, value) in record.Values)
        {
            switch (value)
            {
                case TextValue text:
                    texts[key] = Text(text.Text);
                    break;
                case WordsValue words:
                    foreach (var (language, text) in words.ByLanguage)
                    {
                        texts[Name(key, language)] = Text(text);
                    }

                    break;
                case IdentifiersValue numbers:
                    foreach (var group in numbers.Numbers.GroupBy(n => HasOwnField(n.Type) ? n.Type! : ""))
                    {
                        texts[Name(key, group.Key)] = FieldJson.Text(new IdentifiersValue([.. group]));
                    }

                    break;
                default:
                    texts[key] = FieldJson.Text(value);
                    break;
            }
        }

        foreach (var (heading, text) in record.Extra)
        {
            texts[Name(ObjectRecord.ExtraKey, heading)] = Text(text);
        }

        return texts;
    }

    /// <summary>The record with some fields set; null empties one.</summary>
    public ObjectRecord With(ObjectRecord record, IReadOnlyDictionary<string, string?> texts)
    {
        var values = new Dictionary<string, FieldValue>(Math.Max(record.Values.Count, texts.Count));
        foreach (var (key, value) in record.Values)
        {
            values.Add(key, value);
        }

        Dictionary<string, string>? extra = null;
        foreach (var (name, text) in texts)
        {
            var (key, part) = Split(name);
            if (key == ObjectRecord.ExtraKey)
            {
                extra ??= new(record.Extra);
                Put(extra, part, text is null ? null : Plain(text));
            }
            else if (record.Profile.Find(key) is { } field)
            {
                Put(values, key, Value(field.Kind, part, text, values.GetValueOrDefault(key)));
            }
        }

        return record with { Values = values, Extra = extra ?? record.Extra };
    }

    private static void Put<T>(Dictionary<string, T> values, string key, T? value) where T : class
    {
        if (value is null)
        {
            values.Remove(key);
        }
        else
        {
            values[key] = value;
        }
    }

    private FieldValue? Value(FieldKind kind, string part, string? text, FieldValue? now)
    {
        switch (kind)
        {
            case FieldKind.Words when part.Length > 0:
                var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
                foreach (var (language, was) in (now as WordsValue)?.ByLanguage ?? [])
                {
                    words[language] = was;
                }

                _ = words.Remove(part);
                if (text is not null)
                {
                    words[part] = Plain(text);
                }

                return words.Count == 0 ? null : new WordsValue(words);
            case FieldKind.Identifiers:
                var others = (now as IdentifiersValue)?.Numbers.Where(n => (HasOwnField(n.Type) ? n.Type : "") != part) ?? [];
                var ours = text is null ? [] : ((IdentifiersValue)FieldJson.Read(kind, text)).Numbers;
                Identifier[] all = [.. others, .. ours];
                return all.Length == 0 ? null : new IdentifiersValue([.. all.OrderBy(n => n.Type, StringComparer.Ordinal)]);
            default:
                return text is null ? null : Read(kind, text);
        }
    }

    /// <summary>Values are immutable and few of them differ: 200,000 rows hold some hundred periods.</summary>
    private FieldValue Read(FieldKind kind, string text)
    {
        if (kind == FieldKind.Text)
        {
            return new TextValue(Plain(text));
        }

        if (!read.TryGetValue((kind, text), out var value))
        {
            value = FieldJson.Read(kind, text);
            if (read.Count >= MostRemembered)
            {
                read.Clear();
            }

            read.Add((kind, text), value);
        }

        return value;
    }
}
