using System.Text.RegularExpressions;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Import;
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

        /// <summary>It blocks what comes from another system, too, which may know no such field as is needed here.</summary>
        public bool Personal => Key == "personal";
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

    /// <summary>What keeps a record from being published.</summary>
    /// <param name="record">It.</param>
    /// <param name="levels">Its own choices of who sees a field.</param>
    /// <param name="foreign">It comes from another system: only personal data counts.</param>
    public static IEnumerable<Item> Blocking(ObjectRecord record, IReadOnlyDictionary<string, Level>? levels = null, bool foreign = false) =>
        Of(record, levels).Where(i => foreign ? i.Personal : i.Blocks);

    /// <summary>What would keep a record from being published now and did not before: a published record stays as fit for it as it was.</summary>
    public static Item? Spoils(ObjectRecord before, ObjectRecord after, IReadOnlyDictionary<string, Level>? levels = null, bool foreign = false)
    {
        var open = Blocking(after, levels, foreign).ToList();
        if (open.Count == 0)
        {
            return null;
        }

        var had = Blocking(before, levels).Select(i => (i.Field.Key, i.Key)).ToHashSet();
        return open.Find(i => !had.Contains((i.Field.Key, i.Key)));
    }

    /// <summary>Whether texts that change a record could spoil it at all; most say nothing that could, which is seen without putting them in.</summary>
    public static bool MaySpoil(Profile profile, IReadOnlyDictionary<string, string?> texts) => texts.Any(t =>
        t.Value is null ? profile.Find(RecordTexts.Split(t.Key).Field) is { Required: true } : t.Value.Length > LeastPersonal && MayBePersonal(t.Value));

    /// <summary>
    /// What keeps a new record from being published, by the texts that it is about to be made of (<see cref="RecordTexts"/>): the first line of
    /// <see cref="Of"/> that blocks.
    /// </summary>
    /// <param name="profile">Of the record.</param>
    /// <param name="texts">What it will say.</param>
    /// <param name="foreign">It comes from another system: only personal data counts.</param>
    public static Item? Blocks(Profile profile, IReadOnlyDictionary<string, string?> texts, bool foreign)
    {
        Item? first = null;
        var at = int.MaxValue;
        if (!foreign && profile.Fields.FirstOrDefault(f => f.Required && !texts.Any(t => t.Value is not null && IsOf(t.Key, f))) is { } missing)
        {
            (first, at) = (new(missing, "needed", false, true), IndexOf(missing));
        }

        foreach (var (name, text) in texts)
        {
            if (text is { Length: > LeastPersonal } && MayBePersonal(text) && profile.Find(RecordTexts.Split(name).Field) is { Kind: FieldKind.Text or FieldKind.Words } field
                && field.Level < Level.Staff && Personal().IsMatch(RecordTexts.Plain(text)) && IndexOf(field) < at)
            {
                (first, at) = (new(field, "personal", false, true), IndexOf(field));
            }
        }

        return first;

        int IndexOf(ProfileField field) => profile.Fields.TakeWhile(f => f != field).Count();
        static bool IsOf(string name, ProfileField field) =>
            name.StartsWith(field.Key, StringComparison.Ordinal) && (name.Length == field.Key.Length || name[field.Key.Length] == '.');
    }

    /// <summary>Digits in a row that the shortest of them has.</summary>
    private const int LeastPersonal = 11;

    /// <summary>Most texts hold nothing like it, which is seen sooner than by looking for it.</summary>
    private static bool MayBePersonal(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            digits = char.IsDigit(c) ? digits + 1 : 0;
            if (digits == LeastPersonal)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A mobile number or an identity number.</summary>
    private static bool HoldsPersonal(FieldValue value) => value switch
    {
        TextValue text => MayBePersonal(text.Text) && Personal().IsMatch(text.Text),
        WordsValue words => words.ByLanguage.Values.Any(w => MayBePersonal(w) && Personal().IsMatch(w)),
        _ => false,
    };

    [GeneratedRegex(@"(?<!\d)(1[3-9]\d{9}|[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx])(?!\d)")]
    private static partial Regex Personal();
}
