using Guanlian.Platform.Words;

namespace Guanlian.Members.Mandates;

/// <summary>From when to when, in words.</summary>
internal static class MandateTime
{
    public static string Of(Wording words, Mandate mandate) => Of(words, mandate.FromOn, mandate.ToOn);

    public static string Of(Wording words, DateOnly from, DateOnly? to) => to is { } last
        ? words["members.mandate.from-to", ("from", from), ("to", last)]
        : words["members.mandate.from-on", ("from", from)];
}
