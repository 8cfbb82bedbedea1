using System.Text.Json;

namespace Guanlian.Members.Institutions;

/// <summary>The edit form as it is sent: one property for each field, and what the form had shown.</summary>
public sealed class InstitutionForm
{
    public string? Name { get; set; }

    public string? NameEn { get; set; }

    public string? Level { get; set; }

    public string? Grade { get; set; }

    public string? Ownership { get; set; }

    public string? FinanceClass { get; set; }

    public string? Address { get; set; }

    /// <summary>The head's code; the handler is given its id.</summary>
    public string? Parent { get; set; }

    public string? Capabilities { get; set; }

    public string? Website { get; set; }

    public string? Phone { get; set; }

    public string? ContactName { get; set; }

    public string? ContactPhone { get; set; }

    public string? ContactEmail { get; set; }

    public string? ClosedOn { get; set; }

    public string? FormerNames { get; set; }

    public DateOnly? From { get; set; }

    public string? Reason { get; set; }

    /// <summary>JSON of what the form showed, by field.</summary>
    public string? Seen { get; set; }

    internal string? Get(PartyField field) => (string?)typeof(InstitutionForm).GetProperty(EditInstitution.FormName(field))!.GetValue(this);

    internal void Put(PartyField field, string? text) =>
        typeof(InstitutionForm).GetProperty(EditInstitution.FormName(field))!.SetValue(this, text);

    internal Dictionary<string, string> SeenTexts()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Seen ?? "{}") ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
