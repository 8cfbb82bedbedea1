using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Offering;

/// <summary>What its people say of a resource.</summary>
internal sealed class ResourceForm
{
    public const int MostGap = 365;
    public const int MostDays = 3650;

    public ResourceKind Kind { get; set; } = ResourceKind.Room;

    public string? Name { get; set; }

    public string? NameEn { get; set; }

    public string? Summary { get; set; }

    public string? Place { get; set; }

    public string? Conditions { get; set; }

    public ResourceUnit Unit { get; set; } = ResourceUnit.Places;

    public string? Capacity { get; set; } = "1";

    public bool ByHour { get; set; }

    public TimeOnly? OpensAt { get; set; }

    public TimeOnly? ClosesAt { get; set; }

    /// <summary>Days of the week on which it can be had, Monday = 0.</summary>
    public int[] Weekdays { get; set; } = [0, 1, 2, 3, 4, 5, 6];

    public int LeadDays { get; set; }

    public int? LongestDays { get; set; }

    public int GapDays { get; set; }

    public bool SelfService { get; set; }

    public bool NeedsCooperation { get; set; }

    /// <summary>The version that the person saw; 0 for a new one.</summary>
    public int Version { get; set; }

    public static ResourceForm Of(ResourceRecord r) => new()
    {
        Kind = r.Kind,
        Name = r.Name,
        NameEn = r.NameEn,
        Summary = r.Summary,
        Place = r.Place,
        Conditions = r.Conditions,
        Unit = r.Unit,
        Capacity = ResourceWords.Number(r.Capacity),
        ByHour = r.ByHour,
        OpensAt = r.OpensAt,
        ClosesAt = r.ClosesAt,
        Weekdays = [.. Enumerable.Range(0, 7).Where(d => (r.Weekdays & (1 << d)) != 0)],
        LeadDays = r.LeadDays,
        LongestDays = r.MostDays,
        GapDays = r.GapDays,
        SelfService = r.SelfService,
        NeedsCooperation = r.NeedsCooperation,
        Version = r.Version,
    };

    /// <summary>All problems at once; null where it fits.</summary>
    public Refusal.Invalid? Check()
    {
        var problems = new List<Refusal.Invalid>();
        Wrong(string.IsNullOrWhiteSpace(Name) || Name.Trim().Length > 120, "resources.form.name", nameof(Name));
        Wrong(NameEn?.Trim().Length > 160, "resources.form.name-en", nameof(NameEn));
        Wrong(!Enum.IsDefined(Kind), "resources.form.kind", nameof(Kind));
        Wrong(!Enum.IsDefined(Unit), "resources.form.unit", nameof(Unit));
        Wrong(Summary?.Trim().Length > 4000, "resources.form.summary", nameof(Summary));
        Wrong(Place?.Trim().Length > 200, "resources.form.place", nameof(Place));
        Wrong(Conditions?.Trim().Length > 2000, "resources.form.conditions", nameof(Conditions));
        Wrong(!Amount.TryRead(Capacity, out var capacity) || capacity is not (> 0 and <= 1_000_000), "resources.form.capacity", nameof(Capacity));
        Wrong(ByHour && (OpensAt is null || ClosesAt is null || ClosesAt <= OpensAt), "resources.form.hours", nameof(OpensAt));
        Wrong(Weekdays.Length == 0 || Weekdays.Any(d => d is < 0 or > 6), "resources.form.weekdays", nameof(Weekdays));
        Wrong(LeadDays is < 0 or > MostGap, "resources.form.lead-days", nameof(LeadDays));
        Wrong(LongestDays is < 1 or > MostDays, "resources.form.longest-days", nameof(LongestDays));
        Wrong(GapDays is < 0 or > MostGap, "resources.form.gap-days", nameof(GapDays));
        return problems is [var first, .. var rest] ? first with { Also = rest } : null;

        void Wrong(bool wrong, string code, string field)
        {
            if (wrong)
            {
                problems.Add(new(code, field));
            }
        }
    }

    /// <summary>Writes what was checked.</summary>
    public void Fill(ResourceRecord r)
    {
        _ = Amount.TryRead(Capacity, out var capacity);
        (r.Kind, r.Name, r.NameEn) = (Kind, Name!.Trim(), string.IsNullOrWhiteSpace(NameEn) ? null : NameEn.Trim());
        (r.Summary, r.Place, r.Conditions) = (Said(Summary), Said(Place), Said(Conditions));
        (r.Unit, r.Capacity, r.ByHour) = (Unit, capacity!.Value, ByHour);
        (r.OpensAt, r.ClosesAt) = ByHour ? (OpensAt, ClosesAt) : (null, null);
        r.Weekdays = Weekdays.Distinct().Sum(d => 1 << d);
        (r.LeadDays, r.MostDays, r.GapDays) = (LeadDays, LongestDays, GapDays);
        (r.SelfService, r.NeedsCooperation) = (SelfService, NeedsCooperation);
    }

    private static string Said(string? text) => (text ?? "").Trim().ReplaceLineEndings("\n");
}
