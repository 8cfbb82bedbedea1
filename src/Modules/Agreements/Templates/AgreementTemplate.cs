using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guanlian.Agreements.Texts;
using Guanlian.Platform.Words;

namespace Guanlian.Agreements.Templates;

/// <summary>A kind of agreement: the clauses, goals and work that its drafts begin with. A new kind is one file, no code.</summary>
internal sealed record AgreementTemplate
{
    public required string Code { get; init; }

    /// <summary>Place in the list.</summary>
    public required int Sort { get; init; }

    public required Bilingual Name { get; init; }

    public required Bilingual Summary { get; init; }

    /// <summary>合作形式, see <see cref="TextCodes.Forms"/>.</summary>
    public required string Form { get; init; }

    /// <summary>For how many years it is usually made.</summary>
    public required int Years { get; init; }

    /// <summary>Parts of the first party, the second, and any further one.</summary>
    public required IReadOnlyList<Bilingual> Roles { get; init; }

    public required Bilingual Purpose { get; init; }

    public required IReadOnlyList<GoalPlan> Goals { get; init; }

    public required IReadOnlyList<WorkPlan> Work { get; init; }

    public required IReadOnlyList<GivePlan> Gives { get; init; }

    /// <summary>What the party of each role may expect; a suggestion that it rewrites.</summary>
    public required IReadOnlyList<Bilingual> Gains { get; init; }

    public required Bilingual PublicBenefit { get; init; }

    public required IReadOnlyDictionary<string, Bilingual> Safeguards { get; init; }

    public required Bilingual Exit { get; init; }

    public IReadOnlyList<ClausePlan> Clauses { get; init; } = [];
}

internal sealed record GoalPlan(Bilingual Words, string? Target = null, string? Unit = null);

/// <param name="Does">Place of the party that does it, from 0.</param>
/// <param name="For">Place of the party that receives it.</param>
/// <param name="FromMonth">Months after the first day.</param>
/// <param name="DueMonth">Months after the first day.</param>
/// <param name="Kind">The cooperation that it becomes.</param>
internal sealed record WorkPlan(Bilingual Words, int Does, int For, int FromMonth, int DueMonth, string? Kind = null);

internal sealed record GivePlan(int Party, Bilingual What, string Unit);

internal sealed record ClausePlan(Bilingual Heading, Bilingual Words);

/// <summary>The shipped templates. A broken file stops the program at its start, with file, line and reason.</summary>
internal static class AgreementTemplates
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static FrozenDictionary<string, AgreementTemplate> Shipped { get; } = Read();

    /// <summary>In the order of the list.</summary>
    public static IEnumerable<AgreementTemplate> InOrder => Shipped.Values.OrderBy(t => t.Sort);

    /// <exception cref="InvalidDataException">With file, line and reason.</exception>
    public static AgreementTemplate Parse(string file, string json)
    {
        AgreementTemplate template;
        try
        {
            template = JsonSerializer.Deserialize<AgreementTemplate>(json, Strict) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}({e.LineNumber + 1}): {e.Message}", e);
        }

        var places = template.Roles.Count;
        string? wrong =
            places < 2 ? "roles: at least two"
            : !TextCodes.Forms.Contains(template.Form) ? $"form: {template.Form} is not one of {string.Join(", ", TextCodes.Forms)}"
            : template.Years is < 1 or > 20 ? "years: 1 to 20"
            : template.Gains.Count != places ? "gains: one for each role"
            : template.Goals.Count == 0 || template.Work.Count == 0 ? "goals and work: at least one"
            : template.Work.FirstOrDefault(w => w.Does < 0 || w.For < 0 || w.Does >= places || w.For >= places || w.DueMonth < w.FromMonth || w.FromMonth < 0) is { } work ? $"work: {work.Words.Zh}"
            : template.Gives.FirstOrDefault(g => g.Party < 0 || g.Party >= places || !TextCodes.Units.Contains(g.Unit)) is { } give ? $"gives: {give.What.Zh}"
            : template.Goals.FirstOrDefault(g => g.Unit is not null && !TextCodes.Units.Contains(g.Unit)) is { } goal ? $"goals: {goal.Words.Zh}"
            : TextCodes.Safeguards.FirstOrDefault(k => !template.Safeguards.ContainsKey(k)) is { } kind ? $"safeguards: {kind} is missing"
            : null;
        return wrong is null ? template : throw new InvalidDataException($"{file}: {wrong}");
    }

    private static FrozenDictionary<string, AgreementTemplate> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(n => n.Contains(".Templates.", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal))
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Parse(name, reader.ReadToEnd());
            }).ToFrozenDictionary(t => t.Code);
    }
}
