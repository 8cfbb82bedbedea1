using System.Text.RegularExpressions;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Objects;

/// <summary>What a record needs before outsiders may see it, as a list to tick off. Personal data in a field that outsiders see blocks.</summary>
internal static partial class PublishChecklist
{
    /// <param name="Field">The field it is about.</param>
    /// <param name="Key">Word key of the line: needed, unread, personal.</param>
    /// <param name="Done">Nothing is left to do.</param>
    /// <param name="Blocks">It keeps the record from being published.</param>
    internal sealed record Item(ProfileField Field, string Key, bool Done, bool Blocks)
    {
        public string RefusalKey => $"catalogue.publish.{Key}.refusal";
    }

    public static IReadOnlyList<Item> Of(ObjectRecord record, IReadOnlyDictionary<string, Level>? levels = null)
    {
        var items = new List<Item>();
        foreach (var field in record.Profile.Fields)
        {
            var value = record[field.Key];
            if (field.Required)
            {
                items.Add(new(field, "needed", value is not null, value is null));
            }

            if (value is CodedValue coded && coded.Words.Any(w => w.Code is null))
            {
                items.Add(new(field, "unread", false, false));
            }

            if (value is not null && SeenObject.LevelOf(field, levels ?? new Dictionary<string, Level>()) < Level.Staff && HoldsPersonal(value))
            {
                items.Add(new(field, "personal", false, true));
            }
        }

        return items;
    }

    /// <summary>A mobile number or an identity number.</summary>
    private static bool HoldsPersonal(FieldValue value) => value switch
    {
        TextValue text => Personal().IsMatch(text.Text),
        WordsValue words => words.ByLanguage.Values.Any(w => Personal().IsMatch(w)),
        _ => false,
    };

    [GeneratedRegex(@"(?<!\d)(1[3-9]\d{9}|[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx])(?!\d)")]
    private static partial Regex Personal();
}
