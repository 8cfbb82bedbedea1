using System.Globalization;
using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Agreements.Texts;

/// <summary>Contributions that are resources set aside: held against what the giver really has, and as they are announced.</summary>
internal static class BookedLines
{
    /// <summary>Reasons why a line has no booking yet or gets none, as Resources gives them.</summary>
    public static IReadOnlyList<string> Whys { get; } = ["no-room", "not-owner", "resource-missing", "resource-closed", "owner-unwilling", "past", "given-back", "in-use"];

    public static decimal? AmountOf(GiftLine line) =>
        decimal.TryParse(line.Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>What of a line does not fit the resource that it names; nothing where it names none.</summary>
    /// <param name="at">The line's place in the form.</param>
    /// <param name="card">The resource; null where nobody can book it.</param>
    public static IEnumerable<Refusal.Invalid> Misfits(AgreementText text, GiftLine line, int at, ResourceCard? card)
    {
        if (line.Resource is null)
        {
            yield break;
        }

        if (card is null)
        {
            yield return new Refusal.Invalid("agreements.booked.gone", $"Give-{at}-Resource") { Holes = [("what", line.ResourceName ?? line.What)] };
            yield break;
        }

        if (line.Party is { } giver && giver != card.OwnerId)
        {
            yield return new("agreements.booked.owner", $"Give-{at}-Party") { Holes = [("resource", NameIn(card, text.Language)), ("owner", text.NameOf(card.OwnerId)), ("giver", text.NameOf(giver))] };
        }

        if (line.Unit is { } unit && unit != card.Unit)
        {
            yield return new("agreements.booked.unit", $"Give-{at}-Unit") { Holes = [("resource", NameIn(card, text.Language)), ("unit", card.Unit)] };
        }

        if (AmountOf(line) is { } amount && amount > card.Capacity)
        {
            yield return new("agreements.booked.capacity", $"Give-{at}-Amount") { Holes = [("amount", amount), ("resource", NameIn(card, text.Language)), ("capacity", card.Capacity)] };
        }
    }

    public static string NameIn(ResourceCard card, string language) => language == Wording.Chinese ? card.Name : card.NameEn ?? card.Name;

    /// <summary>What follows from the choice of a resource and was left empty: its name, whose it is, its unit, in what words.</summary>
    public static GiftLine Filled(GiftLine line, ResourceCard card, string language) => line with
    {
        ResourceName = line.ResourceName ?? NameIn(card, language),
        Party = line.Party ?? card.OwnerId,
        Unit = line.Unit ?? card.Unit,
        What = line.What.Length > 0 ? line.What : NameIn(card, language),
    };

    /// <summary>What a complete text promises to set aside.</summary>
    public static IReadOnlyList<AgreedBooking> Of(AgreementText text) =>
    [
        .. text.Gives.Where(g => g.Resource is not null).Select(g =>
            new AgreedBooking(g.Code, g.What, g.Resource!.Value, g.Party!.Value, g.For!.Value, g.From!.Value, g.Until!.Value, AmountOf(g)!.Value)),
    ];
}
