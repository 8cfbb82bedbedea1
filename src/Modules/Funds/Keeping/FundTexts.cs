using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Funds.Keeping;

/// <summary>What is typed into forms of this module, read and refused in one way.</summary>
internal static class FundTexts
{
    public const int MostDocument = 120;
    public const int MostReason = 1000;
    public const int MostWords = 2000;
    private const int MostCode = 40;

    /// <summary>Text of 1 to so many signs; null where it is none.</summary>
    public static string? Of(string? typed, int most) => Typed.Writable(Typed.Plain(typed)) is { Length: > 0 } text && text.Length <= most ? text : null;

    /// <summary>The same on one line.</summary>
    public static string? Line(string? typed, int most) => Of(typed?.ReplaceLineEndings(" "), most);

    /// <summary>A code from an address or a form; what no code can be is none.</summary>
    public static string? Code(string? typed) => Line(typed, MostCode);

    /// <summary>A day that is not before another and not after today.</summary>
    public static Refusal? Day(DateOnly? day, DateOnly earliest, DateOnly today, string field) => day is { } d && d >= earliest && d <= today
        ? null
        : new Refusal.Invalid("funds.day", field).With(("from", earliest), ("until", today));

    public static Refusal? Amount(bool read, string field) => read ? null : new Refusal.Invalid("funds.amount", field);

    public static Refusal? Document(string? document, string field, string code = "funds.document") => document is null ? new Refusal.Invalid(code, field).With(("most", MostDocument)) : null;

    /// <summary>A code of that list, and words of bounded length; "other" asks for words.</summary>
    public static Refusal? Reason(IReadOnlyCollection<string> codes, string? code, string? words) => code switch
    {
        _ when code is null || !codes.Contains(code) => new Refusal.Invalid("funds.reason-code", "ReasonCode"),
        _ when Typed.Plain(words).Length > MostReason || (code == "other" && Typed.Plain(words).Length == 0) => new Refusal.Invalid("funds.reason-words", "Reason").With(("most", MostReason)),
        _ => null,
    };

    /// <summary>All that is wrong at once, so that a form shows everything.</summary>
    public static Refusal? All(params ReadOnlySpan<Refusal?> found)
    {
        var wrong = new List<Refusal.Invalid>();
        foreach (var refusal in found)
        {
            if (refusal is Refusal.Invalid invalid)
            {
                wrong.Add(invalid);
            }
            else if (refusal is not null)
            {
                return refusal;
            }
        }

        return wrong.Count == 0 ? null : wrong[0] with { Also = [.. wrong.Skip(1)] };
    }
}
