using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Fields;

/// <summary>A number with its unit in a box: 12.5, 30 mm, 约 2 公斤. The unit is left out where it is the field's usual one.</summary>
internal static partial class TypedAmount
{
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["厘米"] = "cm",
        ["公分"] = "cm",
        ["毫米"] = "mm",
        ["米"] = "m",
        ["英寸"] = "in",
        ["克"] = "g",
        ["千克"] = "kg",
        ["公斤"] = "kg",
        ["吨"] = "t",
        ["件套"] = "件/套",
        ["件(套)"] = "件/套",
    };

    public static string Print(ProfileField field, AmountValue amount) => amount.As ?? Plain(field, amount.Number, amount.Unit);

    public static TypedReading Read(ProfileField field, string text)
    {
        var match = Shape().Match(text.Normalize(NormalizationForm.FormKC).Trim());
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal),
            NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return TypedReading.Fault("catalogue.typed.not-a-number");
        }

        var said = match.Groups["unit"].Value.Trim();
        var unit = said.Length == 0 ? field.Units.Count > 0 ? field.Units[0] : null : Known(field, said);
        if (said.Length > 0 && unit is null)
        {
            return TypedReading.Fault("catalogue.typed.no-such-unit");
        }

        return new(new AmountValue(number, unit, match.Groups["about"].Length > 0 ? text : null));
    }

    private static string Plain(ProfileField field, decimal number, string? unit)
    {
        var digits = number.ToString("0.############", CultureInfo.InvariantCulture);
        return unit is null || (field.Units.Count > 0 && unit == field.Units[0]) ? digits : $"{digits} {unit}";
    }

    private static string? Known(ProfileField field, string said)
    {
        var unit = Synonyms.GetValueOrDefault(said, said);
        return field.Units.FirstOrDefault(u => string.Equals(u, unit, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^(?<about>约|大约|~|残|ca\.?)?\s*(?<number>\d{1,15}(,\d{3})*(\.\d{1,12})?)\s*(?<unit>[^\d\s][^\d]{0,11})?$")]
    private static partial Regex Shape();
}
