using System.ComponentModel.DataAnnotations;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>What a person fills in to begin a cooperation.</summary>
internal sealed class CooperationDraft
{
    [Required(ErrorMessage = "cooperation.draft.title-missing")]
    [StringLength(120, ErrorMessage = "cooperation.draft.title-long")]
    public string? Title { get; set; }

    [StringLength(4000, ErrorMessage = "cooperation.draft.aim-long")]
    public string? Aim { get; set => field = value is null ? null : Typed.Plain(value); }

    public DateOnly? StartOn { get; set; }

    public DateOnly? AnchorOn { get; set; }

    /// <summary>By role: names or codes of parties, one on a line.</summary>
    public Dictionary<string, string?> Parties { get; set; } = [];

    /// <summary>Why it cannot wait; begins by the short form.</summary>
    [StringLength(1000, ErrorMessage = "cooperation.draft.emergency-long")]
    public string? Emergency { get; set => field = value is null ? null : Typed.Plain(value); }

    /// <summary>All problems at once, and the cast where there is none.</summary>
    public (Cast? Cast, Refusal.Invalid? Refusal) Read(Template template, IReadOnlyList<PartyCard> known, DateOnly today)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var problems = results.Select(r => new Refusal.Invalid(r.ErrorMessage!, r.MemberNames.FirstOrDefault())).ToList();
        if (string.IsNullOrWhiteSpace(Title) && Title is { Length: > 0 })
        {
            problems.Add(new("cooperation.draft.title-missing", nameof(Title)));
        }

        if (StartOn is not { } start || start < today.AddYears(-1) || start > today.AddYears(5))
        {
            problems.Add(new("cooperation.draft.start-range", nameof(StartOn)));
        }

        if (template.Anchor is not null && (AnchorOn is not { } anchor || anchor < StartOn || anchor > today.AddYears(6)))
        {
            problems.Add((Refusal.Invalid)new Refusal.Invalid("cooperation.draft.anchor-needed", nameof(AnchorOn)).With(("anchor", template.Anchor)));
        }

        if (!string.IsNullOrWhiteSpace(Emergency) && template.RatifyWithinDays is null)
        {
            problems.Add(new("cooperation.draft.no-short-form", nameof(Emergency)));
        }

        var cast = template.Roles.ToDictionary(r => r.Code, IReadOnlyList<Guid> (r) => PartiesOf(template, r, known, problems));
        if (problems.Count == 0 && cast.Values.SelectMany(p => p).Distinct().Count() < 2)
        {
            problems.Add(new("cooperation.draft.alone"));
        }

        return problems is [var first, .. var rest] ? (null, first with { Also = rest }) : (new(cast), null);
    }

    private List<Guid> PartiesOf(Template template, PartyRole role, IReadOnlyList<PartyCard> known, List<Refusal.Invalid> problems)
    {
        var found = new List<Guid>();
        foreach (var typed in (Parties.GetValueOrDefault(role.Code) ?? "").Split(['\n', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var party = TypedParty.Find(known, typed);
            if (party is null)
            {
                Wrong("cooperation.draft.party-unknown", ("name", typed));
            }
            else if (role.Kinds.Count > 0 && !role.Kinds.Contains(party.Kind))
            {
                Wrong("cooperation.draft.party-kind", ("name", party.Name), ("role", role.Name));
            }
            else if (role.Leads && !template.Lead.Allows(party))
            {
                Wrong("cooperation.draft.may-not-lead", ("name", party.Name));
            }
            else if (!found.Contains(party.Id))
            {
                found.Add(party.Id);
            }
        }

        if (found.Count < role.Least || found.Count > role.Most)
        {
            Wrong("cooperation.draft.party-count", ("role", role.Name), ("least", role.Least), ("most", role.Most));
        }

        return found;

        void Wrong(string code, params (string Name, object? Value)[] holes) =>
            problems.Add((Refusal.Invalid)new Refusal.Invalid(code, $"Parties-{role.Code}").With(holes));
    }
}
