using System.Globalization;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Platform.Pages;

/// <summary>What the field parts share: how a value is written into a form, and which faults are this field's.</summary>
internal static class FieldText
{
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static IReadOnlyList<string> Faults(Wording words, Refusal? refusal, string name) => refusal is Refusal.Invalid invalid
        ? [.. invalid.Also.Prepend(invalid).Where(i => IsOf(name, i.Field)).Select(i => words[i])]
        : [];

    private static bool IsOf(string name, string? field) => field is not null &&
        (string.Equals(name, field, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + field, StringComparison.OrdinalIgnoreCase));
}
