using System.ComponentModel.DataAnnotations;
using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Exchange.Listings;

/// <summary>What a person fills in for one need or offer.</summary>
internal sealed class ListingForm
{
    public Domain Domain { get; set; }

    public ResourceKind Resource { get; set; }

    [Required(ErrorMessage = "exchange.listing.title-missing")]
    [StringLength(120, ErrorMessage = "exchange.listing.title-long")]
    public string? Title { get; set; }

    [StringLength(4000, ErrorMessage = "exchange.listing.details-long")]
    public string? Details { get; set; }

    [Range(0, 5, ErrorMessage = "exchange.listing.strength-range")]
    public int Strength { get; set; } = 3;

    public int? Quantity { get; set; }

    [StringLength(20, ErrorMessage = "exchange.listing.unit-long")]
    public string? Unit { get; set; }

    public DateOnly? WindowFrom { get; set; }

    public DateOnly? WindowTo { get; set; }

    [Range(0, 5, ErrorMessage = "exchange.listing.urgency-range")]
    public int Urgency { get; set; }

    [StringLength(400, ErrorMessage = "exchange.listing.urgency-reason-long")]
    public string? UrgencyReason { get; set; }

    [StringLength(2000, ErrorMessage = "exchange.listing.conditions-long")]
    public string? Conditions { get; set; }

    [StringLength(2000, ErrorMessage = "exchange.listing.benefit-long")]
    public string? PublicBenefit { get; set; }

    public Visibility Visibility { get; set; }

    /// <summary>The community that it concerns, where it does.</summary>
    public Guid? CommunityId { get; set; }

    /// <summary>The version that the person saw; 0 for a new one.</summary>
    public int Version { get; set; }

    public static ListingForm Of(Listing l) => new()
    {
        Domain = l.Domain,
        Resource = l.Resource,
        Title = l.Title,
        Details = l.Details,
        Strength = l.Strength,
        Quantity = l.Quantity,
        Unit = l.Unit,
        WindowFrom = l.WindowFrom,
        WindowTo = l.WindowTo,
        Urgency = l.Urgency,
        UrgencyReason = l.UrgencyReason,
        Conditions = l.Conditions,
        PublicBenefit = l.PublicBenefit,
        Visibility = l.Visibility,
        CommunityId = l.CommunityId,
        Version = l.Version,
    };

    /// <summary>All problems of the form at once; null where it fits.</summary>
    public Refusal.Invalid? Check()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var problems = results.Select(r => new Refusal.Invalid(r.ErrorMessage!, r.MemberNames.FirstOrDefault())).ToList();
        Also(string.IsNullOrWhiteSpace(Title) && Title is { Length: > 0 }, "exchange.listing.title-missing", nameof(Title));
        Also(!Enum.IsDefined(Domain), "exchange.listing.domain-unknown", nameof(Domain));
        Also(!Enum.IsDefined(Resource), "exchange.listing.resource-unknown", nameof(Resource));
        Also(!Enum.IsDefined(Visibility), "exchange.listing.visibility-unknown", nameof(Visibility));
        Also(Quantity is < 1 or > 1_000_000, "exchange.listing.quantity-range", nameof(Quantity));
        Also(Quantity is null != string.IsNullOrWhiteSpace(Unit), "exchange.listing.quantity-needs-unit", nameof(Unit));
        Also(WindowFrom > WindowTo, "exchange.listing.window-backwards", nameof(WindowTo));
        Also(Urgency >= 3 && string.IsNullOrWhiteSpace(UrgencyReason), "exchange.listing.urgency-needs-reason", nameof(UrgencyReason));
        return problems is [var first, .. var rest] ? first with { Also = rest } : null;

        void Also(bool wrong, string code, string field)
        {
            if (wrong)
            {
                problems.Add(new Refusal.Invalid(code, field));
            }
        }
    }

    /// <summary>Writes the form into the row.</summary>
    public void Fill(Listing l)
    {
        (l.Domain, l.Resource, l.Strength, l.Urgency, l.Visibility) = (Domain, Resource, Strength, Urgency, Visibility);
        (l.Quantity, l.Unit) = (Quantity, Trimmed(Unit));
        (l.WindowFrom, l.WindowTo) = (WindowFrom, WindowTo);
        l.CommunityId = CommunityId;
        l.Title = Trimmed(Title)!;
        l.Details = Trimmed(Details) ?? "";
        l.UrgencyReason = Trimmed(UrgencyReason);
        l.Conditions = Trimmed(Conditions) ?? "";
        l.PublicBenefit = Trimmed(PublicBenefit) ?? "";
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");
}
