using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Loans;

namespace Guanlian.Resources.Handovers;

/// <summary>Facts of a handover as they are typed.</summary>
internal sealed record HandoverForm
{
    public string? Kind { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    /// <summary>Whose things they are, where they are not the sender's.</summary>
    public string? Owner { get; set; }

    public DateOnly? PlannedOn { get; set; }

    public DateOnly? DueBackOn { get; set; }

    public string? Place { get; set; }

    public string? Purpose { get; set; }

    public string? AgreementNumber { get; set; }

    public string? FilingNumber { get; set; }

    public Guid? CooperationId { get; set; }

    /// <summary>One thing a line.</summary>
    public string? Items { get; set; }
}

/// <summary>The facts once read.</summary>
internal sealed record HandoverFacts(
    HandoverKind Kind, PartyCard From, PartyCard To, PartyCard Owner, DateOnly PlannedOn, DateOnly? DueBackOn, string Place, string Purpose, string? AgreementNumber,
    string? FilingNumber, CooperationCard? Cooperation, IReadOnlyList<ItemLine> Lines)
{
    /// <summary>Writes what both sides agreed on, before anybody signed.</summary>
    public void Into(HandoverRecord record)
    {
        (record.Kind, record.FromPartyId, record.ToPartyId) = (Kind, From.Id, To.Id);
        (record.PlannedOn, record.DueBackOn, record.Place, record.Purpose) = (PlannedOn, DueBackOn, Place, Purpose);
        (record.AgreementNumber, record.FilingNumber) = (AgreementNumber, FilingNumber);
        (record.CooperationId, record.CooperationTitle) = (Cooperation?.Id, Cooperation?.Title);
    }
}

/// <summary>Reads the facts at the door: everything that is wrong is said at once.</summary>
internal sealed class ReadHandoverForm(IPartyDirectory directory, ICooperationDesk cooperations, CurrentActor current)
{
    private const int LongestPlace = 200;
    private const int LongestPurpose = 500;
    private const int LongestAgreement = 60;
    private const int LongestFiling = 100;
    private static readonly DateOnly Earliest = new(1990, 1, 1);
    private static readonly DateOnly Latest = new(2100, 1, 1);

    public async Task<Outcome<HandoverFacts>> HandleAsync(HandoverForm form, CancellationToken ct)
    {
        var wrong = new List<Refusal.Invalid>();
        var kind = CodeWords.Read<HandoverKind>(form.Kind ?? "");
        Require(kind is not null, "resources.handover.kind-needed", nameof(form.Kind));
        var known = current.Value.PartyId is { } mine ? await directory.AlliesOfAsync(mine, ct) : [];
        var from = Party(form.From, nameof(form.From));
        var to = Party(form.To, nameof(form.To));
        Require(from is null || from.Id != to?.Id, "resources.handover.two-sides", nameof(form.To));
        var owner = string.IsNullOrWhiteSpace(form.Owner) ? kind == HandoverKind.Return ? to : from : Party(form.Owner, nameof(form.Owner));
        Require(kind != HandoverKind.Return || owner is null || owner.Id != from?.Id, "resources.handover.return-of-own", nameof(form.Kind));
        Require(form.PlannedOn is { } planned && planned > Earliest && planned < Latest, "resources.handover.planned-needed", nameof(form.PlannedOn));
        var lends = kind is { } k && LoanRules.Shipped.Lends.Contains(k);
        Require(!lends || form.DueBackOn is not null, "resources.handover.due-needed", nameof(form.DueBackOn));
        Require(form.DueBackOn is null || form.DueBackOn >= form.PlannedOn && form.DueBackOn < Latest, "resources.handover.due-order", nameof(form.DueBackOn));
        var place = Text(form.Place, LongestPlace, nameof(form.Place));
        var purpose = Text(form.Purpose, LongestPurpose, nameof(form.Purpose));
        var agreement = Text(form.AgreementNumber, LongestAgreement, nameof(form.AgreementNumber));
        var filing = Text(form.FilingNumber, LongestFiling, nameof(form.FilingNumber));
        var cooperation = form.CooperationId is { } id ? await cooperations.FindAsync(id, ct) : null;
        Require(form.CooperationId is null || cooperation is not null, "resources.handover.no-cooperation", nameof(form.CooperationId));
        var lines = ItemLines.Read(form.Items, nameof(form.Items));
        if (lines.Refusal is Refusal.Invalid badLine)
        {
            wrong.Add(badLine);
        }

        return wrong.Count > 0
            ? wrong[0] with { Also = [.. wrong.Skip(1)] }
            : new HandoverFacts(
                kind!.Value, from!, to!, owner!, form.PlannedOn!.Value, form.DueBackOn, place, purpose, SheetText.Empty(agreement), SheetText.Empty(filing), cooperation, lines.Value);

        void Require(bool holds, string code, string field)
        {
            if (!holds)
            {
                wrong.Add(new(code, field));
            }
        }

        PartyCard? Party(string? typed, string field)
        {
            var found = TypedParty.Find(known, (typed ?? "").Trim());
            if (found is null)
            {
                wrong.Add((Refusal.Invalid)new Refusal.Invalid("resources.handover.party-unknown", field).With(("name", (typed ?? "").Trim())));
            }

            return found;
        }

        string Text(string? typed, int most, string field)
        {
            var text = Typed.Writable(Typed.Plain(typed)).Trim();
            if (text.Length > most)
            {
                wrong.Add((Refusal.Invalid)new Refusal.Invalid("resources.handover.long", field).With(("most", most)));
            }

            return text;
        }
    }
}
