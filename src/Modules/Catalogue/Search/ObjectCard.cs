using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Search;

/// <summary>A found object as lists show it, in the reader's language, without what he may not see.</summary>
public sealed record ObjectCard(string Href, string Title, string Language, string Number, string Category, string Period, string Material, string Grade, string Maker)
{
    /// <summary>Which record.</summary>
    public ObjectKey Key { get; init; }

    /// <summary>件/套; null where it is hidden.</summary>
    public decimal? Pieces { get; init; }

    /// <summary>实际数量; null where it is hidden.</summary>
    public decimal? Actual { get; init; }

    public string OwnerCode { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Rights { get; init; } = "";

    public bool Sample { get; init; }

    /// <summary>Not public: its state or level, as the last part of a word key.</summary>
    public string? Restricted { get; init; }

    /// <summary>The name with what was asked for marked; null where nothing was asked.</summary>
    public IReadOnlyList<MarkedPart>? Marked { get; init; }

    /// <summary>Where the rest of what was asked for lies.</summary>
    public Snippet? Snippet { get; init; }

    /// <summary>A card that shows where the words lie that were asked for.</summary>
    internal static ObjectCard Of(SearchObjects.Found found, Marks marks)
    {
        var card = Of(found);
        return card with { Marked = marks.In(card.Title), Snippet = marks.Outside(found.Object.Record, card.Title, Codes.CodeBook.Standard) };
    }

    internal static ObjectCard Of(SearchObjects.Found found) => Of(found.Object, found.Owner);

    internal static ObjectCard Of(SeenObject seen, PartyCard? owner)
    {
        var record = seen.Record;
        var (language, title) = record.Of(FieldRoles.Title) is WordsValue words ? words.In(Wording.Language) : ("", record.Title(Wording.Language));
        var counts = Counts(seen);
        return new(
            $"objects/{Uri.EscapeDataString(owner?.Code ?? "")}/{seen.Row.Serial}", title, language == "zh" ? "zh-CN" : language, Text(record, FieldRoles.Number),
            Text(record, FieldRoles.Category), Text(record, FieldRoles.Period), Text(record, FieldRoles.Material), Text(record, FieldRoles.Grade), Text(record, FieldRoles.Maker))
        {
            Key = new(seen.Row.InstitutionId, seen.Row.Id),
            Pieces = counts?.Pieces,
            Actual = counts?.Actual,
            OwnerCode = owner?.Code ?? "",
            Owner = owner is null ? "" : Wording.InChinese ? owner.Name : owner.NameEn ?? owner.Name,
            Rights = Text(record, FieldRoles.Rights),
            Sample = seen.Row.Sample,
            Restricted = seen.Row.State != Data.ObjectState.Published ? $"state.{KeyWords.Of(seen.Row.State)}"
                : seen.Row.Level != Access.Level.Public ? $"keep.level.{KeyWords.Of(seen.Row.Level)}" : null,
        };
    }

    /// <summary>One of a kind where nobody has counted; nothing where the reader may not know.</summary>
    private static (decimal Pieces, decimal Actual)? Counts(SeenObject seen)
    {
        foreach (var role in new[] { FieldRoles.Pieces, FieldRoles.Actual })
        {
            if (seen.Record.Profile.Of(role) is { } field && seen.LevelOf(field) > seen.Open)
            {
                return null;
            }
        }

        var pieces = (seen.Record.Of(FieldRoles.Pieces) as AmountValue)?.Number ?? 1;
        return (pieces, (seen.Record.Of(FieldRoles.Actual) as AmountValue)?.Number ?? pieces);
    }

    private static string Text(ObjectRecord record, string role) => ExportObjects.Shown(record, role).Replace('\n', Wording.InChinese ? '、' : ';');
}
