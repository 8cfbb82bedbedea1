using System.Text.Json;
using System.Text.Json.Serialization;
using Guanlian.Contracts.Catalogue;
using Guanlian.Platform.Words;
using Guanlian.Resources.Handovers;

namespace Guanlian.Resources.Loans;

/// <summary>What the rules of lending ask for, as data beside this file, with what they rest on.</summary>
internal sealed record LoanRules
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>How long one object may be lent, over all borrowers.</summary>
    public required int LimitYears { get; init; }

    public required int DaysPerYear { get; init; }

    /// <summary>Only days of so many past years count; null counts all that is known.</summary>
    public required int? WindowYears { get; init; }

    /// <summary>So many days before the limit it is said.</summary>
    public required int WarnDays { get; init; }

    /// <summary>Kinds of handover by which an object is lent.</summary>
    public required IReadOnlyList<HandoverKind> Lends { get; init; }

    /// <summary>What of the catalogue, and of what is written when it leaves, is a poor condition.</summary>
    public required IReadOnlyList<ObjectPreservation> PoorPreservation { get; init; }

    public required IReadOnlyList<ObjectPreservation> DoubtfulPreservation { get; init; }

    public required IReadOnlyList<ItemCondition> PoorCondition { get; init; }

    /// <summary>Grades that do not leave without a filing number, and those that should have one.</summary>
    public required IReadOnlyList<ItemGrade> FilingNeeded { get; init; }

    public required IReadOnlyList<ItemGrade> FilingAsked { get; init; }

    public required IReadOnlyList<string> Exemptions { get; init; }

    public required IReadOnlyList<string> ExemptionsOfFirst { get; init; }

    public required IReadOnlyList<LoanSource> Sources { get; init; }

    public int LimitDays => LimitYears * DaysPerYear;

    /// <summary>The rules that the program is shipped with.</summary>
    public static LoanRules Shipped { get; } = Read();

    public IReadOnlyList<string> ExemptionsFor(ItemGrade? grade) => grade == ItemGrade.First ? ExemptionsOfFirst : Exemptions;

    private static LoanRules Read()
    {
        using var file = typeof(LoanRules).Assembly.GetManifestResourceStream("Guanlian.Resources.Loans.loan-rules.json")!;
        return JsonSerializer.Deserialize<LoanRules>(file, Options)!;
    }
}

/// <summary>What a rule rests on.</summary>
/// <param name="Title">Name and date of the paper.</param>
/// <param name="Says">What it says, as far as it is known.</param>
/// <param name="Note">How it is applied here.</param>
internal sealed record LoanSource(Bilingual Title, Bilingual Says, Bilingual Note);
