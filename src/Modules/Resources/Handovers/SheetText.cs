using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Words;

namespace Guanlian.Resources.Handovers;

/// <summary>The list as it is signed (docs/formats/handover-sheet.md); the printed paper is made from it and bound to it by its hash.</summary>
internal sealed record SheetText
{
    public int Format { get; init; } = 1;

    public required string Handover { get; init; }

    public required Stage Stage { get; init; }

    public required HandoverKind Kind { get; init; }

    public required SheetParty From { get; init; }

    public required SheetParty To { get; init; }

    /// <summary>The day on which this end looked at the things.</summary>
    public required DateOnly On { get; init; }

    public DateOnly? DueBack { get; init; }

    public string? Place { get; init; }

    public string? Purpose { get; init; }

    public string? Agreement { get; init; }

    public string? Filing { get; init; }

    /// <summary>Hash of the list that the sender signed; on the receiver's list.</summary>
    public string? Out { get; init; }

    public required IReadOnlyList<SheetLine> Items { get; init; }

    public static SheetText Of(
        Stage stage, HandoverRecord record, IReadOnlyList<HandoverItem> items, ILookup<Guid, string> pictures, IReadOnlyDictionary<Guid, PartyCard> parties, DateOnly on, string? signedOut) => new()
        {
            Handover = HandoverNumbers.Of(record.Number),
            Stage = stage,
            Kind = record.Kind,
            From = SheetParty.Of(parties[record.FromPartyId]),
            To = SheetParty.Of(parties[record.ToPartyId]),
            On = on,
            DueBack = record.DueBackOn,
            Place = Empty(record.Place),
            Purpose = Empty(record.Purpose),
            Agreement = record.AgreementNumber,
            Filing = record.FilingNumber,
            Out = signedOut,
            Items = [.. items.Select(i => SheetLine.Of(stage, i, pictures[i.Id], parties[i.OwnerId]))],
        };

    public static SheetText Read(string body) => CanonicalJson.Read<SheetText>(body);

    internal static string? Empty(string text) => text.Length == 0 ? null : text;
}

/// <summary>A side as it was called then.</summary>
internal sealed record SheetParty(Guid Id, string Code, string Name)
{
    public static SheetParty Of(PartyCard card) => new(card.Id, card.Code, card.Name);
}

/// <summary>One line of the signed list. Amounts are texts, for canonical numbers are whole.</summary>
internal sealed record SheetLine
{
    public required int Place { get; init; }

    public required SheetParty Owner { get; init; }

    public Guid? Object { get; init; }

    public string? Number { get; init; }

    public required string Name { get; init; }

    public required int Count { get; init; }

    public string? Value { get; init; }

    public ItemGrade? Grade { get; init; }

    public string? Exempt { get; init; }

    public string? ExemptDocument { get; init; }

    public ItemCondition? Condition { get; init; }

    public string? Note { get; init; }

    /// <summary>SHA-256 of the pictures.</summary>
    public required IReadOnlyList<string> Pictures { get; init; }

    /// <summary>How many left; on the receiver's.</summary>
    public int? Left { get; init; }

    /// <summary>In what condition they left; on the receiver's.</summary>
    public ItemCondition? LeftCondition { get; init; }

    /// <summary>What differs from the sender's list; on the receiver's.</summary>
    public IReadOnlyList<string>? Differences { get; init; }

    public static SheetLine Of(Stage stage, HandoverItem item, IEnumerable<string> pictures, PartyCard owner) => new()
    {
        Place = item.Place,
        Owner = SheetParty.Of(owner),
        Object = item.ObjectId,
        Number = SheetText.Empty(item.Number),
        Name = item.Name,
        Count = stage == Stage.Out ? item.Count : item.InCount ?? 0,
        Value = item.Value?.ToString("0.00", CultureInfo.InvariantCulture),
        Grade = item.Grade,
        Exempt = item.ExemptCode,
        ExemptDocument = item.ExemptDocument,
        Condition = stage == Stage.Out ? item.OutCondition : item.InCount == 0 ? null : item.InCondition,
        Note = SheetText.Empty(stage == Stage.Out ? item.OutNote : item.InNote),
        Pictures = [.. pictures.Order(StringComparer.Ordinal)],
        Left = stage == Stage.Out ? null : item.Count,
        LeftCondition = stage == Stage.Out ? null : item.OutCondition,
        Differences = stage == Stage.Out ? null : [.. Handovers.Differences.Of(item).Select(CodeWords.Write)],
    };
}

/// <summary>What one side signs in the end of a dispute.</summary>
internal sealed record SettlingWords(int Format, string Handover, string In, Guid Party, string Words);
