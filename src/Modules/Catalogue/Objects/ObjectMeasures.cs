using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Catalogue;

namespace Guanlian.Catalogue.Objects;

/// <summary>How large a record says that its thing is.</summary>
internal static class ObjectMeasures
{
    // Fields of every profile that has them; what is only written out as text is not read.
    private static readonly string[] Sides = ["length", "width", "height", "diameter", "depth"];

    public static ObjectMeasure Of(ObjectRecord record) => new(
        record.Profile.Of(FieldRoles.Category) is { } category ? TypedText.Print(category, record[category.Key], "zh") : "",
        Sides.Select(side => record[side] is AmountValue amount ? Centimetres(amount, record.Profile.Find(side)!) : null).Max());

    private static decimal? Centimetres(AmountValue amount, ProfileField field) => (amount.Unit ?? (field.Units.Count > 0 ? field.Units[0] : null)) switch
    {
        "cm" => Positive(amount.Number),
        "mm" => Positive(amount.Number / 10),
        "m" => Positive(amount.Number * 100),
        "in" => Positive(amount.Number * 2.54m),
        _ => null,
    };

    // Larger numbers than any thing are slips of the pen, and would overflow.
    private static decimal? Positive(decimal number) => number is > 0 and < 1_000_000 ? number : null;
}
